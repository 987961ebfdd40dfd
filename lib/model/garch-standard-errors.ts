import { type Matrix, matrix, matrixOf, type Vector, vector, vectorOf } from '../array/index.js';
import { factoriseDense } from '../linear-algebra/index.js';
import {
  DERIVATIVES,
  type GarchLaw,
  isAutoregressive,
  lawOf,
  logLikelihoodGradient,
  vectorOfLaw,
} from './garch-likelihood.js';
import type { VarianceStart } from './garch-variance.js';

/**
 * Square roots of the diagonals of H⁻¹ and of H⁻¹(Σ gg')H⁻¹, H the Hessian of the negative log-likelihood in the
 * parameters that are not at an edge, g the gradient of one value's term. In the order of `DERIVATIVES`; NaN where
 * there is none.
 * Cost: two gradients per parameter.
 */
export function standardErrorsOf(
  path: Vector,
  law: GarchLaw,
  start: VarianceStart,
  atEdge: readonly string[],
): { plain: Vector; robust: Vector } {
  const at = vectorOfLaw(law);
  const inner = DERIVATIVES.map((_, i) => i).filter((i) => !Number.isNaN(at[i]) && !atEdge.includes(DERIVATIVES[i]));
  const plain = vector(DERIVATIVES.length).fill(NaN);
  const robust = vector(DERIVATIVES.length).fill(NaN);
  const slopesAt = (i: number, value: number): Vector => {
    const moved = vectorOf(at);
    moved[i] = value;
    const slopes = vector(DERIVATIVES.length);
    logLikelihoodGradient(path, lawOf(moved, isAutoregressive(law)), start, slopes);
    return slopes;
  };
  // Central differences of exact gradients lose a third of the sixteen digits: ten are left.
  const hessian = matrix(inner.length, inner.length);
  inner.forEach((i, row) => {
    const step = 1e-5 * Math.max(Math.abs(at[i]), 1e-2);
    const [above, below] = [slopesAt(i, at[i] + step), slopesAt(i, at[i] - step)];
    inner.forEach((j, column) => {
      const entry = (below[j] - above[j]) / (2 * step);
      hessian.row(row)[column] += 0.5 * entry;
      hessian.row(column)[row] += 0.5 * entry;
    });
  });
  const inverse = inverseOfPositive(hessian);
  if (inverse === undefined) return { plain, robust };
  const outer = matrix(DERIVATIVES.length, DERIVATIVES.length);
  logLikelihoodGradient(path, law, start, vector(DERIVATIVES.length), outer);
  inner.forEach((i, row) => {
    const column = inverse.row(row);
    plain[i] = Math.sqrt(column[row]);
    let sum = 0;
    inner.forEach((a, p) => {
      inner.forEach((b, q) => {
        sum += column[p] * outer.row(a)[b] * column[q];
      });
    });
    robust[i] = Math.sqrt(sum);
  });
  return { plain, robust };
}

/** The inverse of a symmetric matrix, undefined when it is not positive definite. */
function inverseOfPositive(from: Matrix): Matrix | undefined {
  const order = from.rowCount;
  // It is positive definite when the determinants of all its corners are positive (Sylvester).
  const corners = Array.from({ length: order }, (_, last) =>
    factoriseDense(matrixOf(Array.from({ length: last + 1 }, (_, i) => from.row(i).slice(0, last + 1)))),
  );
  if (corners.some(({ logDeterminant }) => logDeterminant.sign !== 1)) return undefined;
  const inverse = matrix(order, order);
  for (let i = 0; i < order; i++) {
    inverse.row(i)[i] = 1;
    corners[order - 1].solve(inverse.row(i));
  }
  return inverse;
}
