export { type BoundedFlow, boundedFlow } from './bounded-flow.js';
export { chapter } from './chapter.js';
export { type Gap, leastBridge } from './least-bridge.js';
export {
  type GapPassage,
  HALF_GAP,
  type LineFlow,
  type LineFlowsData,
  type LineFlowsParameters,
  lineFlows,
  lineMap,
} from './line-flows.js';
export { type RingFlowData, type RingFlowParameters, ringFlow, ringMap } from './ring-flow.js';
