export { chapter } from './chapter.js';
export { type HeldOutName, heldOutNames } from './fold-models.js';
export { type FrozenPilotsData, type FrozenPilotsParameters, frozenPilots, type PilotSize } from './frozen-pilots.js';
export { type FrozenRow, frozenRow } from './frozen-rows.js';
export { type FrozenTableData, type FrozenTableParameters, frozenTable } from './frozen-table.js';
export { type HeldOutRow, heldOutLabel, heldOutRows, unusualness } from './held-out.js';
export {
  type MarketLikelihoodData,
  type MarketLikelihoodParameters,
  type ModelScores,
  marketLikelihood,
  scatteringLikelihood,
} from './market-likelihood.js';
