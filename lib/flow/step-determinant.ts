import { vector, type Vector } from '../array';
import { smallLogDeterminant, type LogDeterminant } from '../linear-algebra';
import { ensembleSizeFor, type Flow } from './flow';
import { exactJacobian, pathJacobians, type PathJacobianMethod } from './path-jacobian';
import { inspect, moved, pathForces, type FlowState } from './step';

/** ln|det| of the Jacobian of one step of all paths, by ensemble and by cause. */
export interface StepDeterminant {
  /** ln|det| of each ensemble's joint Jacobian, nats, [R]. */
  readonly logAbs: Vector;
  /** Its sign, [R]. */
  readonly sign: Vector;
  /** ln|det(I − Σ wₖ∇²Φₖ)| of each path, [N]: what moving through energy space costs (transport). */
  readonly transport: Vector;
  /** ln|det(I_K − (c/N) Σₙ J M⁻¹Jᵀ)| of each ensemble, [R]: what shrinking onto the target costs (collapse). */
  readonly collapse: Vector;
}

/**
 * The log-determinant of the step that a state is about to take.
 *
 * Paper: Appendix A. The joint Jacobian of N coupled paths is a block diagonal plus a matrix of rank K, so that its
 * determinant is the product of the blocks' and of one K × K determinant; with one path an ensemble it is that of eq. (3).
 * Under a constraint it is that of the rows and columns that move (Appendix B).
 * @param method how a path's block is factorised; the cheapest exact way for the energy when left out
 * @throws TypeError when the energy has not the structure that the method needs
 * Cost: that of the method for every path, and O(K³) an ensemble.
 */
export function stepDeterminant(flow: Flow, state: FlowState, method: PathJacobianMethod = exactJacobian): StepDeterminant {
  const evaluate = method(flow.energy);
  const { pathCount } = state.paths;
  const size = ensembleSizeFor(flow, pathCount);
  const count = pathCount / size;
  const { meanEnergies } = inspect(flow, state);
  const forces = pathForces(flow, meanEnergies, pathCount);
  const { kept } = moved(flow, state.paths, forces);
  const jacobians = pathJacobians(pathCount, flow.energy.componentCount);
  evaluate(state.paths, forces, kept, jacobians);
  const { logAbs, sign, couplings } = jacobians;
  const result = { logAbs: vector(count), sign: vector(count), transport: logAbs, collapse: vector(count) };
  for (let e = 0; e < count; e++) {
    const low = collapseDeterminant(flow, couplings, e * size, size);
    result.collapse[e] = result.logAbs[e] = low.logAbs;
    result.sign[e] = low.sign;
    for (let n = e * size; n < (e + 1) * size; n++) {
      result.logAbs[e] += logAbs[n];
      result.sign[e] *= sign[n];
    }
  }
  return result;
}

/** ln|det(I_K − (c/N) Σ coupling)| over the paths `first` … `first + size − 1` of couplings, [N, K, K]. */
export function collapseDeterminant(flow: Flow, couplings: Vector, first: number, size: number): LogDeterminant {
  const order = flow.energy.componentCount;
  const small = vector(order * order);
  for (let n = first; n < first + size; n++) {
    const at = n * order * order;
    for (let i = 0; i < small.length; i++) small[i] += couplings[at + i];
  }
  const scale = flow.stepSize / (flow.lossScale * size);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < order; j++) small[i * order + j] = (i === j ? 1 : 0) - scale * small[i * order + j];
  }
  return smallLogDeterminant(small, order);
}
