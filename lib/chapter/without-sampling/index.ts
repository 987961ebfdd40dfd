export { chapter } from './chapter.js';
export { type DenoisingLosses, denoisingConstant, denoisingLosses, type NoisyModes, noisyScore } from './denoising.js';
export { type EstimatorData, type EstimatorParameters, type EstimatorRow, estimators } from './estimators.js';
export { crossEntropy, type EstimateLaw, energiesOf, logPartition } from './lag-forms.js';
export { type SteinData, type SteinParameters, type SteinRow, steinTest } from './stein.js';
export {
  type EvenModes,
  evenModes,
  evenScore,
  logWeightRatio,
  type MeanAndDeviation,
  meanUnder,
  squaredScoreGap,
  type WeightDivergence,
  weightDivergences,
} from './two-modes.js';
export {
  type ContrastLaws,
  type ContrastNoise,
  contrastCovariance,
  type WeightCosts,
  weightCosts,
} from './weight-costs.js';
export { type BandOptions, type EstimateBand, type EstimateBands, estimateBands } from './weight-estimates.js';
export { type TiltedWell, tiltedWell, type WellContrast, type WellContrastOptions, wellContrasts } from './wells.js';
