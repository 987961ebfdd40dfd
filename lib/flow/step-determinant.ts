import { matrix, type Vector, vector } from '../array/index.js';
import { factoriseDense, type LogDeterminant, smallLogDeterminant } from '../linear-algebra/index.js';
import { ensembleSizeFor, type Flow } from './flow.js';
import { gaussNewtonCoupling } from './gauss-newton-coupling.js';
import { joinedCollapse } from './joined-descent.js';
import { type PathJacobianMethod, pathJacobians } from './path-jacobian.js';
import { type FlowState, gaussNewtonForces, inspect, moved, pathForces } from './step.js';
import { chosenJacobian } from './stochastic-jacobian.js';

/** ln|det| of the Jacobian of one step of all paths, by ensemble and by cause. */
export interface StepDeterminant {
  /** ln|det| of each ensemble's joint Jacobian, nats, [R]. */
  readonly logAbs: Vector;
  /** Standard errors of logAbs, over the probes that it was estimated from, [R]; 0 where it is exact. */
  readonly standardErrors: Vector;
  /** Sign of the determinant, [R]; NaN where it was estimated. */
  readonly sign: Vector;
  /**
   * ln|det(I − Σ wₖ∇²Φₖ)| of each path, [N]: the loss of entropy by moving through energy space (transport). NaN where
   * only the whole was estimated, as for paths that are coupled to no other unless `probeParts` asks for both.
   */
  readonly transport: Vector;
  /**
   * ln|det(I_K − (c/N) Σₙ J M⁻¹Jᵀ)| of each ensemble, [R]: the loss of entropy by shrinking onto the target (collapse).
   * NaN as above.
   */
  readonly collapse: Vector;
}

/**
 * The log-determinant of the step that a state is about to take.
 *
 * Paper: Appendix A. The joint Jacobian of N coupled paths is a block diagonal plus a matrix of rank K, so that its
 * determinant is the product of the blocks' and of one K × K determinant; with one path an ensemble it is that of eq.
 * (3). Under a constraint it is that of the rows and columns that move (Appendix B).
 * @param method of a path's Jacobian; `chosenJacobian` when left out
 * @throws TypeError when the energy has not the structure that the method needs
 * Cost: that of the method for every path, and O(K³) per ensemble.
 */
export function stepDeterminant(
  flow: Flow,
  state: FlowState,
  method: PathJacobianMethod = chosenJacobian(),
): StepDeterminant {
  const { pathCount } = state.paths;
  const size = ensembleSizeFor(flow, pathCount);
  const count = pathCount / size;
  const { scope, evaluate } = method({ ...flow, ensembleSize: size });
  const { meanEnergies } = inspect(flow, state);
  const forces = pathForces(flow, meanEnergies, state.paths);
  const { kept } = moved(flow, state.paths, forces);
  const jacobians = pathJacobians(pathCount, flow.energy.componentCount);
  evaluate(state.paths, forces, kept, jacobians, { stepNumber: state.stepNumber, firstPath: 0 });
  if (flow.gaussNewton) {
    const found = gaussNewtonForces(flow, meanEnergies, state.paths);
    gaussNewtonCoupling(flow, size)(state.paths, 0, (e) => found[e], jacobians);
  }
  const { logAbs, sign, variances, probes, collapses, couplings } = jacobians;
  if (scope === 'step') {
    const unknown = logAbs.map(() => NaN);
    return { logAbs, sign, standardErrors: variances.map(Math.sqrt), transport: unknown, collapse: unknown };
  }
  if (scope === 'parts') {
    const whole = logAbs.map((block, n) => block + collapses[n]);
    return { logAbs: whole, sign, standardErrors: variances.map(Math.sqrt), transport: logAbs, collapse: collapses };
  }
  const [joint, jointSign, errors, collapse] = Array.from({ length: 4 }, () => vector(count));
  for (let e = 0; e < count; e++) {
    const low = collapseDeterminant(flow, couplings, probes, e * size, size);
    collapse[e] = joint[e] = low.logAbs;
    jointSign[e] = low.sign;
    let variance = low.variance;
    for (let n = e * size; n < (e + 1) * size; n++) {
      joint[e] += logAbs[n];
      jointSign[e] *= sign[n];
      variance += variances[n];
    }
    errors[e] = Math.sqrt(variance);
  }
  return { logAbs: joint, standardErrors: errors, sign: jointSign, transport: logAbs, collapse };
}

