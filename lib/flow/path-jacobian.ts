import { ensemble, matrix, vector, type Ensemble, type Matrix, type Vector } from '../array';
import type { Energy } from '../energy';
import { factoriseBanded, factoriseDense, type LogDeterminant } from '../linear-algebra';

/** What one path contributes to the Jacobian determinant of a step (Appendix A). */
export interface PathJacobian {
  /** ln|det M|, M = I − Σₖ wₖ∇²Φₖ(x) restricted to the components that move. */
  readonly block: LogDeterminant;
  /** J M⁻¹ Jᵀ, [K, K]. */
  readonly coupling: Matrix;
}

/** A way to factorise the path's block of the Jacobian. */
export interface PathJacobianMethod {
  readonly name: string;
  /**
   * @param path one path, as an ensemble of one
   * @param weights c(Φ̄ − α), [K]
   * @param kept 1 where the component keeps its value, [d]; undefined when all move
   */
  evaluate(energy: Energy, path: Ensemble, weights: Vector, kept: Vector | undefined): PathJacobian;
}

/**
 * Exact, for energies whose weighted Hessian is a band: the band is factorised and solved against the K gradients.
 * Cost: O(d b² + d b K + d K²) a path for bandwidth b. With components kept, their rows and columns become the identity's.
 */
export const bandedJacobian: PathJacobianMethod = {
  name: 'banded plus low rank',
  evaluate(energy, path, weights, kept) {
    const structure = energy.bandedHessian;
    if (structure === undefined) {
      throw new TypeError(`bandedJacobian: energy expects a banded weighted Hessian, got ${energy.name}; use denseJacobian`);
    }
    const { bandwidth } = structure;
    const order = energy.signalLength;
    const stride = bandwidth + 1;
    const band = vector(order * stride);
    structure.fill(path.data, weights, band);
    for (let i = 0; i < order; i++) {
      for (let l = 0; l <= Math.min(bandwidth, i); l++) {
        const at = i * stride + l;
        const fixed = kept !== undefined && (kept[i] === 1 || kept[i - l] === 1);
        band[at] = (l === 0 ? 1 : 0) - (fixed ? 0 : band[at]);
      }
    }
    const { logDeterminant, solve } = factoriseBanded(band, order, bandwidth);
    return { block: logDeterminant, coupling: couple(energy, path, kept, solve) };
  },
};

/**
 * Exact for every energy: the block is built column by column from Hessian products. The reference for all others.
 * Cost: d Hessian products and O(d³) a path.
 */
export const denseJacobian: PathJacobianMethod = {
  name: 'dense',
  evaluate(energy, path, weights, kept) {
    const order = energy.signalLength;
    const copies = ensemble(order, order);
    const units = ensemble(order, order);
    for (let i = 0; i < order; i++) {
      copies.path(i).set(path.data);
      units.path(i)[i] = 1;
    }
    const columns = energy.hessianProduct(copies, weights, units);
    const block = matrix(order, order);
    for (let i = 0; i < order; i++) {
      for (let j = 0; j < order; j++) {
        const fixed = kept !== undefined && (kept[i] === 1 || kept[j] === 1);
        block.data[i * order + j] = (i === j ? 1 : 0) - (fixed ? 0 : columns.data[j * order + i]);
      }
    }
    const { logDeterminant, solve } = factoriseDense(block);
    return { block: logDeterminant, coupling: couple(energy, path, kept, solve) };
  },
};

/** The cheapest exact way that the energy's structure allows. */
export function exactJacobian(energy: Energy): PathJacobianMethod {
  return energy.bandedHessian === undefined ? denseJacobian : bandedJacobian;
}

/** J(x), [K, d]: the gradient of each component as a row. Cost: K pullbacks. */
export function jacobian(energy: Energy, path: Ensemble): Matrix {
  const rows = matrix(energy.componentCount, energy.signalLength);
  const unit = vector(energy.componentCount);
  for (let k = 0; k < energy.componentCount; k++) {
    unit.fill(0);
    unit[k] = 1;
    rows.row(k).set(energy.pullback(path, unit).data);
  }
  return rows;
}

function couple(energy: Energy, path: Ensemble, kept: Vector | undefined, solve: (b: Vector) => void): Matrix {
  const rows = jacobian(energy, path);
  if (kept !== undefined) for (let at = 0; at < rows.data.length; at++) if (kept[at % energy.signalLength] === 1) rows.data[at] = 0;
  const solved = rows.data.slice();
  const { rowCount: count, columnCount: length } = rows;
  const coupling = matrix(count, count);
  for (let k = 0; k < count; k++) {
    const column = solved.subarray(k * length, (k + 1) * length);
    solve(column);
    for (let j = 0; j < count; j++) {
      let sum = 0;
      const row = j * length;
      for (let i = 0; i < length; i++) sum += rows.data[row + i] * column[i];
      coupling.data[j * count + k] = sum;
    }
  }
  return coupling;
}
