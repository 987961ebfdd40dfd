import {
  checkLength,
  checkPositive,
  type Ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  type Vector,
  vector,
} from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { factoriseDense, newtonMinimum } from '../linear-algebra/index.js';
import type { DualTerms } from '../neural/index.js';
import { exp, log } from '../special/index.js';
import { energyCurved } from './curved-potential.js';

/** Paths of the data with their masses: draws, or points of quadrature. */
export interface WeighedPaths {
  readonly paths: Ensemble;
  /** One per path, 0 or above, with a positive sum; a common factor changes nothing. */
  readonly masses: Vector;
}

/** A step of the dual in the span of energies. */
export interface DualStepOptions {
  /** Paths of the law that moves, [N, d]. */
  readonly walkers: Ensemble;
  readonly data: WeighedPaths;
  /** τ > 0, in squared units of the paths. */
  readonly step: number;
  readonly terms: DualTerms;
  /** k before the search, [K]; that of the step before is a good one. 0 when left out. */
  readonly start?: Vector;
}

/**
 * The dual of a proximal step of D(·‖π) in Wasserstein's distance, for φ = k·Φ: the k where ln E_π e^{−φ} − E_ρ φᶜ is least, with the first
 * terms of φᶜ(x) = min_y |x − y|²/2τ − φ(y) = −φ − ½τ|∇φ|² − ½τ²∇φᵀ∇²φ∇φ − … Newton's method in K numbers.
 * @returns k, [K]
 * @throws RangeError when an option is out of range or a path or the start not finite, or when there is no least value near the start:
 *   the cubic of three terms has none where τ∇²φ is of order 1, and with few walkers no φ may be worst
 * Cost: Φ and its slopes once per walker and path of the data, K d Hessian products and K³ d
 *   multiplications per walker with three terms; then K² per path of the data and round.
 */
export function dualStep(
  energy: Energy,
  { walkers, data, step, terms, start = vector(energy.componentCount) }: DualStepOptions,
): Vector {
  const K = energy.componentCount;
  checkLength('dualStep: start', start, K);
  checkDual({ walkers, data, step, terms, start });
  const walk = walkerTerms(energy, walkers, terms);
  const values = energy.values(data.paths);
  // Newton's method asks for the derivatives where it has just asked for the value.
  let last: { readonly point: Vector; readonly found: Expansion } | undefined;
  const at = (k: Vector): Expansion => {
    if (last?.point.every((value, i) => value === k[i])) return last.found;
    const cumulants = tilted(values, data.masses, k);
    const cost = walkerCost(walk, k, step);
    const found = {
      value: cumulants.value + cost.value,
      gradient: cumulants.gradient.map((value, i) => value + cost.gradient[i]),
      hessian: cumulants.hessian.map((value, i) => value + cost.hessian[i]),
    };
    last = { point: k.slice(), found };
    return found;
  };
  const { point, converged } = newtonMinimum(
    {
      value: (k) => at(k).value,
      newton(k) {
        const { gradient, hessian } = at(k);
        const direction = gradient.slice();
        factoriseDense(matrix(K, K, hessian.slice())).solve(direction);
        return { step: direction, decrement: direction.reduce((sum, value, i) => sum + value * gradient[i], 0) };
      },
    },
    start,
  );
  if (converged) return point;
  throw new RangeError(
    `dualStep: step ${step} with ${terms} terms has no least value near the start for ${walkers.pathCount} walkers; ` +
      'take a smaller step, or more walkers',
  );
}

function checkDual({ walkers, data: { paths, masses }, step, terms, start }: Required<DualStepOptions>): void {
  checkPositive('dualStep: step', step);
  if (![1, 2, 3].includes(terms)) {
    throw new RangeError(`dualStep: terms expects 1, 2 or 3, got ${terms}; take 3 for the step of second order`);
  }
  if (walkers.pathCount === 0) throw new RangeError('dualStep: walkers expects a path or more, got none; draw some');
  for (const [name, values] of [
    ['walkers', walkers.data],
    ['data.paths', paths.data],
    ['data.masses', masses],
    ['start', start],
  ] as const) {
    const wrong = firstNonFinite(values);
    if (wrong < 0) continue;
    throw new RangeError(
      `dualStep: ${name} expects finite numbers, got ${values[wrong]} at ${wrong}; look for what made it`,
    );
  }
  checkLength('dualStep: data.masses', masses, paths.pathCount);
  const negative = masses.findIndex((mass) => mass < 0);
  if (negative >= 0) {
    throw new RangeError(
      `dualStep: data.masses expects no number below 0, got ${masses[negative]} at ${negative}; give masses of a law`,
    );
  }
  if (masses.every((mass) => mass === 0)) {
    throw new RangeError('dualStep: data.masses expects a positive sum, got 0; give masses of a law');
  }
}

/** Means over the walkers of Φ, ∇Φᵢ·∇Φⱼ, and ∇Φᵢᵀ∇²Φⱼ∇Φₗ: what the cost is a polynomial of. */
interface WalkerTerms {
  readonly means: Vector;
  readonly squares: Vector;
  readonly cubes: Vector;
}

