import { cos, sin } from '../special/index.js';
import { addScaled, dot, norm, scaleTo } from './vector-arithmetic.js';

/** Applies a symmetric operator: writes A v into `out`. */
export type SymmetricOperator = (v: Float64Array, out: Float64Array) => void;

/** Smallest and largest eigenvalue. */
export interface SpectralRange {
  readonly smallest: number;
  readonly largest: number;
}

/**
 * Up to this order every vector is made orthogonal to all earlier ones, so that as many steps as the order are exact.
 */
const SMALL_ORDER = 256;

/**
 * The extremal eigenvalues of a symmetric operator, by Lanczos' method.
 *
 * Accurate to about 1e-10 of the spectrum's width. Above order 256 vectors are not made orthogonal again: copies of
 * eigenvalues then appear inside the spectrum, and its ends stay right to rounding (Paige 1980).
 * Cost: m products and O(order · m) for m steps, O(order · m²) up to order 256; m is far less than the order where the
 * eigenvalues at the ends of the spectrum are well separated, else up to a few times the order.
 */
export function spectralRange(apply: SymmetricOperator, order: number): SpectralRange {
  const small = order <= SMALL_ORDER;
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const side: number[] = [];
  let v: Float64Array = new Float64Array(order);
  // A fixed start with a part along every coordinate: an eigenvector orthogonal to it, which would be missed, is
  // unlikely.
  for (let i = 0; i < order; i++) v[i] = 1 + 0.5 * sin(12.9898 * (i + 1)) + cos(78.233 * i * i);
  scaleTo(v, 1 / norm(v));
  let before: Float64Array = new Float64Array(order);
  let previous: SpectralRange | undefined;
  let nextLook = 24;
  const most = small ? order : 8 * order;
  for (let m = 1; ; m++) {
    const w = new Float64Array(order);
    apply(v, w);
    diagonal.push(dot(v, w));
    if (small) {
      basis.push(v);
      // Two rounds are enough for orthogonality to rounding (Kahan and Parlett).
      for (let round = 0; round < 2; round++) for (const u of basis) addScaled(w, u, -dot(u, w));
    } else {
      if (m > 1) addScaled(w, before, -side[m - 2]);
      addScaled(w, v, -diagonal[m - 1]);
    }
    const length = norm(w);
    const exhausted = m === most || length < 1e-13 * Math.max(...diagonal.slice(0, 64).map(Math.abs), 1e-300);
    if (exhausted || m === nextLook) {
      const range = tridiagonalRange(diagonal, side);
      const width = range.largest - range.smallest;
      const moved = previous && Math.max(previous.smallest - range.smallest, range.largest - previous.largest);
      if (exhausted || (moved !== undefined && moved <= 1e-12 * width)) return range;
      previous = range;
      nextLook = Math.ceil(1.4 * nextLook);
    }
    side.push(length);
    scaleTo(w, 1 / length);
    before = v;
    v = w;
  }
}

/** Extremal eigenvalues of a symmetric tridiagonal matrix by bisection on the count of negative pivots. */
function tridiagonalRange(diagonal: number[], side: number[]): SpectralRange {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < diagonal.length; i++) {
    const radius = (i > 0 ? Math.abs(side[i - 1]) : 0) + (i < diagonal.length - 1 ? Math.abs(side[i]) : 0);
    low = Math.min(low, diagonal[i] - radius);
    high = Math.max(high, diagonal[i] + radius);
  }
  const countBelow = (x: number): number => {
    let count = 0;
    let pivot = 1;
    for (let i = 0; i < diagonal.length; i++) {
      pivot = diagonal[i] - x - (i > 0 ? (side[i - 1] * side[i - 1]) / pivot : 0);
      if (pivot === 0) pivot = 1e-300;
      if (pivot < 0) count++;
    }
    return count;
  };
  const bisect = (wanted: number): number => {
    let a = low;
    let b = high;
    for (let round = 0; round < 120 && b - a > 1e-16 * (high - low); round++) {
      const middle = 0.5 * (a + b);
      if (countBelow(middle) >= wanted) b = middle;
      else a = middle;
    }
    return 0.5 * (a + b);
  };
  return { smallest: bisect(1), largest: bisect(diagonal.length) };
}
