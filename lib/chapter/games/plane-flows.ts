import type { Experiment } from '../../study/contract.js';
import {
  planeModes,
  type TransportFlowsData,
  type TransportFlowsParameters,
  transportFlows,
} from './transport-flows.js';

/** `transportFlows` from three modes in the plane: five trainings at each price, kept with the sources. */
export function planeFlows(
  changes: Partial<TransportFlowsParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<TransportFlowsParameters, TransportFlowsData> {
  return transportFlows({ components: planeModes, ...changes }, { seed });
}