function walkerTerms(energy: Energy, walkers: Ensemble, terms: DualTerms): WalkerTerms {
  const K = energy.componentCount;
  const N = walkers.pathCount;
  const unit = (k: number): Vector => vector(K).fill(1, k, k + 1);
  const values = energy.values(walkers);
  const means = vector(K);
  for (let n = 0; n < N; n++) for (let k = 0; k < K; k++) means[k] += values.data[n * K + k] / N;
  const [squares, cubes] = [vector(K * K), vector(K * K * K)];
  if (terms === 1) return { means, squares, cubes };
  const slopes = Array.from({ length: K }, (_, k) => energy.pullback(walkers, unit(k)));
  for (let i = 0; i < K; i++)
    for (let j = 0; j <= i; j++) {
      const mean = meanProduct(slopes[i].data, slopes[j].data, N);
      squares[i * K + j] = mean;
      squares[j * K + i] = mean;
    }
  if (terms === 2) return { means, squares, cubes };
  for (let j = 0; j < K; j++) {
    const hessians = energyCurved(energy, unit(j)).hessians(walkers);
    for (let l = 0; l < K; l++) {
      const bent = products(hessians, slopes[l]);
      for (let i = 0; i <= l; i++) {
        const mean = meanProduct(slopes[i].data, bent, N);
        cubes[(i * K + j) * K + l] = mean;
        cubes[(l * K + j) * K + i] = mean;
      }
    }
  }
  return { means, squares, cubes };
}

/** The mean over N paths of a·b. */
function meanProduct(a: Vector, b: Vector, N: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / N;
}

/** ∇²φ v of each path, [N · d]. */
function products(hessians: Matrix, { pathCount, signalLength: d, data }: Ensemble): Vector {
  const out = vector(pathCount * d);
  for (let at = 0, from = 0; at < out.length; at++, from += d) {
    const path = at - (at % d);
    let sum = 0;
    for (let j = 0; j < d; j++) sum += hessians.data[from + j] * data[path + j];
    out[at] = sum;
  }
  return out;
}

interface Expansion {
  readonly value: number;
  readonly gradient: Vector;
  readonly hessian: Vector;
}

/** k·E Φ + ½τ kᵀSk + ½τ² Σ Cᵢⱼₗ kᵢkⱼkₗ, the cubes taken with all orders of their indices. */
function walkerCost({ means, squares, cubes }: WalkerTerms, k: Vector, step: number): Expansion {
  const K = k.length;
  const [gradient, hessian] = [means.slice(), vector(K * K)];
  let value = 0;
  for (let i = 0; i < K; i++) {
    value += k[i] * means[i];
    for (let j = 0; j < K; j++) {
      const square = step * squares[i * K + j];
      value += 0.5 * square * k[i] * k[j];
      gradient[i] += square * k[j];
      hessian[i * K + j] += square;
      for (let l = 0; l < K; l++) {
        const cube = 0.5 * step * step * cubes[(i * K + j) * K + l];
        value += cube * k[i] * k[j] * k[l];
        gradient[i] += cube * k[j] * k[l];
        gradient[j] += cube * k[i] * k[l];
        gradient[l] += cube * k[i] * k[j];
        hessian[i * K + j] += cube * k[l];
        hessian[j * K + i] += cube * k[l];
        hessian[i * K + l] += cube * k[j];
        hessian[l * K + i] += cube * k[j];
        hessian[j * K + l] += cube * k[i];
        hessian[l * K + j] += cube * k[i];
      }
    }
  }
  return { value, gradient, hessian };
}

/** ln Σ m e^{−k·Φ} with its derivatives: minus the mean of Φ under the tilted masses, and its covariance. */
function tilted({ data }: Matrix, masses: Vector, k: Vector): Expansion {
  const K = k.length;
  const exponents = vector(masses.length);
  let largest = -Infinity;
  for (let n = 0; n < masses.length; n++) {
    for (let i = 0; i < K; i++) exponents[n] -= k[i] * data[n * K + i];
    largest = Math.max(largest, exponents[n]);
  }
  let total = 0;
  const [gradient, hessian] = [vector(K), vector(K * K)];
  for (let n = 0; n < masses.length; n++) {
    const weight = masses[n] * exp(exponents[n] - largest);
    total += weight;
    for (let i = 0; i < K; i++) {
      const part = weight * data[n * K + i];
      gradient[i] -= part;
      for (let j = 0; j <= i; j++) hessian[i * K + j] += part * data[n * K + j];
    }
  }
  for (let i = 0; i < K; i++) gradient[i] /= total;
  for (let i = 0; i < K; i++) {
    for (let j = 0; j <= i; j++) {
      const covariance = hessian[i * K + j] / total - gradient[i] * gradient[j];
      hessian[i * K + j] = covariance;
      hessian[j * K + i] = covariance;
    }
  }
  return { value: largest + log(total), gradient, hessian };
}
