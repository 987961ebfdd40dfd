import { type Ensemble, ensemble, type Matrix, matrix, shapeOf, type Vector, vector } from '../array/index.js';
import type { PathJacobians } from '../compiled/index.js';
import { type Energy, evaluatorOf } from '../energy/index.js';
import { bandedCoupling, factoriseDense, type LogDeterminant } from '../linear-algebra/index.js';
import { EFFORT_NUMBERS } from './efforts.js';
import type { StepKind } from './flow.js';

/**
 * Contributions of paths to the Jacobian determinant of a step (Appendix A), with their variances; one row per path.
 */
export interface StepJacobians extends PathJacobians {
  /** Variance of logAbs over the probes that it was estimated from, nats², [N]; 0 where it is exact. */
  readonly variances: Vector;
  /** Number of those probes, [N]; 0 where logAbs is exact. */
  readonly probes: Vector;
  /** ln|det(I_K − c J M⁻¹Jᵀ)| of each path, [N], where it is estimated for paths by themselves (scope 'parts'). */
  readonly collapses: Vector;
  /**
   * Predicted for the next step of the same path, [N, 2, 3]: see efforts.ts. Zeros before the first step; stochastic
   * estimates read and update them.
   */
  readonly efforts: Vector;
}

/** The step and the paths that are evaluated: probes depend on both, besides their key. */
export interface Occasion {
  readonly stepNumber: number;
  /** Number of the first path given, among all paths of the descent. */
  readonly firstPath: number;
}

/**
 * The matrix whose determinant logAbs holds. With M = I − Σₖ wₖ∇²Φₖ(x) of a path:
 * - 'block': M, with the coupling J M⁻¹Jᵀ beside it;
 * - 'step': M − c JᵀJ, the whole step of a path that is coupled to no other; without couplings;
 * - 'parts': M of such a path, with its collapse beside it; the variance is that of both together.
 */
export type JacobianScope = 'block' | 'step' | 'parts';

/** Evaluates the contributions of paths to the Jacobian determinant of a step, for the components that move. */
export interface PathJacobianEvaluator {
  readonly scope: JacobianScope;
  /**
   * @param paths x, [N, d]
   * @param weights c(Φ̄ − α) of each path, [N, K]
   * @param kept 1 where the component keeps its value, [N, d]; undefined when all move
   * @param out is written
   */
  /** Writes log-determinant, sign and couplings of the block of every path. */
  evaluate(paths: Ensemble, weights: Matrix, kept: Ensemble | undefined, out: StepJacobians, occasion: Occasion): void;
}

/**
 * A method for those contributions, which is told the kind of the steps.
 *
 * | method | how | for |
 * |---|---|---|
 * | `denseJacobian` | d Hessian products, elimination | every energy; the reference |
 * | `bandedJacobian` | elimination in a band | energies with a banded Hessian |
 * | `compiledJacobian` | the same, compiled | energies with compiled Jacobians |
 * | `exactJacobian` | the cheapest of these three | every energy |
 * | `stochasticJacobian` | random probes | every energy |
 * | `chosenJacobian` | exact where that is cheap, else stochastic | every energy |
 */
export type PathJacobianMethod = (kind: StepKind) => PathJacobianEvaluator;

/**
 * Exact, for energies whose weighted Hessian is a band: one elimination through the band also solves for the K
 * gradients. Rows and columns of kept components are replaced by those of the identity.
 * Cost: O(d b² + d b K + d K²) per path for bandwidth b, and K pullbacks.
 * @throws TypeError when the energy's weighted Hessian is no band
 */
export const bandedJacobian: PathJacobianMethod = ({ energy }) => {
  const structure = energy.bandedHessian;
  if (structure === undefined) {
    throw new TypeError(
      `bandedJacobian: energy expects a banded weighted Hessian, got ${energy.name}; use denseJacobian`,
    );
  }
  const { bandwidth } = structure;
  const { signalLength: order, componentCount: count } = energy;
  const stride = bandwidth + 1;
  const band = vector(order * stride);
  const columns = vector(order * count);
  return eachPath(energy, (path, weights, kept, coupling) => {
    structure.fill(path.data, weights, band);
    for (let at = 0; at < band.length; at++) band[at] = -band[at];
    for (let i = 0; i < order; i++) band[i * stride] += 1;
    if (kept) keepRows(band, order, bandwidth, kept);
    gradientColumns(energy, path, kept, columns);
    return bandedCoupling(band, columns, order, bandwidth, coupling);
  });
};

/**
 * As `bandedJacobian`, by the energy's compiled kernel, many times as fast. Steps with kept components use
 * `bandedJacobian`.
 * @throws TypeError when the energy has no such kernel
 */
