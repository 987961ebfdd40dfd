import { type Matrix, type Vector, vector } from '../array/index.js';
import { neighbourResolvent } from '../grid/index.js';
import { edgeCount, type GridDynamics, gridWalk } from './grid-walk.js';

/** Where the answer of a game's paths to U(·, T) is computed. */
export interface ResponsePoint {
  /** [stepCount + 1, n] both. */
  readonly values: Matrix;
  readonly laws: Matrix;
  /** w of the terminal cost. */
  readonly weight: number;
}

/** How ρ_T answers to U(·, T), and what a Newton step needs of it. */
export interface GridResponse {
  /** −δρ_T for a change of U(·, T) by φ, and ρ_T φ/w: symmetric and positive, [n]. */
  apply(change: Vector): Vector;
  /** An approximate inverse of the same, symmetric and positive. */
  precondition(masses: Vector): Vector;
}

/**
 * The answer of the paths of a game, to first order: those that see U(·, T) rise by φ see U rise by E[φ(X_T)|X_t = x] before, and turn away.
 * Cost: one factorisation per step, and per application two passes over points and steps.
 */
export function gridResponse(dynamics: GridDynamics, { values, laws, weight }: ResponsePoint): GridResponse {
  const walk = gridWalk('gridGame', dynamics);
  const { pointCount: n, step } = walk;
  const { stepCount } = dynamics;
  const last = laws.row(stepCount);
  const resolvents = Array.from({ length: stepCount }, (_, k) => walk.resolvent(values.row(k)));
  const conductances = resolvents.map((_, k) => walk.conductances(values.row(k), laws.row(k + 1)));
  return {
    apply(change) {
      const changes: Vector[] = [];
      let now = change;
      for (let k = stepCount - 1; k >= 0; k--) {
        now = now.slice();
        resolvents[k].backward(now);
        changes[k] = now;
      }
      const moved = vector(n);
      for (let k = 0; k < stepCount; k++) {
        const [now, edges] = [changes[k], conductances[k]];
        for (let e = 0; e < edges.length; e++) {
          const end = walk.endOf(e);
          const flow = step * edges[e] * (now[end] - now[e]);
          moved[e] -= flow;
          moved[end] += flow;
        }
        resolvents[k].forward(moved);
      }
      return moved.map((mass, i) => mass + (last[i] * change[i]) / weight);
    },
    precondition: preconditioner(dynamics, { last, weight }),
  };
}

/**
 * The inverse of what the response is for fast waves: with L = −ρ_T⁻¹∂ₓ(ρ_T ∂ₓ) it is near to (ρ_T/w)(1 + wTL(1 + σ²TL)⁻¹).
 */
function preconditioner(
  { grid, noise, duration }: GridDynamics,
  { last, weight }: { readonly last: Vector; readonly weight: number },
): (masses: Vector) => Vector {
  const n = last.length;
  const edges = edgeCount(grid);
  const square = grid.spacing * grid.spacing;
  const between = vector(edges).map((_, e) => (0.5 * (last[e] + last[e + 1 < n ? e + 1 : 0])) / square);
  const rates = {
    up: between.map((mass, e) => mass / last[e]),
    down: between.map((mass, e) => mass / last[e + 1 < n ? e + 1 : 0]),
  };
  const total = noise * noise + weight;
  const share = (noise * noise) / total;
  const { backward } = neighbourResolvent(rates, { pointCount: n, step: total * duration });
  return (masses) => {
    const plain = masses.map((mass, i) => (weight * mass) / last[i]);
    const smooth = plain.slice();
    backward(smooth);
    return smooth.map((value, i) => value + share * (plain[i] - value));
  };
}
