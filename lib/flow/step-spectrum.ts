import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { dot, type SpectralRange, type SymmetricOperator, spectralRange } from '../linear-algebra/index.js';
import { ensembleSizeFor, type Flow } from './flow.js';
import { weightedHessian } from './path-jacobian.js';
import { type FlowState, inspect, moved, pathForces } from './step.js';

/** The spectrum of A = I − (Jacobian of the step) for one ensemble: it decides whether ln|det| has a power series. */
export interface StepSpectrum extends SpectralRange {
  /** tr A, tr A², … tr A⁸. */
  readonly tracePowers: Vector;
}

/**
 * Extremal eigenvalues and traces of powers of A for every ensemble of a state.
 *
 * A = Σ wₖ∇²Φₖ (block diagonal) + (c/N) 𝒥ᵀ𝒥, restricted to the components that move. Where all
 * eigenvalues are inside (−1, 1), ln|det(I − A)| = −Σ tr(Aᵖ)/p.
 * @throws TypeError for a Gauss–Newton descent
 * Cost: 4 N d products with A for an ensemble of N paths; before them, N d Hessian products where the Hessian is no
 * band. Meant for small ensembles.
 */
export function stepSpectrum(flow: Flow, state: FlowState): StepSpectrum[] {
  if (flow.gaussNewton) {
    throw new TypeError(
      'stepSpectrum: flow expects a regular or mean-field descent, got a Gauss–Newton one, whose Jacobian is not symmetric',
    );
  }
  const size = ensembleSizeFor(flow, state.paths.pathCount);
  return Array.from({ length: state.paths.pathCount / size }, (_, e) => {
    const { apply, order } = stepOperator(flow, state, e * size, size);
    return { ...spectralRange(apply, order), tracePowers: tracePowers(apply, order) };
  });
}

/** The operator A of the ensemble whose paths are first … first + size − 1, on the components that move. */
function stepOperator(
  flow: Flow,
  state: FlowState,
  first: number,
  size: number,
): { apply: SymmetricOperator; order: number } {
  const { energy } = flow;
  const { signalLength: length } = state.paths;
  const span = (data: Vector): Vector => data.subarray(first * length, (first + size) * length);
  const forces = pathForces(flow, inspect(flow, state).meanEnergies, state.paths);
  const keptAll = moved(flow, state.paths, forces).kept;
  const kept = keptAll && span(keptAll.data);
  const moving = Array.from({ length: size * length }, (_, i) => i).filter((i) => kept?.[i] !== 1);
  const paths = ensemble(size, state.paths.shape, span(state.paths.data));
  const weights = matrix(size, energy.componentCount);
  for (let n = 0; n < size; n++) weights.row(n).set(forces.row(first + n));

  const gradients = Array.from({ length: energy.componentCount }, (_, k) => {
    const unit = vector(energy.componentCount);
    unit[k] = 1;
    const { data } = energy.pullback(paths, unit);
    return vectorOf(moving.map((i) => data[i]));
  });
  const scale = flow.stepSize / (flow.lossScale * size);
  const direction = ensemble(size, state.paths.shape);
  const multiply = blockProduct(energy, paths, weights);
  return {
    order: moving.length,
    apply(v, out) {
      for (let j = 0; j < moving.length; j++) direction.data[moving[j]] = v[j];
      const data = multiply(direction.data);
      for (let j = 0; j < moving.length; j++) out[j] = data[moving[j]];
      for (const gradient of gradients) {
        const factor = scale * dot(gradient, v);
        for (let j = 0; j < out.length; j++) out[j] += factor * gradient[j];
      }
    },
  };
}

/** Multiplies by the blocks Σ wₖ∇²Φₖ(xₙ): through the energy where they are bands, else with each block built once. */
function blockProduct(energy: Energy, paths: Ensemble, weights: Matrix): (v: Vector) => Vector {
  const { pathCount, signalLength: length } = paths;
  if (energy.bandedHessian)
    return (v) => energy.hessianProduct(paths, weights, ensemble(pathCount, paths.shape, v)).data;
  const hessianOf = weightedHessian(energy);
  const blocks = Array.from({ length: pathCount }, (_, n) =>
    hessianOf(ensemble(1, paths.shape, paths.path(n)), weights.row(n)),
  );
  const result = vector(pathCount * length);
  return (v) => {
    result.fill(0);
    for (let i = 0; i < result.length; i++) {
      // By columns, so that zeros of v cost nothing: the first products of unit vectors have many.
      if (v[i] === 0) continue;
      const column = blocks[Math.floor(i / length)].row(i % length);
      const first = i - (i % length);
      for (let j = 0; j < length; j++) result[first + j] += v[i] * column[j];
    }
    return result;
  };
}

/** tr Aᵖ, p = 1 … 8, from four products per unit vector: ⟨Aʲe, Aᵏe⟩ = eᵀAʲ⁺ᵏe. */
function tracePowers(apply: SymmetricOperator, order: number): Vector {
  const sums = vector(8);
  const powers = Array.from({ length: 5 }, () => vector(order));
  for (let i = 0; i < order; i++) {
    powers[0].fill(0);
    powers[0][i] = 1;
    for (let p = 1; p <= 4; p++) apply(powers[p - 1], powers[p]);
    for (let p = 1; p <= 8; p++) sums[p - 1] += dot(powers[p >> 1], powers[(p + 1) >> 1]);
  }
  return sums;
}