/** Ensembles from this size on need no correction for the noise of their couplings. */
const LARGE = 64;

/**
 * ln|det(I_K − S)|, S = (c/N) Σ coupling over the paths `first` … `first + size − 1` of couplings, [N, K, K].
 *
 * Where couplings are estimates, each with mean right, the logarithm is too small by about C²/(2P), C = tr S and P the
 * probes of all paths: C²/(2PN) in nats per path. For ensembles of less than 64 paths the even and the odd
 * paths are evaluated separately, where the bias is twice as large, and the difference is subtracted: a jackknife by
 * halves, after which a term of order C³/P² is left. The variance is 2‖S(I − S)⁻¹‖²/P: that of a quadratic form in
 * random signs.
 * The factor of joined steps, whose couplings are exact, is `joinedCollapse`.
 * @param probes that the couplings were estimated from, [N]: 0 where they are exact
 */
export function collapseDeterminant(
  flow: Flow,
  couplings: Vector,
  probes: Vector,
  first: number,
  size: number,
): LogDeterminant & { readonly variance: number } {
  if (flow.own && size > 1) return { ...joinedCollapse(flow, couplings, first, size), variance: 0 };
  const order = flow.energy.componentCount;
  const sums = [vector(order * order), vector(order * order)];
  let probeCount = 0;
  for (let n = first; n < first + size; n++) {
    const at = n * order * order;
    const sum = sums[(n - first) % 2];
    for (let i = 0; i < sum.length; i++) sum[i] += couplings[at + i];
    probeCount += probes[n];
  }
  // The couplings of Gauss–Newton steps hold their step size.
  const scale = flow.gaussNewton ? 1 : flow.stepSize / flow.lossScale;
  const total = sums[0].map((entry, i) => (scale / size) * (entry + sums[1][i]));
  const whole = smallLogDeterminant(lessThanIdentity(total, order), order);
  if (probeCount === 0 || size === 1) return { ...whole, variance: 0 };
  const variance = (2 * squaredNorm(size < LARGE ? amplified(total, order) : total)) / probeCount;
  if (size >= LARGE) return { ...whole, variance };
  const counts = [Math.ceil(size / 2), Math.floor(size / 2)];
  const halves = sums.map((sum, h) => {
    const part = sum.map((entry) => (scale / counts[h]) * entry);
    return smallLogDeterminant(lessThanIdentity(part, order), order).logAbs;
  });
  const share = 1 / ((size * (1 / counts[0] + 1 / counts[1])) / 2 - 1);
  return { logAbs: (1 + share) * whole.logAbs - (share / 2) * (halves[0] + halves[1]), sign: whole.sign, variance };
}

/** I − S. */
function lessThanIdentity(matrixEntries: Vector, order: number): Vector {
  return matrixEntries.map((entry, i) => (i % (order + 1) === 0 ? 1 : 0) - entry);
}

/** S(I − S)⁻¹. */
function amplified(total: Vector, order: number): Vector {
  const { solve } = factoriseDense(matrix(order, order, lessThanIdentity(total, order)));
  const result = total.slice();
  // S is symmetric: the rows of S(I − S)⁻¹ are (I − S)⁻¹ times those of S.
  for (let k = 0; k < order; k++) solve(result.subarray(k * order, (k + 1) * order));
  return result;
}

function squaredNorm(entries: Vector): number {
  return entries.reduce((sum, entry) => sum + entry * entry, 0);
}
