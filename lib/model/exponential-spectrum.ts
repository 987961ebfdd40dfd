import { checkCount, type Vector, vector } from '../array/index.js';
import { log1p, logBesselI, squared } from '../special/index.js';

/** The exponential spectrum of lag 1 on the whole circle of frequencies. */
export interface ExponentialSpectrum {
  /** c of S(ω) = exp(c₀ + 2c cos ω). */
  readonly slope: number;
  /** c₀ = −ln I₀(2c), which makes the variance 1. */
  readonly level: number;
  /** Entropy per value by which the law falls short of the AR(1) with the same autocorrelation, in nats. */
  readonly entropyDeficitPerValue: number;
  /** I_k(2c)/I₀(2c) for k = 0 … lastLag: autocovariances. */
  autocovariance(lastLag: number): Vector;
}

/**
 * I₀(z), I₁(z), … I_last(z), all divided by I₀(z), for any real z: I_k/I_{k−1} = 1/(2k/z + I_{k+1}/I_k) from far above,
 * where every term is positive and keeps its digits.
 */
function besselRatios(last: number, z: number): Vector {
  const result = vector(last + 1);
  result[0] = 1;
  const size = Math.abs(z);
  if (size === 0) return result;
  let ratio = 0;
  for (let k = last + 40 + Math.ceil(2 * size); k >= 1; k--) {
    ratio = 1 / ((2 * k) / size + ratio);
    if (k <= last) result[k] = z < 0 ? -ratio : ratio;
  }
  for (let k = 1; k <= last; k++) result[k] *= result[k - 1];
  return result;
}

/**
 * The law at which a mean-field descent with the autocovariance energy ends, in the limit of long paths, many of them and
 * small steps: S(ω) = exp(c₀ + 2c cos ω) with lag-one autocorrelation ρ = I₁(2c)/I₀(2c) and unit variance. Bloomfield's
 * exponential model of order 1; the law of largest entropy has 1/S linear in cos ω instead.
 * @param autocorrelation ρ in (−1, 1)
 * @throws RangeError when ρ is outside of (−0.9999, 0.9999), beyond which the root has no digits left
 * Cost: O(1/(1 − |ρ|)) per iteration, about ten of these.
 */
export function exponentialSpectrum(autocorrelation: number): ExponentialSpectrum {
  if (!(Math.abs(autocorrelation) <= LARGEST)) {
    throw new RangeError(
      `exponentialSpectrum: autocorrelation expects a number from -${LARGEST} to ${LARGEST}, got ${autocorrelation}`,
    );
  }
  const z = besselRatioRoot(autocorrelation);
  const level = -logBesselIZero(Math.abs(z));
  return {
    slope: z / 2,
    level,
    entropyDeficitPerValue: entropyDeficit(autocorrelation, level),
    autocovariance(lastLag) {
      checkCount('exponentialSpectrum.autocovariance: lastLag', lastLag);
      return besselRatios(lastLag, z);
    },
  };
}

const LARGEST = 0.9999;

/** ln I₀(z) for z ≥ 0. Below 1 the series of I₀ − 1 keeps the digits that ln of a number near 1 loses. */
function logBesselIZero(z: number): number {
  if (z >= 1) return logBesselI(0, z);
  const quarter = 0.25 * z * z;
  let [term, sum] = [quarter, quarter];
  for (let k = 2; term > 1e-17 * sum; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return log1p(sum);
}

/** ½ (ln(1 − ρ²) − c₀). Both terms have the size ρ² and nearly cancel, so that small ρ take the series of the sum in ρ². */
function entropyDeficit(rho: number, level: number): number {
  const square = rho * rho;
  if (square < 1e-4) return square * square * (1 / 8 + square * (13 / 72 + square * (85 / 384)));
  return 0.5 * (log1p(-square) - level);
}

/** z with I₁(z)/I₀(z) = ρ, by Newton's method inside of an interval that is halved where the method leaves it. */
function besselRatioRoot(rho: number): number {
  if (rho === 0) return 0;
  const wanted = Math.abs(rho);
  let [low, high] = [0, 1 / (1 - wanted) + 2];
  let z = (2 * wanted) / (1 - squared(wanted));
  for (let round = 0; round < 200; round++) {
    if (!(z > low && z < high)) z = 0.5 * (low + high);
    const [, value] = besselRatios(1, z);
    if (value < wanted) low = z;
    else high = z;
    // A′ = 1 − A/z − A² for A = I₁/I₀.
    const next = z - (value - wanted) / (1 - value / z - squared(value));
    if (Math.abs(next - z) <= 1e-15 * z) break;
    z = next;
  }
  return rho < 0 ? -z : z;
}
