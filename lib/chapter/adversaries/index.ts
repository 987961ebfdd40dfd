export { chapter } from './chapter.js';
export { alternating, type DiracGameOptions, diracGame, diracModulus, type Play, simultaneous } from './dirac-game.js';
export { type MatchedGaussian, matchedGaussians, type TwoModes } from './matched-gaussian.js';
export { type RingCounts, ringCounts, ringLaw } from './ring.js';
export {
  fastGenerator,
  type RingGameData,
  type RingGameParameters,
  ringGame,
} from './ring-game.js';
export {
  ascendedDiscriminator,
  type LinearDiscriminator,
  type ShiftedGame,
  shiftedGame,
} from './shifted-gaussians.js';
export { bestValue, fiftyStates, type SimplexFlow, type SimplexFlowOptions, simplexFlow } from './simplex-flow.js';
