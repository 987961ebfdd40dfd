import { squared } from '../special/index.js';
import type { LanczosQuadrature, RitzPair } from './lanczos-quadrature.js';
import type { ShownVariance } from './log-determinant-effort.js';
import { addOuter, addScaled, fastDot } from './vector-arithmetic.js';

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

/** The mean over settled quadratures of independent probes, and what they show about the variance of one probe. */
export interface ProbeAverage extends ShownVariance {
  /** Mean over the probes of v·ln|I − A|·v, each deflated by the eigenvectors that the others found. */
  readonly value: number;
  /** Variance that the quadratures' own errors and the products' rounding may add to the value. */
  readonly inaccuracy: number;
  /** Adds the mean over the probes of J(I − A)⁻¹Jᵀ, [K, K]. */
  addCoupling(out: Float64Array): void;
}

/** Least part of ‖F‖² that counts as off-diagonal: ‖F‖² minus its diagonal is a difference of two noisy estimates. */
const LEAST_SHARE = 0.05;

/** An eigenvector whose part orthogonal to those collected is shorter than this was found before, by another probe. */
const SAME_VECTOR = 0.1;

/**
 * Averages probes. Each probe is deflated by the eigenvectors u that the other probes found, ln|1 − θ| (u·v)² being replaced
 * by ln|1 − θ|: since u does not depend on v, ln|1 − θ| (1 − (u·v)²) has mean 0 for any unit vector u, so that the average
 * keeps its mean.
 *
 * With F what deflation leaves of ln|I − A|, in the basis of the signs s, the variance of v·Fv is 2(‖F‖² − Σ Fᵢᵢ²). One probe
 * shows ‖F‖²; two show the diagonal as well: s∘Fs has it for its mean, and the product of two such vectors its square.
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
  const deflations = deflationsOf(probes);
  const sums = deflatedMeans(probes, deflations, order);
  const square = Math.max(sums.square, 0);
  // From one probe only the mean of the diagonal is known, and with it a lower bound of its square.
  const diagonal = count > 1 ? Math.max(sums.traced, squaredDiagonal(probes, deflations, analyse)) : sums.traced;
  const factor = count > 1 ? 1 : share;
  const offDiagonal = factor * Math.max(square - diagonal, LEAST_SHARE * square);
  return {
    value: sums.value,
    inaccuracy: sums.inaccuracy,
    varianceAlone: 2 * Math.max(0, offDiagonal + factor * (sums.cautiousSquare - square)),
    varianceDeflated: 2 * offDiagonal + sums.deflationVariance,
    share: count > 1 && square > 0 ? Math.min(1, offDiagonal / square) : share,
    addCoupling(out) {
      probes.forEach((probe, i) => {
        addProbeCoupling(probe, deflations[i], 1 / count, out);
      });
    },
  };
}

/** For each probe the eigenpairs that the other probes found, with orthonormal vectors; none for one probe by itself. */
function deflationsOf(probes: readonly SettledProbe[]): RitzPair[][] {
  if (probes.length === 1) return [[]];
  const found = probes.map(({ quadrature }) => quadrature.foundPairs());
  return probes.map((_, i) => orthonormal(found.filter((__, j) => j !== i).flat()));
}

/** Means over the probes. */
interface DeflatedMeans {
  /** v·ln|I − A|·v, deflated. */
  value: number;
  /** ‖F v‖², F = ln|I − A| without the deflated eigenvectors. */
  square: number;
  /** (v·F v)²/order: the squared mean of the diagonal of F, times the order. */
  traced: number;
  /** `cautiousSquare` of the quadratures, not deflated. */
  cautiousSquare: number;
  /**
   * Variance from inexact deflation. A vector u that is off the true eigenvector by a small `angle`, towards w ⟂ u, leaves
   * 2 ln|1 − θ| angle (u·v)(w·v) in the estimate, whose square has the mean 4 (ln|1 − θ| angle)².
   */
  deflationVariance: number;
  inaccuracy: number;
}

