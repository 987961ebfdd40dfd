export { chapter } from './chapter.js';
export {
  type DenseStepTime,
  denseStepTime,
  type EstimateCostData,
  type EstimateCostEntry,
  type EstimateCostParameters,
  estimateCost,
} from './estimate-cost.js';
export { type KinkedPath, kinkedPath } from './kinked-path.js';
export {
  type CalibratedCoupling,
  type CalibratedPath,
  calibratePath,
  type ProbeCalibrationData,
  type ProbeCalibrationParameters,
  probeCalibration,
} from './probe-calibration.js';
export * from './spectrum-histogram.js';
export {
  type PathSpectrum,
  type SpectrumEnds,
  type StepSpectraData,
  type StepSpectraParameters,
  stepSpectra,
} from './step-spectra.js';
