import { checkLength, type Vector, vector } from '../../array/index.js';
import { exp, log, pow, squared } from '../../special/index.js';
import { fourierTransform } from '../../wavelet/index.js';

/**
 * What values at even points of a circle of length 2π become after diffusion: their Fourier coefficients times e^{−k²v/2}, exact up to
 * rounding where the waves die out before the number of points.
 * @param values [n], n a power of two
 * @param variance v of what paths are moved by, 0 or above
 * @throws RangeError when n is not a power of two, or the variance negative or not finite
 */
export function circleHeat(values: Vector, variance: number): Vector {
  if (!(variance >= 0 && variance < Infinity)) {
    throw new RangeError(`circleHeat: variance expects a finite number from 0, got ${variance}; give 0 or more`);
  }
  const n = values.length;
  const [re, im] = [values.slice(), vector(n)];
  const { forward, inverse } = fourierTransform(n);
  forward(re, im);
  for (let k = 0; k < n; k++) {
    const decay = exp(-0.5 * variance * squared(Math.min(k, n - k)));
    re[k] *= decay;
    im[k] *= decay;
  }
  inverse(re, im);
  return re;
}

/** A game on the circle with noise whose terminal cost is the divergence from a target. */
export interface CircleGame {
  /** Masses of ρ₀ and of π, [n], n a power of two. */
  readonly start: Vector;
  readonly target: Vector;
  /** σ > 0. */
  readonly noise: number;
  /** T > 0. */
  readonly duration: number;
}

/** The equilibrium of a game on the circle. */
export interface CircleEquilibrium {
  /** Masses of ρ_T, [n]. */
  readonly end: Vector;
  /** U(·, 0), [n]. */
  readonly value: Vector;
  /** E U(X₀, 0), what all pay in the mean. */
  readonly totalCost: number;
}

/**
 * The equilibrium by Cole's and Hopf's transform: e^{−U/σ²} = η solves the heat equation backwards, φ = ρ/η solves it forwards, and at T
 * η^{σ²} = π/ρ. Both are applied in turn; each round leaves at most 1/(1 + σ²) of the error (Chizat, Peyré, Schmitzer and Vialard 2018).
 * @throws RangeError when noise or duration are not positive and finite, or the numbers of masses differ
 */
export function scaledCircleGame({ start, target, noise, duration }: CircleGame): CircleEquilibrium {
  checkLength('scaledCircleGame: target', target, start.length);
  for (const [name, value] of Object.entries({ noise, duration })) {
    if (value > 0 && value < Infinity) continue;
    throw new RangeError(`scaledCircleGame: ${name} expects a positive finite number, got ${value}; give one above 0`);
  }
  const square = squared(noise);
  const rounds = Math.ceil(40 / log(1 + square));
  let eta: Vector = vector(start.length).fill(1);
  let [before, phi] = [eta, eta];
  for (let round = 0; round < rounds; round++) {
    before = circleHeat(eta, square * duration);
    phi = circleHeat(
      start.map((mass, i) => mass / before[i]),
      square * duration,
    );
    eta = phi.map((value, i) => pow(target[i] / value, 1 / (1 + square)));
  }
  const value = before.map((density) => -square * log(density));
  const totalCost = value.reduce((sum, each, i) => sum + each * start[i], 0);
  return { end: phi.map((density, i) => density * eta[i]), value, totalCost };
}
