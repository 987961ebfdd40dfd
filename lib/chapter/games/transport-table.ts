import type { Ensemble } from '../../array/index.js';
import { gaussianMixture } from '../../model/index.js';
import type { PotentialFlow } from '../../neural/index.js';
import { key } from '../../random/index.js';
import { hypot, squared } from '../../special/index.js';
import { type Estimate, mean, meanEstimate } from '../../statistics/index.js';
import {
  type FlowPrices,
  flowOf,
  type TransportFlow,
  type TransportFlowsData,
  type TransportFlowsParameters,
} from './transport-flows.js';

/**
 * What trained flows of one price come to: means over the trainings. All are judged by the same paths, so that a standard error has two
 * parts: that of the mean over trainings, and that of the mean over paths, which no number of trainings makes smaller.
 */
export interface TransportRow extends Record<(typeof measures)[number], Estimate> {
  readonly prices: FlowPrices;
  /** See `equationMiss`; its standard error is over trainings alone. */
  readonly miss: Estimate;
  /** `price` · ½ E ∫ ‖v‖² dt + D(law‖model), nats. */
  readonly total: Estimate;
}

const measures = ['divergence', 'action', 'detour', 'twist'] as const;

/** The paths by which misses are judged. */
const JUDGES = 200;

/**
 * Trained flows by their prices, in order.
 * @param price of ½ E ∫ ‖v‖² dt in the total, 0 or above
 * @throws RangeError when a price has fewer than two trainings
 */
export function transportTable(
  { data, parameters }: { readonly data: TransportFlowsData; readonly parameters: object },
  price = 0.05,
): TransportRow[] {
  const { components, width } = parameters as TransportFlowsParameters;
  const paths = gaussianMixture(components).sample(key(0), JUDGES);
  const labels = [...new Set(data.flows.map(({ prices }) => JSON.stringify(prices)))];
  return labels.map((label) => {
    const alike = data.flows.filter(({ prices }) => JSON.stringify(prices) === label);
    const meanOf = (of: (flow: TransportFlow) => Estimate): Estimate => {
      const { value, standardError } = meanEstimate(alike.map((flow) => of(flow).value));
      return { value, standardError: hypot(standardError, mean(alike.map((flow) => of(flow).standardError))) };
    };
    const [divergence, action, detour, twist] = measures.map((name) => meanOf((flow) => flow[name]));
    return {
      ...{ prices: alike[0].prices, divergence, action, detour, twist },
      miss: meanEstimate(alike.map((flow) => equationMiss(flowOf({ components, width }, flow), paths))),
      total: meanOf((flow) => ({
        value: flow.divergence.value + price * flow.action.value,
        standardError: flow.divergence.standardError + price * flow.action.standardError,
      })),
    };
  });
}

const MISS_STEPS = 8;

/**
 * How far U is from the equation ∂ₜU = ½‖∇U‖² along paths from time 0 to 1: the root of the mean, over time, of the variance of
 * ∂ₜU − ½‖∇U‖² over the paths. The mean over paths is left out, since a constant that is added to U and changes with time moves no path.
 * @param paths at time 0, two or more
 */
export function equationMiss(flow: PotentialFlow, paths: Ensemble): number {
  const { positions } = flow.carried(paths, { duration: 1, timeSteps: MISS_STEPS });
  let sum = 0;
  positions.forEach((at, i) => {
    const misses = flow.misses(at, i / MISS_STEPS);
    const centre = mean(misses);
    // The trapezoidal rule in time.
    const weight = (i === 0 || i === MISS_STEPS ? 0.5 : 1) / MISS_STEPS;
    sum += weight * mean(misses.map((value) => squared(value - centre)));
  });
  return Math.sqrt(sum);
}
