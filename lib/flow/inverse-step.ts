import { type Ensemble, ensemble } from '../array/index.js';
import type { Flow } from './flow.js';
import { initialize, inspect, pathForces } from './step.js';

/** When the iteration towards the inverse of a step ends. */
export interface InverseStepOptions {
  /** Largest change of a value, relative to 1 plus the given value's size, at which the iteration ends; 1e-13 when left out. */
  readonly tolerance?: number;
  /** Iterations after which it gives up; 200 when left out. */
  readonly iterations?: number;
}

/**
 * The paths that a step moves to the given ones: the fixed point of x ↦ y + c Jᵀ(x)(Φ̄(x) − α), iterated from y.
 *
 * Paper: section 3.2, the step as a contractive residual flow. The iteration converges where the step's gradient part
 * contracts, that is where γ∇²L has all eigenvalues below 1 in size; there the answer is the only one nearby.
 * @param flow without a constraint
 * @param paths y, [N, d], ensembles as the flow couples them; not changed
 * @returns x, [N, d]
 * @throws TypeError when the flow has a constraint; RangeError when the iteration does not converge
 * Cost: one evaluation and one pullback per iteration; the error falls by the largest eigenvalue's size each time.
 */
export function inverseStep(
  flow: Flow,
  paths: Ensemble,
  { tolerance = 1e-13, iterations = 200 }: InverseStepOptions = {},
): Ensemble {
  if (flow.constraint !== undefined) {
    throw new TypeError(
      'inverseStep: flow expects no constraint, got one; a step that keeps values in place has no inverse',
    );
  }
  const { pathCount, shape, data: moved } = paths;
  let x = paths;
  let change = NaN;
  for (let i = 0; i < iterations; i++) {
    const { meanEnergies } = inspect(flow, initialize(flow, x));
    const { data: slope } = flow.energy.pullback(x, pathForces(flow, meanEnergies, x));
    const next = moved.map((value, at) => value + slope[at]);
    change = next.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - x.data[at]) / (1 + Math.abs(moved[at]))),
      0,
    );
    // Values that grow without bound would overflow the energy of the next iteration.
    if (!(change < 1e3)) break;
    x = ensemble(pathCount, shape, next);
    if (change <= tolerance) return x;
  }
  throw new RangeError(
    `inverseStep: values still change by ${change.toPrecision(2)} after at most ${iterations} iterations, expected at most ${tolerance}; ` +
      `the step is no contraction here: take a step size below ${flow.stepSize}`,
  );
}
