export {
  type AutoregressionData,
  type AutoregressionParameters,
  autoregressionTraining,
  type PrecisionPair,
} from './autoregression-training.js';
export { chapter } from './chapter.js';
export {
  type InfiniteTrainingData,
  type InfiniteTrainingParameters,
  infiniteTraining,
  type ModesOnLine,
  modesOnLine,
  type TrainingCurve,
} from './infinite-training.js';
export {
  type MachinePartition,
  type MachineRow,
  type MachineTrainingData,
  type MachineTrainingParameters,
  machineTraining,
} from './machine-training.js';
export { modeTrainer, type TrainerName, type TrainerParameters } from './mode-trainers.js';
export {
  type WalkerRow,
  type WalkerTrainingData,
  type WalkerTrainingParameters,
  walkerTraining,
} from './walker-training.js';
