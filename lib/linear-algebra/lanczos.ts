/** Applies a symmetric operator: writes A v into `out`. */
export type SymmetricOperator = (v: Float64Array, out: Float64Array) => void;

/** Smallest and largest eigenvalue. */
export interface SpectralRange {
  readonly smallest: number;
  readonly largest: number;
}

/**
 * The extremal eigenvalues of a symmetric operator, by Lanczos' method with full reorthogonalisation.
 * Accurate to about 1e-10 of the spectrum's width. Cost: m products and O(order · m²) for m steps; m is at most the
 * order and far less where the ends of the spectrum stand apart.
 */
export function spectralRange(apply: SymmetricOperator, order: number): SpectralRange {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const side: number[] = [];
  let v: Float64Array = new Float64Array(order);
  // A fixed start with a share of every coordinate; eigenvectors orthogonal to it would be a coincidence.
  for (let i = 0; i < order; i++) v[i] = 1 + 0.5 * Math.sin(12.9898 * (i + 1)) + Math.cos(78.233 * i * i);
  scaleTo(v, 1 / norm(v));
  let previous: SpectralRange | undefined;
  for (let m = 1; m <= order; m++) {
    basis.push(v);
    const w = new Float64Array(order);
    apply(v, w);
    diagonal.push(dot(v, w));
    // Twice is enough (Kahan, Parlett).
    for (let round = 0; round < 2; round++) for (const u of basis) addScaled(w, u, -dot(u, w));
    const length = norm(w);
    const exhausted = m === order || length < 1e-13 * Math.max(...diagonal.map(Math.abs), 1e-300);
    if (exhausted || m % 24 === 0) {
      const range = tridiagonalRange(diagonal, side);
      const width = range.largest - range.smallest;
      const moved = previous && Math.max(previous.smallest - range.smallest, range.largest - previous.largest);
      if (exhausted || (moved !== undefined && moved <= 1e-12 * width)) return range;
      previous = range;
    }
    side.push(length);
    scaleTo(w, 1 / length);
    v = w;
  }
  return { smallest: 0, largest: 0 };
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

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

function scaleTo(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}
