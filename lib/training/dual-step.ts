import { checkLength, type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { factoriseDense, newtonMinimum } from '../linear-algebra/index.js';
import type { DualTerms } from '../neural/index.js';
import { exp, log } from '../special/index.js';
import { energyCurved } from './curved-potential.js';

/** Paths of the data with their masses, which add to 1: draws, or points of quadrature. */
export interface WeighedPaths {
  readonly paths: Ensemble;
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
 * @throws RangeError when the start has another length, or when there is no least value near it: the cubic of three terms has none where
 *   τ∇²φ is of order 1
 * Cost: Φ and its slopes once per walker and path of the data, K d Hessian products and K³ d
 *   multiplications per walker with three terms; then K² per path of the data and round.
 */
export function dualStep(
  energy: Energy,
  { walkers, data, step, terms, start = vector(energy.componentCount) }: DualStepOptions,
): Vector {
  const K = energy.componentCount;
  checkLength('dualStep: start', start, K);
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
    `dualStep: step ${step} with ${terms} terms has no least value near the start; take a smaller step`,
  );
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
  for (let n = 0; n < N; n++) for (let k = 0; k < K; k++) means[k] += values.row(n)[k] / N;
  const [squares, cubes] = [vector(K * K), vector(K * K * K)];
  if (terms === 1) return { means, squares, cubes };
  const slopes = Array.from({ length: K }, (_, k) => energy.pullback(walkers, unit(k)));
  const meanProduct = (a: Ensemble, b: Ensemble): number => a.data.reduce((sum, x, i) => sum + x * b.data[i], 0) / N;
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) squares[i * K + j] = meanProduct(slopes[i], slopes[j]);
  if (terms === 2) return { means, squares, cubes };
  for (let j = 0; j < K; j++) {
    const hessians = energyCurved(energy, unit(j)).hessians(walkers);
    for (let l = 0; l < K; l++) {
      const bent = products(hessians, slopes[l]);
      for (let i = 0; i < K; i++) cubes[(i * K + j) * K + l] = meanProduct(slopes[i], bent);
    }
  }
  return { means, squares, cubes };
}

/** ∇²φ v of each path. */
function products(hessians: Matrix, directions: Ensemble): Ensemble {
  const d = directions.signalLength;
  const data = directions.data.map((_, at) => {
    const n = Math.floor(at / d);
    const from = (at % d) * d;
    let sum = 0;
    for (let j = 0; j < d; j++) sum += hessians.data[n * d * d + from + j] * directions.data[n * d + j];
    return sum;
  });
  return ensemble(directions.pathCount, d, data);
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
        for (const [a, b, c] of [
          [i, j, l],
          [j, i, l],
          [l, i, j],
        ]) {
          gradient[a] += cube * k[b] * k[c];
          hessian[a * K + b] += cube * k[c];
          hessian[a * K + c] += cube * k[b];
        }
      }
    }
  }
  return { value, gradient, hessian };
}

/** ln Σ m e^{−k·Φ} with its derivatives: minus the mean of Φ under the tilted masses, and its covariance. */
function tilted(values: Matrix, masses: Vector, k: Vector): Expansion {
  const K = k.length;
  const exponents = masses.map((_, n) => -values.row(n).reduce((sum, value, i) => sum + k[i] * value, 0));
  const largest = exponents.reduce((most, value) => Math.max(most, value), -Infinity);
  let total = 0;
  const [gradient, hessian] = [vector(K), vector(K * K)];
  for (let n = 0; n < masses.length; n++) {
    const weight = masses[n] * exp(exponents[n] - largest);
    const row = values.row(n);
    total += weight;
    for (let i = 0; i < K; i++) {
      gradient[i] -= weight * row[i];
      for (let j = 0; j < K; j++) hessian[i * K + j] += weight * row[i] * row[j];
    }
  }
  for (let i = 0; i < K; i++) gradient[i] /= total;
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) hessian[i * K + j] = hessian[i * K + j] / total - gradient[i] * gradient[j];
  }
  return { value: largest + log(total), gradient, hessian };
}
