import { ensemble, matrix, vector, type Ensemble, type Matrix, type Vector } from '../array';
import type { Energy } from '../energy';
import { bandedCoupling, factoriseDense, type LogDeterminant } from '../linear-algebra';

/** What one path contributes to the Jacobian determinant of a step (Appendix A). */
export interface PathJacobian {
  /** ln|det M|, M = I − Σₖ wₖ∇²Φₖ(x) restricted to the components that move. */
  readonly block: LogDeterminant;
  /** J M⁻¹ Jᵀ, [K, K]. */
  readonly coupling: Matrix;
}

/** Evaluates a path's part of the Jacobian of a step. */
export type PathJacobianEvaluator = (
  /** One path, as an ensemble of one. */
  path: Ensemble,
  /** c(Φ̄ − α), [K]. */
  weights: Vector,
  /** 1 where the component keeps its value, [d]; undefined when all move. */
  kept: Vector | undefined,
) => PathJacobian;

/** A way to get at it for an energy. */
export type PathJacobianMethod = (energy: Energy) => PathJacobianEvaluator;

/**
 * Exact, for energies whose weighted Hessian is a band: one elimination through the band carries the K gradients along.
 * Cost: O(d b² + d b K + d K²) a path for bandwidth b, and K pullbacks. With components kept, their rows and columns
 * become the identity's.
 * @throws TypeError when the energy's weighted Hessian is no band
 */
export const bandedJacobian: PathJacobianMethod = (energy) => {
  const structure = energy.bandedHessian;
  if (structure === undefined) {
    throw new TypeError(`bandedJacobian: energy expects a banded weighted Hessian, got ${energy.name}; use denseJacobian`);
  }
  const { bandwidth } = structure;
  const { signalLength: order, componentCount: count } = energy;
  const stride = bandwidth + 1;
  const band = vector(order * stride);
  const columns = vector(order * count);
  return (path, weights, kept) => {
    structure.fill(path.data, weights, band);
    for (let at = 0; at < band.length; at++) band[at] = -band[at];
    for (let i = 0; i < order; i++) band[i * stride] += 1;
    if (kept) keepRows(band, order, bandwidth, kept);
    gradientColumns(energy, path, kept, columns);
    const coupling = matrix(count, count);
    return { block: bandedCoupling(band, columns, order, bandwidth, coupling.data), coupling };
  };
};

/**
 * Exact for every energy: the block is built column by column from Hessian products. The reference for all others.
 * Cost: d Hessian products and O(d³) a path.
 */
export const denseJacobian: PathJacobianMethod = (energy) => {
  const { signalLength: order, componentCount: count } = energy;
  const copies = ensemble(order, order);
  const units = ensemble(order, order);
  const gradients = vector(order * count);
  const column = vector(order);
  for (let i = 0; i < order; i++) units.path(i)[i] = 1;
  return (path, weights, kept) => {
    for (let i = 0; i < order; i++) copies.path(i).set(path.data);
    const columns = energy.hessianProduct(copies, weights, units);
    const block = matrix(order, order);
    for (let i = 0; i < order; i++) {
      for (let j = 0; j < order; j++) {
        const fixed = kept !== undefined && (kept[i] === 1 || kept[j] === 1);
        block.data[i * order + j] = (i === j ? 1 : 0) - (fixed ? 0 : columns.data[j * order + i]);
      }
    }
    const { logDeterminant, solve } = factoriseDense(block);
    gradientColumns(energy, path, kept, gradients);
    const coupling = matrix(count, count);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < order; i++) column[i] = gradients[i * count + k];
      solve(column);
      for (let i = 0; i < order; i++) {
        for (let j = 0; j < count; j++) coupling.data[j * count + k] += gradients[i * count + j] * column[i];
      }
    }
    return { block: logDeterminant, coupling };
  };
};

/** The cheapest exact way that the energy's structure allows. */
export const exactJacobian: PathJacobianMethod = (energy) =>
  energy.bandedHessian === undefined ? denseJacobian(energy) : bandedJacobian(energy);

/** Turns rows and columns of kept components into the identity's. */
function keepRows(band: Vector, order: number, bandwidth: number, kept: Vector): void {
  for (let i = 0; i < order; i++) {
    for (let l = 0; l <= Math.min(bandwidth, i); l++) {
      if (kept[i] === 1 || kept[i - l] === 1) band[i * (bandwidth + 1) + l] = l === 0 ? 1 : 0;
    }
  }
}

/** Writes J(x)ᵀ, [d, K]: the gradient of each component as a column, 0 where the component is kept. Cost: K pullbacks. */
function gradientColumns(energy: Energy, path: Ensemble, kept: Vector | undefined, out: Vector): void {
  const { componentCount: count, signalLength: length } = energy;
  const unit = vector(count);
  for (let k = 0; k < count; k++) {
    unit.fill(0);
    unit[k] = 1;
    const { data } = energy.pullback(path, unit);
    for (let i = 0; i < length; i++) out[i * count + k] = kept?.[i] === 1 ? 0 : data[i];
  }
}
