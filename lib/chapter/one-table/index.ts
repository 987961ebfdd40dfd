export { type BumpOptions, bumpEnergy } from './bumps.js';
export { chapter } from './chapter.js';
export type { GenerativeModel, TrainedModel, TrainingEffort } from './generative-model.js';
export {
  divergenceByQuadrature,
  divergenceOfDraws,
  drawnShares,
  kernelDensity,
  sharesByQuadrature,
  weightError,
} from './measures.js';
export { generativeModels, modelNamed } from './models.js';
export {
  type TableRow,
  type TableRowData,
  type TableRowParameters,
  type TrainedMeasures,
  tableRow,
} from './table-row.js';
export {
  modeWeights,
  nearestModes,
  type Target,
  type TargetName,
  targetEnergies,
  targetNamed,
  targetNames,
} from './targets.js';
