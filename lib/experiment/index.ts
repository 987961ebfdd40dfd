export {
  arDescents,
  type ArDescentsData,
  type ArDescentsParameters,
  type DivergenceRecord,
  type EnergyLaw,
} from './ar-descents';
export {
  determinantCost,
  type CostEntry,
  type DeterminantCostData,
  type DeterminantCostParameters,
} from './determinant-cost';
export { biasedTargets, type BiasedTargetDescents, type BiasedTargetsData, type BiasedTargetsParameters } from './biased-targets';
export { energyPaths, type EnergyPathsData, type EnergyPathsParameters } from './energy-paths';
export { ensembleSizes, type EnsembleSizesData, type EnsembleSizesParameters } from './ensemble-sizes';
export { denseStepTime, estimateCost, type DenseStepTime, type EstimateCostData, type EstimateCostEntry, type EstimateCostParameters } from './estimate-cost';
export { run, type Experiment, type RunContext, type RunOptions } from './experiment';
export { innerSteps, type InnerStepDescent, type InnerStepsData, type InnerStepsParameters } from './inner-steps';
export { kinkedPath, type KinkedPath } from './kinked-path';
export { arrivalOf, finalSlope, type Arrival } from './market-arrival';
export {
  marketDescents,
  type DescentStatistics,
  type MarketChanges,
  type MarketDescentsData,
  type MarketDescentsParameters,
  type PathStatistics,
} from './market-descents';
export { deskLabels, deskOfPaths, deskOfSeries, type DeskStatistics } from './market-desk';
export { marketEntropy, type EntropyRecord, type MarketEntropyData, type MarketEntropyParameters } from './market-entropy';
export { componentNoise, type MarketEnergy } from './market-energy';
export { rateSteps, type MarketBase, type MarketChoice } from './market-problem';
export type { FittedGarch } from './market-reference';
export { noiseComponents, type NoiseComponentsData, type NoiseComponentsParameters } from './noise-components';
export { autocorrelations, type Density, type Estimate, type StatisticLaw } from './path-statistics';
export { powerLaw, type PowerLaw } from './power-law';
export {
  calibratePath,
  probeCalibration,
  type CalibratedCoupling,
  type CalibratedPath,
  type ProbeCalibrationData,
  type ProbeCalibrationParameters,
} from './probe-calibration';
export { currentProfile, type Profile } from './profile';
export { progressBar, type ProgressBar, type ProgressOptions } from './progress';
export type { Provenance } from './provenance';
export type { Result } from './result';
export { runAll, storedAll, type RunAllOptions } from './result-set';
export { spectrumEnds, stepBlocks, type StepBlocks } from './step-blocks';
export { stepContraction, type ContractionRecord, type StepContractionData, type StepContractionParameters } from './step-contraction';
export { stepSpectra, type PathSpectrum, type SpectrumEnds, type StepSpectraData, type StepSpectraParameters } from './step-spectra';
export { stoppingRule, type Estimated, type StoppedDescents, type StoppingRuleData, type StoppingRuleParameters } from './stopping-rule';
export { keep, load, stored } from './stored-result';
export { meanPower } from './mean-power';
export { tableOne, type TableOneData, type TableOneParameters } from './table-one';
export {
  energyLabel,
  modelLabel,
  paperBestEnergy,
  paperDescent,
  paperDivergence,
  paperError,
  tableOneCells,
  tableOneEnergies,
  tableOneMethods,
  tableOneModels,
  tableOneTruth,
  type TableOneCell,
  type TableOneEnergy,
  type TableOneMethod,
  type TableOneModel,
  type TableOnePair,
  type TableOneSelection,
} from './table-one-cells';
export { targetEnergy, type TargetEnergy } from './target-energy';
