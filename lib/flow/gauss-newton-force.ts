import { type Vector, vector } from '../array/index.js';
import { symmetricOf, triangleSize } from '../energy/index.js';
import { gramSolver } from '../linear-algebra/index.js';
import type { Flow } from './flow.js';
import { gramPathsOf } from './gauss-newton.js';

/** The force of a Gauss–Newton step on the paths of an ensemble. */
export interface GaussNewtonForce {
  /** w = γₜ u, the weights of the pullback, [K]. */
  readonly weights: Vector;
  /** γₜ. */
  readonly stepSize: number;
  /** u = G⁻¹(Φ̄ − α), [K]. */
  readonly direction: Vector;
  /** (Φ̄ − α)ᵀu. */
  readonly squaredLength: number;
  /** Whether γₜ < γ, because of the largest move. */
  readonly shortened: boolean;
  /** Solves G y = b in place. */
  solve(b: Vector): void;
}

/**
 * The force at a mean energy.
 * @param gram mean of JJᵀ, lower triangle, [K(K + 1)/2]
 * @throws RangeError naming components when G has not full rank
 */
export function gaussNewtonForce(flow: Flow, meanEnergy: Vector, gram: Vector): GaussNewtonForce {
  const { target, stepSize, energy } = flow;
  const { ridge, largestMove } = flow.gaussNewton!;
  const solver = { labels: energy.labels, caller: 'gaussNewtonDescent', ridge };
  const { solve } = gramSolver(symmetricOf(gram, energy.componentCount), solver);
  const direction = vector(target.length);
  for (let k = 0; k < direction.length; k++) direction[k] = meanEnergy[k] - target[k];
  const distance = direction.slice();
  solve(direction);
  let squaredLength = 0;
  for (let k = 0; k < direction.length; k++) squaredLength += distance[k] * direction[k];
  const move = stepSize * Math.sqrt(squaredLength / energy.signalLength);
  const shortened = move > largestMove;
  const taken = shortened ? (stepSize * largestMove) / move : stepSize;
  return {
    weights: direction.map((entry) => taken * entry),
    stepSize: taken,
    direction,
    squaredLength,
    shortened,
    solve,
  };
}

/** Writes the mean of the Gram matrices of ensemble e, of `grams`, [R, paths that enter G, K(K + 1)/2]. */
export function meanGram({ gaussNewton, energy }: Flow, ensembleSize: number, grams: Vector, e: number): Vector {
  const count = gramPathsOf(gaussNewton!, ensembleSize);
  const size = triangleSize(energy.componentCount);
  const mean = vector(size);
  const first = e * count * size;
  for (let at = first; at < first + count * size; at += size) for (let i = 0; i < size; i++) mean[i] += grams[at + i];
  return mean.map((entry) => entry / count);
}
