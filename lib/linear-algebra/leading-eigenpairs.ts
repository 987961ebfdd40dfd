import { type Matrix, matrix } from '../array/index.js';
import { cos, sin } from '../special/index.js';
import type { SymmetricOperator } from './lanczos.js';
import { tridiagonalEigenpairs } from './tridiagonal.js';
import { addScaled, dot, norm, scaleTo } from './vector-arithmetic.js';

/** The largest eigenvalues of a symmetric operator and their eigenvectors. */
export interface Eigenpairs {
  /** In decreasing order, [count]. */
  readonly values: Float64Array;
  /** Unit eigenvectors as rows, [count, order]; of either sign. */
  readonly vectors: Matrix;
}

/** Up to this order all eigenvectors are found, whether or not eigenvalues coincide. */
const SMALL_ORDER = 256;

/**
 * The leading eigenpairs of a symmetric operator, by Lanczos' method with every vector kept orthogonal to all before
 * it.
 *
 * Residuals are at most 1e-13 of the largest eigenvalue in size. Above order 256 a multiple eigenvalue may be
 * found once: a Krylov space contains only one of its eigenvectors.
 * @param count from 1 to order
 * @throws RangeError when count is no whole number in that range
 * Cost: m products, O(order · m²) and O(m³), where m is the order when small, else a few times count.
 */
export function leadingEigenpairs(apply: SymmetricOperator, order: number, count: number): Eigenpairs {
  if (!Number.isInteger(count) || count < 1 || count > order) {
    throw new RangeError(`leadingEigenpairs: count expects a whole number from 1 to ${order}, the order, got ${count}`);
  }
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const side: number[] = [];
  const v = new Float64Array(order);
  // A fixed start with a part along every coordinate: an eigenvector orthogonal to it, which would be missed, is
  // unlikely.
  for (let i = 0; i < order; i++) v[i] = 1 + 0.5 * sin(12.9898 * (i + 1)) + cos(78.233 * i * i);
  let next = unitPart(v, basis) ?? freshDirection(basis, order);
  let nextLook = order <= SMALL_ORDER ? order : 2 * count + 20;
  for (let m = 1; ; m++) {
    basis.push(next);
    const w = new Float64Array(order);
    apply(next, w);
    diagonal.push(dot(next, w));
    orthogonalise(w, basis);
    const length = norm(w);
    if (m === order || m === nextLook) {
      const small = smallEigenpairs(diagonal, side);
      const ranks = Array.from(small.values.keys())
        .sort((a, b) => small.values[b] - small.values[a])
        .slice(0, count);
      const scale = Math.max(...small.values.map(Math.abs));
      if (m === order || ranks.every((i) => length * Math.abs(small.vectors.row(i)[m - 1]) <= 1e-13 * scale)) {
        return expand(small, ranks, basis, order);
      }
      nextLook = Math.min(order, Math.ceil(1.3 * nextLook));
    }
    const exhausted = length < 1e-13 * Math.max(...diagonal.map(Math.abs), ...side, 1e-300);
    side.push(exhausted ? 0 : length);
    if (!exhausted) scaleTo(w, 1 / length);
    next = exhausted ? freshDirection(basis, order) : w;
  }
}

/** Eigenvectors of the tridiagonal matrix in the coordinates of the operator. */
function expand(
  small: Eigenpairs,
  ranks: readonly number[],
  basis: readonly Float64Array[],
  order: number,
): Eigenpairs {
  const vectors = matrix(ranks.length, order);
  ranks.forEach((i, k) => {
    basis.forEach((u, j) => {
      addScaled(vectors.row(k), u, small.vectors.row(i)[j]);
    });
    scaleTo(vectors.row(k), 1 / norm(vectors.row(k)));
  });
  return { values: Float64Array.from(ranks, (i) => small.values[i]), vectors };
}

/** Makes w orthogonal to the basis; two rounds are enough for orthogonality to rounding (Kahan and Parlett). */
function orthogonalise(w: Float64Array, basis: readonly Float64Array[]): void {
  for (let round = 0; round < 2; round++) for (const u of basis) addScaled(w, u, -dot(u, w));
}

/** The direction of w outside the span of the basis; undefined when nothing of w is outside. */
function unitPart(w: Float64Array, basis: readonly Float64Array[]): Float64Array | undefined {
  const before = norm(w);
  orthogonalise(w, basis);
  const length = norm(w);
  if (!(length > 1e-8 * before)) return undefined;
  scaleTo(w, 1 / length);
  return w;
}

/** A unit vector orthogonal to fewer than `order` others: the part of some coordinate axis outside of their span. */
function freshDirection(basis: readonly Float64Array[], order: number): Float64Array {
  for (let i = 0; i < order; i++) {
    const axis = new Float64Array(order);
    axis[i] = 1;
    const direction = unitPart(axis, basis);
    if (direction) return direction;
  }
  throw new RangeError(`leadingEigenpairs: apply expects to map ${order} finite numbers to finite numbers, got others`);
}

/** Eigenpairs of the tridiagonal matrix, in no order. */
function smallEigenpairs(diagonal: readonly number[], side: readonly number[]): Eigenpairs {
  const order = diagonal.length;
  const values = Float64Array.from(diagonal);
  const off = new Float64Array(order);
  for (let i = 0; i < order - 1; i++) off[i] = side[i];
  const vectors = matrix(order, order);
  tridiagonalEigenpairs(values, off, vectors.data);
  return { values, vectors };
}
