import { checkCount, type Matrix, type Vector, vector } from '../array/index.js';
import { conjugateGradients } from '../linear-algebra/index.js';
import type { GridCost, GridDual } from './grid-cost.js';
import { gridLaws, gridValues } from './grid-dynamics.js';
import { gridResponse } from './grid-response.js';
import { checkMasses, type GridDynamics } from './grid-walk.js';
import { checkAllPositive } from './number-check.js';

/** A mean-field game on a grid. */
export interface GridGameOptions extends GridDynamics {
  /** Masses of ρ₀, [n]. */
  readonly start: Vector;
  /** G. */
  readonly terminal: GridCost;
  /** Largest root mean square, under ρ_T, of U(·, T) less the first variation of G at ρ_T; 1e-10 when left out. */
  readonly tolerance?: number;
  /** U(·, T) before the first round, [n]; 0 when left out. That of a game with less weight on its end leads on to one with more. */
  readonly guess?: Vector;
  /** Rounds of Newton's method at most; 60 when left out. */
  readonly roundLimit?: number;
}

/** The equilibrium of a game on a grid; row k of a matrix is the time k T/stepCount. */
export interface GridGame {
  /** Masses, [stepCount + 1, n]. */
  readonly laws: Matrix;
  /** U, [stepCount + 1, n]. */
  readonly values: Matrix;
  /** E ∫ (½v² + ℓ) dt, as the walk on the grid pays it. */
  readonly pathCost: number;
  /** G(ρ_T). */
  readonly terminalCost: number;
  /** The least of their sum over all controls of the walk. */
  readonly totalCost: number;
  /** Rounds of Newton's method. */
  readonly rounds: number;
  /** What is left of the condition at the end, as `tolerance` measures it. */
  readonly residual: number;
}

/** Shares of a Newton step that are tried are above this one. */
const SMALLEST_SHARE = 1e-6;

/** Both equations solved from one U(·, T). */
interface Attempt {
  readonly end: Vector;
  readonly values: Matrix;
  readonly laws: Matrix;
  /** E U(X₀, 0) − G*(U(·, T)), which the equilibrium makes largest. */
  readonly dualValue: number;
}

/**
 * The mean-field game on a grid of the line or the circle: the least of E ∫₀ᵀ (½v² + ℓ(X)) dt + G(ρ_T) over velocities v(x, t), with
 * dX = (b + v) dt + σ dW and X₀ ~ ρ₀. Two equations that meet at T,
 *
 *     −∂ₜU = b∂ₓU − ½(∂ₓU)² + ½σ²∂ₓₓU + ℓ,  U(·, T) = δG/δρ(ρ_T),
 *     ∂ₜρ = −∂ₓ((b − ∂ₓU)ρ) + ½σ²∂ₓₓρ,      ρ(·, 0) = ρ₀.
 *
 * The scheme is the exact game of a walk on the grid (`gridValues`): values and laws are adjoint, E U(X₀, 0) is the cost of the paths and
 * E U(X_T, T) together, to rounding. The condition at T is solved by Newton's method, its linear equations by conjugate
 * gradients. The equilibrium maximises the concave E U(X₀, 0) − G*(U(·, T)): steps that would lower it are halved.
 * @throws RangeError when an argument is out of range; Error when the condition at T does not hold after the last round
 * Cost: 4 to 10 rounds, each some 10 to 50 passes over points and steps.
 */
export function gridGame({
  start,
  terminal,
  guess = vector(start.length),
  tolerance = 1e-10,
  roundLimit = 60,
  ...dynamics
}: GridGameOptions): GridGame {
  checkMasses('gridGame: start', start, dynamics.grid.points.length);
  checkAllPositive('gridGame', { tolerance });
  checkCount('gridGame: roundLimit', roundLimit, 1);
  const { dual } = terminal;
  let now = attempt({ start, dynamics, dual }, dual ? guess : terminal.variation(start));
  for (let rounds = 0; ; rounds++) {
    const last = now.laws.row(dynamics.stepCount);
    const { gap, residual } = gapOf(now, last, terminal);
    if (residual <= tolerance) {
      const { end, laws, values } = now;
      const terminalCost = terminal.value(last);
      const pathCost = meanOf(start, values.row(0)) - meanOf(last, end);
      return { laws, values, pathCost, terminalCost, totalCost: pathCost + terminalCost, rounds, residual };
    }
    const next = dual && rounds < roundLimit ? improved(now, { start, dynamics, dual }, { gap, residual }) : undefined;
    if (!next) {
      throw new Error(
        `gridGame: U(·, T) is still ${residual} nats from the first variation of the terminal cost after ${rounds} rounds; ` +
          'take more steps, more rounds, a smaller range, a larger tolerance, or the guess of a game with less weight on its end',
      );
    }
    now = next;
  }
}

/** What does not change between rounds. */
interface Setting {
  readonly start: Vector;
  readonly dynamics: GridDynamics;
  readonly dual: GridDual | undefined;
}

function attempt({ start, dynamics, dual }: Setting, end: Vector): Attempt {
  const values = gridValues(dynamics, end);
  const laws = gridLaws(dynamics, start, values);
  return { end, values, laws, dualValue: meanOf(start, values.row(0)) - (dual?.value(end) ?? 0) };
}

/** One round of Newton's method; undefined where no step improves the dual. */
function improved(
  { end, values, laws, dualValue }: Attempt,
  setting: Setting & { readonly dual: GridDual },
  { gap, residual }: Gap,
): Attempt | undefined {
  const { dynamics, dual } = setting;
  const last = laws.row(dynamics.stepCount);
  const response = gridResponse(dynamics, { values, laws, weight: dual.weight });
  const change = conjugateGradients(
    response,
    last.map((mass, i) => (mass * gap[i]) / dual.weight),
    { tolerance: Math.min(0.1, Math.max(1e-6, residual / dual.weight)), stepLimit: 200 },
  );
  const rounding = 1e-13 * (1 + Math.abs(dualValue) + dual.weight);
  for (let share = 1; share > SMALLEST_SHARE; share /= 2) {
    const next = attempt(
      setting,
      end.map((value, i) => value + share * change[i]),
    );
    if (next.dualValue >= dualValue - rounding) return next;
  }
  return undefined;
}

/** The first variation of G at ρ_T less U(·, T), and its root mean square under ρ_T. */
interface Gap {
  readonly gap: Vector;
  readonly residual: number;
}

function gapOf({ end }: Attempt, last: Vector, terminal: GridCost): Gap {
  const gap = terminal.variation(last).map((value, i) => value - end[i]);
  return { gap, residual: Math.sqrt(gap.reduce((sum, value, i) => sum + last[i] * value * value, 0)) };
}

function meanOf(masses: Vector, values: Vector): number {
  return masses.reduce((sum, mass, i) => sum + mass * values[i], 0);
}
