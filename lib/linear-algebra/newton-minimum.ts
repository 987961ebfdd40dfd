/** Newton's step from a point: where the model of second order is least. */
export interface NewtonStep {
  /** H⁻¹ times the gradient; the step goes to the point less this. */
  readonly step: Float64Array;
  /** Gradient times step: twice the decrease that the model promises. */
  readonly decrement: number;
}

/** A smooth function of few variables, convex or with steps that descend where it is not. */
export interface ConvexObjective {
  /** Not finite at points out of bounds. */
  value(point: Float64Array): number;
  /** The step from a point where the value is finite. */
  newton(point: Float64Array): NewtonStep;
}

/** The point at which a search ended. */
export interface NewtonMinimum {
  readonly point: Float64Array;
  /** Whether the decrement fell until rounding alone was left of it. */
  readonly converged: boolean;
}

const ITERATIONS = 300;
const HALVINGS = 60;
/** Below this decrement full steps are taken, which square it, until it no longer falls. */
const SETTLED = 1e-12;
/** Armijo's constant: least share of the promised decrease. */
const DECREASE = 1e-4;
/** Rounding error of the value, relative. */
const ROUNDING = 1e-13;

/**
 * The minimum of a smooth function by Newton's method, halving steps that leave its domain or do not descend.
 * @param start a point where the value is finite; not changed
 * Cost: 10 to 60 Newton steps, and as many values and more.
 */
export function newtonMinimum({ value, newton }: ConvexObjective, start: Float64Array): NewtonMinimum {
  let point: Float64Array = start.slice();
  let here = value(point);
  let best = Infinity;
  for (let round = 0; round < ITERATIONS; round++) {
    const { step, decrement } = newton(point);
    const settled = decrement < SETTLED;
    if (!(decrement >= 0) || (settled && decrement >= best)) return { point, converged: settled && decrement >= 0 };
    if (settled) best = decrement;
    let share = 1;
    for (let halving = 0; ; halving++) {
      const next = point.map((entry, k) => entry - share * step[k]);
      const found = value(next);
      const enough = found <= here - DECREASE * share * decrement + ROUNDING * Math.abs(here);
      if (enough || (settled && Number.isFinite(found))) {
        [point, here] = [next, found];
        break;
      }
      if (halving === HALVINGS) return { point, converged: false };
      share /= 2;
    }
  }
  return { point, converged: false };
}
