export { chapter } from './chapter.js';
export { type HeldOutName, heldOutNames } from './fold-models.js';
export { type FrozenPilotsData, type FrozenPilotsParameters, frozenPilots, type PilotSize } from './frozen-pilots.js';
export { type FrozenTableData, type FrozenTableParameters, frozenTable } from './frozen-table.js';
export {
  type MarketLikelihoodData,
  type MarketLikelihoodParameters,
  type ModelScores,
  marketLikelihood,
} from './market-likelihood.js';
