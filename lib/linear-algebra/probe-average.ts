import { addScaled } from './lanczos.js';
import { type LanczosQuadrature, product4, type RitzPair } from './lanczos-quadrature.js';

/** A settled quadrature and the probe it began with. */
export interface SettledProbe {
  readonly quadrature: LanczosQuadrature;
  /** v, [length]. */
  readonly probe: Float64Array;
  /** The signs that v was made of, in the basis that they were drawn in, [length]. */
  readonly signs: Float64Array;
}

/** Writes the coefficients of a vector in the orthonormal basis that signs are drawn in. */
export type Analysis = (vector: Float64Array, coefficients: Float64Array) => void;

/** What settled quadratures of independent probes say together. */
export interface ProbeAverage {
  /** Mean over the probes of v·ln|I − A|·v, each relieved of the eigenvectors that the others found. */
  readonly value: number;
  /** Variance that the quadratures' own errors and the products' rounding may add to the value. */
  readonly inaccuracy: number;
  /** Variance of one probe by itself, no eigenvalue that was found taken for less than one. */
  readonly alone: number;
  /** Variance of one probe relieved of eigenvectors. */
  readonly relieved: number;
  /** The part of 2‖ln|I − A|‖² that is no diagonal in the signs' basis: what of it is variance. As given, from one probe. */
  readonly share: number;
  /** Adds the mean over the probes of J(I − A)⁻¹Jᵀ, [K, K]. */
  addCoupling(out: Float64Array): void;
}

/** Of the squared norm, variance at the least: what is left of a difference of estimates. */
const LEAST_SHARE = 0.05;

/**
 * Averages probes. The eigenvectors that relieve a probe come from the others, so that it has not chosen them: then
 * ln|1 − θ|(1 − (u·v)²) has mean 0 for any unit vector u, and the average keeps its mean.
 *
 * The variance of v·Fv is 2(‖F‖² − Σ Fᵢᵢ²), with F in the basis of the signs s. One probe shows ‖F‖², two the diagonal as
 * well: s∘Fs has it for its mean, and the product of two such vectors its square.
 * @param order dimension of the space that A is restricted to
 * @param share of the variance in 2‖F‖², from earlier probes, for one probe by itself; 1 where nothing is known
 */
export function averageProbes(
  probes: readonly SettledProbe[],
  order: number,
  share: number,
  analyse: Analysis,
): ProbeAverage {
  const count = probes.length;
  const found = count > 1 ? probes.map(({ quadrature }) => quadrature.outstanding()) : [[]];
  const others = probes.map((_, i) => orthonormal(found.filter((__, j) => j !== i).flat()));
  let [value, square, traced, caution, askew, inaccuracy] = [0, 0, 0, 0, 0, 0];
  probes.forEach(({ quadrature, probe }, i) => {
    let rest = quadrature.value;
    let sum = 0;
    square += quadrature.square / count;
    for (const { log, angle, vector } of others[i]) {
      const part = product4(vector, probe) ** 2;
      rest -= log * part;
      square -= (log * log * part) / count;
      sum += log;
      // What a vector that is a little off leaves of its eigenvalue: 2 ln|1 − θ| angle (u·v)(w·v), w beside u.
      askew += (4 * (log * angle) ** 2) / count;
    }
    value += (rest + sum) / count;
    traced += rest ** 2 / order / count;
    caution += quadrature.caution / count;
    inaccuracy += quadrature.inaccuracy / count;
  });
  square = Math.max(square, 0);
  const diagonal = count > 1 ? Math.max(traced, squaredDiagonal(probes, others, analyse)) : traced;
  const known = (count > 1 ? 1 : share) * Math.max(square - diagonal, LEAST_SHARE * square);
  const relieved = 2 * known + askew;
  return {
    value,
    relieved,
    inaccuracy,
    alone: 2 * Math.max(0, known + (count > 1 ? 1 : share) * (caution - square)),
    share: count > 1 && square > 0 ? Math.min(1, known / square) : share,
    addCoupling(out) {
      probes.forEach(({ quadrature, probe }, i) => addProbeCoupling(quadrature, probe, others[i], 1 / count, out));
    },
  };
}

/** Σ Fᵢᵢ² in the basis of the signs, F without the eigenvectors that relieve the probes: the mean over pairs of probes. */
function squaredDiagonal(
  probes: readonly SettledProbe[],
  others: readonly (readonly RitzPair[])[],
  analyse: Analysis,
): number {
  const { length } = probes[0].probe;
  const [image, coefficients, sum] = [0, 1, 2].map(() => new Float64Array(length));
  let ownSquares = 0;
  probes.forEach(({ quadrature, probe, signs }, i) => {
    quadrature.logarithm(image);
    for (const { log, vector } of others[i]) addScaled(image, vector, -log * product4(vector, probe));
    analyse(image, coefficients);
    for (let k = 0; k < length; k++) sum[k] += signs[k] * coefficients[k];
    ownSquares += product4(coefficients, coefficients);
  });
  return (product4(sum, sum) - ownSquares) / (probes.length * (probes.length - 1));
}

/** Adds factor · (sym[(Jv)(J(I − A)⁻¹v)ᵀ], with v relieved of eigenvectors, and their own parts counted once). */
function addProbeCoupling(
  quadrature: LanczosQuadrature,
  probe: Float64Array,
  pairs: readonly RitzPair[],
  factor: number,
  out: Float64Array,
): void {
  const { rates, solved } = quadrature.solution();
  for (const pair of pairs) {
    const along = product4(pair.vector, probe);
    addScaled(rates, pair.rates, -along);
    addScaled(solved, pair.rates, -along / (1 - pair.value));
    addOuter(out, pair.rates, pair.rates, factor / (1 - pair.value));
  }
  addOuter(out, rates, solved, 0.5 * factor);
  addOuter(out, solved, rates, 0.5 * factor);
}

/** Adds factor · a bᵀ. */
export function addOuter(out: Float64Array, a: Float64Array, b: Float64Array, factor: number): void {
  const count = a.length;
  for (let j = 0; j < count; j++) {
    const scaled = factor * a[j];
    for (let k = 0; k < count; k++) out[j * count + k] += scaled * b[k];
  }
}

/** Vectors found twice are left out; those that share a part, as vectors of one eigenvalue do, are made orthogonal. */
function orthonormal(pairs: readonly RitzPair[]): RitzPair[] {
  const kept: RitzPair[] = [];
  for (const pair of pairs) {
    const vector = pair.vector.slice();
    const rates = pair.rates.slice();
    for (const other of kept) {
      const part = product4(other.vector, vector);
      addScaled(vector, other.vector, -part);
      addScaled(rates, other.rates, -part);
    }
    const size = Math.sqrt(product4(vector, vector));
    if (size < 0.1) continue;
    for (let i = 0; i < vector.length; i++) vector[i] /= size;
    for (let k = 0; k < rates.length; k++) rates[k] /= size;
    kept.push({ ...pair, vector, rates });
  }
  return kept;
}