export const compiledJacobian: PathJacobianMethod = (kind) => {
  const { energy } = kind;
  const kernel = evaluatorOf(energy).jacobians();
  if (kernel === undefined) {
    throw new TypeError(`compiledJacobian: energy expects a compiled kernel, got ${energy.name}; use exactJacobian`);
  }
  const constrained = bandedJacobian(kind);
  return {
    scope: 'block',
    evaluate(paths, weights, kept, out, occasion) {
      if (kept) return constrained.evaluate(paths, weights, kept, out, occasion);
      kernel.evaluate(paths.data, weights.data, out);
      out.variances.fill(0);
      out.probes.fill(0);
    },
  };
};

/**
 * Exact for every energy: the block is built column by column from Hessian products. The reference for all others.
 * Cost: d Hessian products and O(d³) per path.
 */
export const denseJacobian: PathJacobianMethod = ({ energy }) => {
  const { signalLength: order, componentCount: count } = energy;
  const hessianOf = weightedHessian(energy);
  const gradients = vector(order * count);
  const [column, products] = [vector(order), vector(count)];
  return eachPath(energy, (path, weights, kept, coupling) => {
    const block = hessianOf(path, weights);
    for (let i = 0; i < order; i++) {
      for (let j = 0; j < order; j++) {
        const fixed = kept !== undefined && (kept[i] === 1 || kept[j] === 1);
        block.data[i * order + j] = (i === j ? 1 : 0) - (fixed ? 0 : block.data[i * order + j]);
      }
    }
    const { logDeterminant, solve } = factoriseDense(block);
    gradientColumns(energy, path, kept, gradients);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < order; i++) column[i] = gradients[i * count + k];
      solve(column);
      products.fill(0);
      for (let i = 0; i < order; i++) {
        for (let j = 0; j < count; j++) products[j] += gradients[i * count + j] * column[i];
      }
      for (let j = 0; j < count; j++) coupling[j * count + k] = products[j];
    }
    return logDeterminant;
  });
};

/**
 * Makes the function that gives Σₖ wₖ∇²Φₖ(x) of one path, [d, d], from Hessian products of the unit vectors.
 * Cost of a call: d Hessian products.
 */
export function weightedHessian(energy: Energy): (path: Ensemble, weights: Vector) => Matrix {
  const { signalLength: order } = energy;
  const copies = ensemble(order, shapeOf(energy));
  const units = ensemble(order, shapeOf(energy));
  for (let i = 0; i < order; i++) units.path(i)[i] = 1;
  return (path, weights) => {
    for (let i = 0; i < order; i++) copies.path(i).set(path.data);
    // Row i is the product with unit vector i: column i of a symmetric matrix.
    return matrix(order, order, energy.hessianProduct(copies, weights, units).data);
  };
}

/** The cheapest exact method that the energy's structure allows. */
export const exactJacobian: PathJacobianMethod = (kind) => {
  if (kind.energy.accelerators?.jacobians) return compiledJacobian(kind);
  return kind.energy.bandedHessian ? bandedJacobian(kind) : denseJacobian(kind);
};

/** Storage for the Jacobians of N paths. */
export function pathJacobians(pathCount: number, componentCount: number): StepJacobians {
  const [logAbs, sign, variances, probes, collapses] = Array.from({ length: 5 }, () => vector(pathCount));
  const efforts = vector(EFFORT_NUMBERS * pathCount);
  const couplings = vector(componentCount * componentCount * pathCount);
  return { logAbs, sign, variances, probes, collapses, efforts, couplings };
}

/** An evaluator that calls `one` for each path; `one` writes the coupling. */
function eachPath(
  { componentCount }: Energy,
  one: (path: Ensemble, weights: Vector, kept: Vector | undefined, coupling: Vector) => LogDeterminant,
): PathJacobianEvaluator {
  const size = componentCount * componentCount;
  return {
    scope: 'block',
    evaluate(paths, weights, kept, { logAbs, sign, variances, probes, couplings }) {
      variances.fill(0);
      probes.fill(0);
      for (let n = 0; n < paths.pathCount; n++) {
        const path = ensemble(1, paths.shape, paths.path(n));
        const block = one(path, weights.row(n), kept?.path(n), couplings.subarray(n * size, (n + 1) * size));
        logAbs[n] = block.logAbs;
        sign[n] = block.sign;
      }
    },
  };
}

/** Replaces rows and columns of kept components by those of the identity. */
function keepRows(band: Vector, order: number, bandwidth: number, kept: Vector): void {
  for (let i = 0; i < order; i++) {
    for (let l = 0; l <= Math.min(bandwidth, i); l++) {
      if (kept[i] === 1 || kept[i - l] === 1) band[i * (bandwidth + 1) + l] = l === 0 ? 1 : 0;
    }
  }
}

/**
 * Writes J(x)ᵀ, [d, K]: the gradient of each component as a column, 0 where the component is kept. Cost: K pullbacks.
 */
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
