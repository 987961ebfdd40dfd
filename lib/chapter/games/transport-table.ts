import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { FlowPrices, TransportFlow } from './transport-flows.js';

/** What trained flows of one price come to: means over the trainings. */
export interface TransportRow extends Pick<TransportFlow, (typeof measures)[number]> {
  readonly prices: FlowPrices;
  /** `price` · ½ E ∫ ‖v‖² dt + D(law‖model), nats. */
  readonly total: Estimate;
}

const measures = ['divergence', 'action', 'detour', 'residual', 'twist'] as const;

/**
 * Trained flows by their prices, in order. Standard errors are those of means over trainings; of a single training, of the means over its
 * paths, the total's being the sum of both parts' errors.
 * @param price of ½ E ∫ ‖v‖² dt in the total, 0 or above
 */
export function transportTable(flows: readonly TransportFlow[], price = 0.05): TransportRow[] {
  const labels = [...new Set(flows.map(({ prices }) => JSON.stringify(prices)))];
  return labels.map((label) => {
    const alike = flows.filter(({ prices }) => JSON.stringify(prices) === label);
    const meanOf = (estimates: readonly Estimate[]): Estimate =>
      estimates.length === 1 ? estimates[0] : meanEstimate(estimates.map(({ value }) => value));
    const means = measures.map((name) => [name, meanOf(alike.map((flow) => flow[name]))] as const);
    return {
      prices: alike[0].prices,
      ...(Object.fromEntries(means) as Pick<TransportFlow, (typeof measures)[number]>),
      total: meanOf(alike.map(({ divergence, action }) => weightedSum(divergence, action, price))),
    };
  });
}

function weightedSum(divergence: Estimate, action: Estimate, price: number): Estimate {
  return {
    value: divergence.value + price * action.value,
    standardError: divergence.standardError + price * action.standardError,
  };
}
