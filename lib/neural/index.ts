export {
  type Activation,
  type ActivationTensors,
  activationOf,
  siluUnit,
  softplusUnit,
  tanhUnit,
} from './activation.js';
export { affineMap } from './affine-map.js';
export { composedMap } from './composed-map.js';
export { type CouplingOptions, couplingMap } from './coupling-map.js';
export { type DualTerms, type DualTurnOptions, dualTurn } from './dual-turn.js';
export {
  type AutoencoderNetworks,
  type AutoencoderPart,
  type EvidenceTurnOptions,
  evidenceTurn,
} from './evidence-turn.js';
export { type FlowModel, flowLosses, flowModel } from './flow-model.js';
export { type GameTurnsOptions, type GeneratorLoss, gameTurns, type Player } from './game-turns.js';
export type { InvertibleFunction, InvertibleMap, Normalised, NormalisedTensors } from './invertible-map.js';
export {
  type GaussianEncoder,
  type Generator,
  gaussianEncoder,
  generator,
  type LatentLaws,
} from './latent-networks.js';
export { type LikelihoodTurnOptions, likelihoodTurn } from './likelihood-turn.js';
export { minibatch } from './minibatch.js';
export {
  drawnParameters,
  type Layer,
  type Multilayer,
  type MultilayerOptions,
  type MultilayerRecipe,
  multilayer,
  multilayerOf,
} from './multilayer.js';
export { type NetworkDerivatives, type NetworkFunction, networkFunction } from './network-function.js';
export { type NetworkPotentialOptions, networkPotential } from './network-potential.js';
export {
  type AdamOptions,
  adam,
  fallingRate,
  gradientDescent,
  type Optimiser,
  type OptimiserPosition,
  type OptimiserState,
  type RateSchedule,
} from './optimiser.js';
export { planarMap } from './planar-map.js';
export { type CarriedOptions, type CarriedPaths, type PotentialFlow, potentialFlow } from './potential-flow.js';
export { type RegressionBatch, type RegressionTurnOptions, regressionTurn } from './regression-turn.js';
export {
  type EvolvingTensorPotential,
  type TensorDirectional,
  type TensorField,
  type TensorNetwork,
  type TensorPotential,
  tensorNetwork,
  tensorOf,
} from './tensor-network.js';
export {
  type NetworkTrainingOptions,
  type TrainedNetworks,
  type TrainingOccasion,
  type Turn,
  trainNetworks,
} from './training.js';
export type { TrainingBelonging, TrainingCheckpoint } from './training-checkpoint.js';
export { type TransportPrices, type TransportTurnOptions, transportTurn } from './transport-turn.js';
export { type Conditions, conditioned, type VectorField, vectorField } from './vector-field.js';