function deflatedMeans(
  probes: readonly SettledProbe[],
  deflations: readonly (readonly RitzPair[])[],
  order: number,
): DeflatedMeans {
  const count = probes.length;
  const means = { value: 0, square: 0, traced: 0, cautiousSquare: 0, deflationVariance: 0, inaccuracy: 0 };
  probes.forEach(({ quadrature, probe }, i) => {
    let rest = quadrature.value;
    let deflated = 0;
    means.square += quadrature.square / count;
    for (const { log, angle, vector } of deflations[i]) {
      const part = squared(fastDot(vector, probe));
      rest -= log * part;
      means.square -= (log * log * part) / count;
      deflated += log;
      means.deflationVariance += (4 * squared(log * angle)) / count;
    }
    means.value += (rest + deflated) / count;
    means.traced += (rest * rest) / order / count;
    means.cautiousSquare += quadrature.cautiousSquare / count;
    means.inaccuracy += quadrature.inaccuracy / count;
  });
  return means;
}

/**
 * Σ Fᵢᵢ² in the basis of the signs, F = ln|I − A| without the deflated eigenvectors: the mean over pairs of different probes
 * of (s∘Fs)·(s′∘Fs′), which is unbiased because the probes are independent.
 */
function squaredDiagonal(
  probes: readonly SettledProbe[],
  deflations: readonly (readonly RitzPair[])[],
  analyse: Analysis,
): number {
  const { length } = probes[0].probe;
  const image = new Float64Array(length);
  const coefficients = new Float64Array(length);
  const sum = new Float64Array(length);
  let ownSquares = 0;
  probes.forEach(({ quadrature, probe, signs }, i) => {
    quadrature.logarithm(image);
    for (const { log, vector } of deflations[i]) addScaled(image, vector, -log * fastDot(vector, probe));
    analyse(image, coefficients);
    for (let k = 0; k < length; k++) sum[k] += signs[k] * coefficients[k];
    ownSquares += fastDot(coefficients, coefficients);
  });
  return (fastDot(sum, sum) - ownSquares) / (probes.length * (probes.length - 1));
}

/**
 * Adds factor · J(I − A)⁻¹Jᵀ as one probe estimates it: the symmetric part of (J v)(J (I − A)⁻¹v)ᵀ, with v orthogonal to the
 * deflated eigenvectors, whose own parts are added exactly.
 */
function addProbeCoupling(
  { quadrature, probe }: SettledProbe,
  deflation: readonly RitzPair[],
  factor: number,
  out: Float64Array,
): void {
  const { rates, solved } = quadrature.solution();
  for (const pair of deflation) {
    const along = fastDot(pair.vector, probe);
    addScaled(rates, pair.rates, -along);
    addScaled(solved, pair.rates, -along / (1 - pair.value));
    addOuter(out, pair.rates, pair.rates, factor / (1 - pair.value));
  }
  addOuter(out, rates, solved, 0.5 * factor);
  addOuter(out, solved, rates, 0.5 * factor);
}

/**
 * The pairs with orthonormal vectors, by Gram and Schmidt in the order given. A vector that several probes found is kept
 * once; vectors of one eigenvalue that overlap, as two vectors of a double eigenvalue do, are kept as two.
 */
function orthonormal(pairs: readonly RitzPair[]): RitzPair[] {
  const kept: RitzPair[] = [];
  for (const pair of pairs) {
    const vector = pair.vector.slice();
    const rates = pair.rates.slice();
    for (const other of kept) {
      const part = fastDot(other.vector, vector);
      addScaled(vector, other.vector, -part);
      addScaled(rates, other.rates, -part);
    }
    const size = Math.sqrt(fastDot(vector, vector));
    if (size < SAME_VECTOR) continue;
    for (let i = 0; i < vector.length; i++) vector[i] /= size;
    for (let k = 0; k < rates.length; k++) rates[k] /= size;
    kept.push({ ...pair, vector, rates });
  }
  return kept;
}
