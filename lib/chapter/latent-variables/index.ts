export { chapter } from './chapter.js';
export { diagonalMatrix } from './diagonal.js';
export { type Evidence, evidenceOf, type TrainedAutoencoder } from './evidence.js';
export {
  anyGaussian,
  diagonalGaussian,
  drawnStart,
  type EmOptions,
  type EmTrace,
  expectationMaximisation,
  type PosteriorFamily,
} from './expectation-maximisation.js';
export { type GradientEstimates, type GradientOptions, gradientEstimates, latentCost } from './gradient-estimates.js';
export {
  type LatentGaussian,
  type LatentGaussianFit,
  latentGaussianFit,
  leftOver,
  type PrincipalFit,
  type PrincipalOptions,
  principalFit,
} from './latent-gaussian.js';
export {
  collapsing,
  type EvidenceRow,
  type RingAutoencoderData,
  type RingAutoencoderParameters,
  ringAutoencoder,
} from './ring-autoencoder.js';
