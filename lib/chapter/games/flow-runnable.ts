import { meanEstimate } from '../../statistics/index.js';
import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import { planeFlows } from './plane-flows.js';
import { type TransportFlowsData, transportFlows } from './transport-flows.js';

/** Flows on the line and in the plane at three prices, five trainings each. */
export const transportFlowsRunnable: Runnable = {
  name: 'transport-flows',
  summary: 'flows with a price for moving: two modes on the line and three in the plane, five trainings per price',
  options: {},
  headings: ['trainings', 'divergence, nats', 'paid for moving', 'time'],
  parts: () => [transportFlows(), planeFlows()],
  line(result) {
    const { data, provenance } = result as Result<TransportFlowsData>;
    const meanOf = (of: 'divergence' | 'action'): string =>
      meanEstimate(data.flows.map((flow) => flow[of].value)).value.toFixed(4);
    return [String(data.flows.length), meanOf('divergence'), meanOf('action'), spokenDuration(provenance.wallSeconds)];
  },
};
