export { chapter } from './chapter.js';
export {
  type CostEntry,
  type DeterminantCostData,
  type DeterminantCostParameters,
  determinantCost,
} from './determinant-cost.js';
