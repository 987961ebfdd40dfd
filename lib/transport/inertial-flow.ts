import { vectorOf } from '../array/index.js';
import { solveDifferentialEquation } from '../linear-algebra/index.js';
import { exp, log } from '../special/index.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';

/** An accelerated gradient flow of normal laws. */
export interface InertialFlowOptions {
  /** s₀ > 0, in the units of the paths; the flow starts at rest. */
  readonly start: number;
  /** a, 0 or above, per unit of time. */
  readonly damping: number;
  /** From 0 on, in rising order; time is in units of the paths. */
  readonly times: readonly number[];
  /** Q > 0 of the target N(0, Q); 1 when left out. */
  readonly targetVariance?: number;
}

/** The law N(0, s²) of an inertial flow at one time. */
export interface InertialState {
  /** s > 0. */
  readonly deviation: number;
  /** ds/dt. */
  readonly velocity: number;
}

const TOLERANCE = 1e-13;

/**
 * The accelerated gradient flow of D(·‖N(0, Q)) on centred normal laws, ẍ + aẋ + ∂ₓ ln(ρ/π) = 0 for every path:
 * s̈ + aṡ + s/Q − 1/s = 0, s(0) = s₀, ṡ(0) = 0. The energy ½ṡ² + D never rises. Coordinates along the common eigenvectors of covariances
 * move independently.
 *
 * The equation is solved in ln s, in which a deviation near 0 keeps its digits.
 * @returns the states at the times
 * @throws RangeError when an option is out of range, or the flow turns too sharply to be followed: a deviation that falls towards 0 with
 * the speed u turns within a time of about s/u, and s falls like e^{−u²/2}
 * Cost: some hundred to some thousand evaluations of the equation.
 */
export function inertialFlow({ start, damping, times, targetVariance = 1 }: InertialFlowOptions): InertialState[] {
  checkInertial({ start, damping, times, targetVariance });
  const unit = Math.sqrt(targetVariance);
  // Deviations and times in units of √Q.
  const states = solved(
    { start: start / unit, damping: damping * unit, times: times.map((time) => time / unit) },
    (message) =>
      new RangeError(
        `inertialFlow: the flow from ${start} with damping ${damping} cannot be followed by steps of double precision ` +
          `(${message}); start nearer to the target's deviation ${unit}, or take a damping nearer to ${2 / unit}`,
      ),
  );
  return states.map(({ deviation, velocity }) => ({ deviation: unit * deviation, velocity }));
}

/** The flow to N(0, 1). */
function solved(
  { start, damping, times }: Pick<InertialFlowOptions, 'start' | 'damping' | 'times'>,
  failure: (message: string) => RangeError,
): InertialState[] {
  try {
    const rows = solveDifferentialEquation(
      (_, [z, velocity], out) => {
        const inverse = exp(-z);
        out[0] = velocity * inverse;
        out[1] = inverse - exp(z) - damping * velocity;
      },
      vectorOf([log(start), 0]),
      [0, ...times],
      { tolerance: TOLERANCE },
    );
    return rows.slice(1).map(([z, velocity]) => ({ deviation: exp(z), velocity }));
  } catch (error) {
    throw error instanceof RangeError ? failure(error.message) : error;
  }
}

function checkInertial({ start, damping, times, targetVariance }: Required<InertialFlowOptions>): void {
  checkAllPositive('inertialFlow', { start, targetVariance });
  checkNoneNegative('inertialFlow', { damping });
  times.forEach((time, i) => {
    if (time >= (times[i - 1] ?? 0) && time < Infinity) return;
    throw new RangeError(
      `inertialFlow: times expects finite numbers from 0 in rising order, got ${time} after ${times[i - 1] ?? 0}; sort them`,
    );
  });
}
