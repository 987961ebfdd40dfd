import { addScaled } from './lanczos';
import { product4, type LanczosQuadrature, type RitzPair } from './lanczos-quadrature';

/** What settled quadratures of independent probes say together. */
export interface ProbeAverage {
  /** Mean over the probes of v·ln|I − A|·v, each relieved of the eigenvectors that the others found. */
  readonly value: number;
  /** Of the value. */
  readonly variance: number;
  /** Variance of one probe by itself, no eigenvalue taken for less than one. */
  readonly alone: number;
  /** Variance of one probe relieved of eigenvectors. */
  readonly relieved: number;
  /** Adds the mean over the probes of J(I − A)⁻¹Jᵀ, [K, K]. */
  addCoupling(out: Float64Array): void;
}

/**
 * Averages probes. The eigenvectors that relieve a probe come from the others, so that it has not chosen them: then
 * ln|1 − θ|(1 − (u·v)²) has mean 0 for any unit vector u, and the average keeps its mean.
 * @param probes v, of signs or zeros, one a quadrature
 * @param order entries of a probe that are not zero
 */
export function averageProbes(quadratures: readonly LanczosQuadrature[], probes: readonly Float64Array[], order: number): ProbeAverage {
  const count = quadratures.length;
  const found = count > 1 ? quadratures.map((quadrature) => quadrature.outstanding()) : [[]];
  const others = quadratures.map((_, i) => orthonormal(found.filter((__, j) => j !== i).flat()));
  let value = 0;
  let alone = 0;
  let relieved = 0;
  let inaccuracy = 0;
  quadratures.forEach((quadrature, i) => {
    let rest = quadrature.value;
    let square = quadrature.square;
    let sum = 0;
    let askew = 0;
    for (const { log, angle, vector } of others[i]) {
      const share = product4(vector, probes[i]) ** 2;
      rest -= log * share;
      square -= log * log * share;
      sum += log;
      // What a vector that is a little off leaves of its eigenvalue: 2 ln|1 − θ| angle (u·v)(w·v), w beside u.
      askew += 4 * (log * angle) ** 2;
    }
    value += (rest + sum) / count;
    // The part of F that is a multiple of the identity gives every probe the same.
    relieved += (2 * Math.max(0, square - (rest * rest) / order) + askew) / count;
    alone += (2 * Math.max(0, quadrature.caution - quadrature.value ** 2 / order)) / count;
    inaccuracy += quadrature.inaccuracy / count;
  });
  return {
    value,
    variance: relieved / count + inaccuracy,
    alone,
    relieved,
    addCoupling(out) {
      quadratures.forEach((quadrature, i) => addProbeCoupling(quadrature, probes[i], others[i], 1 / count, out));
    },
  };
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
