import { checkLength, type Vector, vector } from '../array/index.js';

/**
 * Rates of a Markov process in continuous time that jumps between neighbours, 0 or above, per unit of time. Edge e joins the points e and
 * e + 1; on a circle of n points there are n edges, the last of which joins n − 1 and 0; on a line there are n − 1.
 */
export interface NeighbourRates {
  /** Rate of e → e + 1, [edges]. */
  readonly up: Vector;
  /** Rate of e + 1 → e, [edges]. */
  readonly down: Vector;
}

/** (I − τA)⁻¹, A the generator of a process on n points: one implicit step. */
export interface Resolvent {
  /** Replaces a function f on the points by (I − τA)⁻¹ f, its mean after an exponential time of mean τ, [n]. */
  backward(values: Vector): void;
  /** Replaces masses μ by μ (I − τA)⁻¹, [n]: they stay positive, and their sum stays what it is up to rounding. */
  forward(masses: Vector): void;
}

/**
 * Factorises I − τA for a process that jumps between neighbours of a line or a circle.
 *
 * The rows of I − τA add to 1 and have no positive entry beside the diagonal. Elimination keeps the row sums in place of the diagonal,
 * so that nothing is ever subtracted: every number stays positive, to full relative precision, for any rates and τ.
 * Source: Grassmann, Taksar and Heyman (1985), elimination for Markov chains.
 * @param options.pointCount n, whole number from 3
 * @param options.step τ, 0 or above
 * @throws RangeError when there are neither n − 1 nor n edges, or as many up as down
 * Cost: O(n), and O(n) per solve.
 */
export function neighbourResolvent(
  { up, down }: NeighbourRates,
  { pointCount: n, step }: { readonly pointCount: number; readonly step: number },
): Resolvent {
  if ((up.length !== n && up.length !== n - 1) || n < 3) {
    throw new RangeError(
      `neighbourResolvent: rates expect ${n - 1} edges for a line of ${n} points, ${n} for a circle, got ${up.length}; ` +
        'at least three points are needed',
    );
  }
  checkLength('neighbourResolvent: down', down, up.length);
  const last = n - 1;
  const closed = up.length === n;
  // Row i < last reads, once the columns before i are eliminated: pivots[i] on the diagonal, −next[i] at i + 1 and −far[i] at `last`.
  const [pivots, next, far] = [vector(n), vector(last), vector(last)];
  // Multiples of row i that were added to row i + 1, and to row `last`.
  const [toNext, toLast] = [vector(last), vector(last)];
  let [sum, lastSum, coupling] = [1, 1, closed ? step * up[last] : 0];
  let reach = closed ? step * down[last] : 0;
  for (let i = 0; i < last; i++) {
    const nearLast = i === last - 1;
    if (nearLast) {
      reach += step * up[i];
      coupling += step * down[i];
    }
    next[i] = nearLast ? 0 : step * up[i];
    far[i] = reach;
    pivots[i] = sum + next[i] + reach;
    toLast[i] = coupling / pivots[i];
    lastSum += toLast[i] * sum;
    if (nearLast) break;
    toNext[i] = (step * down[i]) / pivots[i];
    coupling = toLast[i] * next[i];
    reach *= toNext[i];
    sum = 1 + toNext[i] * sum;
  }
  pivots[last] = lastSum;
  return {
    backward(values) {
      checkLength('neighbourResolvent.backward: values', values, n);
      for (let i = 0; i < last; i++) {
        values[i + 1] += toNext[i] * values[i];
        values[last] += toLast[i] * values[i];
      }
      const end = values[last] / lastSum;
      values[last] = end;
      for (let i = last - 1; i >= 0; i--) values[i] = (values[i] + next[i] * values[i + 1] + far[i] * end) / pivots[i];
    },
    forward(masses) {
      checkLength('neighbourResolvent.forward: masses', masses, n);
      let end = masses[last];
      for (let i = 0; i < last; i++) {
        if (i > 0) masses[i] += next[i - 1] * masses[i - 1];
        masses[i] /= pivots[i];
        end += far[i] * masses[i];
      }
      end /= lastSum;
      masses[last] = end;
      for (let i = last - 1; i >= 0; i--) masses[i] += toNext[i] * masses[i + 1] + toLast[i] * end;
    },
  };
}
