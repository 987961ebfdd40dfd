export { chapter } from './chapter.js';
export { type LossSpreadOptions, scoreLossVariance } from './loss-spread.js';
export { type ReversalDensities, reversalDensities } from './reversal-densities.js';
export {
  learnedScore,
  type ScoreTrainingData,
  type ScoreTrainingParameters,
  scoreTraining,
} from './score-training.js';
export { type StepLawOptions, stepVariance } from './step-laws.js';
export { twoModes } from './two-modes.js';
