import { vector } from '../array/index.js';
import type { DerivativeKernel } from '../compiled/index.js';
import { evaluatorOf, SHORT_LENGTH } from '../energy/index.js';
import type { StepKind } from './flow.js';
import {
  exactJacobian,
  type JacobianScope,
  type PathJacobianEvaluator,
  type PathJacobianMethod,
} from './path-jacobian.js';
import { type ProbeOptions, probedJacobian, probedScope } from './probed-jacobian.js';

export type { ProbeOptions } from './probed-jacobian.js';

/**
 * Log-determinants from products with random signs, each with its variance: see `logDeterminantEstimator`.
 *
 * Paper: Appendix A, whose dense blocks cost d products and O(d³) per path. Where paths are coupled, the block's determinant
 * and the coupling J M⁻¹Jᵀ are estimated from the same products. A path by itself has a K × K factor that is no sum over
 * paths, and no unbiased estimate from few products: there the determinant of the whole step is estimated, whose symmetric
 * matrix Σₖ wₖ∇²Φₖ + c JᵀJ costs no more to multiply by (scope 'step'). The difference to the block's, estimated from the same
 * probes, is the collapse (scope 'parts').
 * Works for every energy: with its compiled derivatives, else with Hessian products and K pullbacks per path.
 * Probes are drawn in wavelets, where Hessians of such energies are nearer to diagonal than in time: a third to a sixth of
 * the variance. At least 32 are drawn for an ensemble, whose K × K factor is no linear function of them.
 * Cost: 2 or 3 products per path where one probe meets the goal, as for AR models; else some five to fifty.
 */
export function stochasticJacobian(options: ProbeOptions = {}): PathJacobianMethod {
  return (kind) => {
    let kernel: DerivativeKernel | undefined;
    let evaluator: PathJacobianEvaluator | undefined;
    return {
      scope: probedScope(kind, options),
      evaluate(paths, weights, kept, out, occasion) {
        if (kernel?.pathCount !== paths.pathCount) {
          kernel = evaluatorOf(kind.energy).derivatives(paths.pathCount);
          evaluator = probedJacobian(kind, kernel, options);
        }
        kernel.load(paths.data);
        kernel.pullback(weights.data, vector(paths.data.length));
        evaluator!.evaluate(paths, weights, kept, out, occasion);
      },
    };
  };
}

/**
 * The method that suits the flow's energy: exact where its structure makes that cheap or paths are short (up to 64 values),
 * else by probes.
 */
export function chosenJacobian(options: ProbeOptions = {}): PathJacobianMethod {
  return (kind) => {
    if (isExact(kind)) return exactJacobian(kind);
    if (unmeasurable(kind)) throw unmeasured(kind);
    return stochasticJacobian(options)(kind);
  };
}

/**
 * The scope of `chosenJacobian` for a flow: see `PathJacobianEvaluator`.
 * @throws TypeError for Gauss–Newton and joined steps of an energy whose Jacobians are estimated
 */
export function chosenScope(kind: StepKind, options: ProbeOptions): JacobianScope {
  if (isExact(kind)) return 'block';
  if (unmeasurable(kind)) throw unmeasured(kind);
  return probedScope(kind, options);
}

/** G depends on all paths, and joined paths each have a K × K factor: their determinants need products that probes do not give. */
function unmeasurable({ gaussNewton, own, ensembleSize }: StepKind): boolean {
  return gaussNewton !== undefined || (own !== undefined && ensembleSize !== 1);
}

function unmeasured({ energy, own }: StepKind): TypeError {
  return new TypeError(
    `${own ? 'joinedDescent' : 'gaussNewtonDescent'}: the loss of entropy of coupled paths expects an energy with a banded Hessian, or at most ${SHORT_LENGTH} ` +
      `values per path, got ${energy.name} of ${energy.signalLength} values; run it by descend, and move fresh paths by its weights`,
  );
}

/**
 * As `chosenJacobian`, reusing a kernel. Before each `evaluate`, call `kernel.load(paths)` and `kernel.pullback(weights)`.
 * @param kernel derivatives of the energy; undefined where paths are moved without any
 */
export function heldJacobian(
  kind: StepKind,
  kernel: DerivativeKernel | undefined,
  options: ProbeOptions,
): PathJacobianEvaluator {
  const structured = evaluatorOf(kind.energy).hasStructure;
  return kernel && !structured ? probedJacobian(kind, kernel, options, isExact(kind)) : exactJacobian(kind);
}

function isExact({ energy }: Pick<StepKind, 'energy'>): boolean {
  return evaluatorOf(energy).hasStructure || energy.signalLength <= SHORT_LENGTH;
}
