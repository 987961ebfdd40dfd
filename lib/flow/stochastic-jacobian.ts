import { type Ensemble, firstNonFinite, type Vector, vector } from '../array/index.js';
import type { DerivativeKernel } from '../compiled/index.js';
import { type Effort, type LogDeterminantEstimator, logDeterminantEstimator } from '../linear-algebra/index.js';
import { foldIn, type Key, key, signs } from '../random/index.js';
import { symletBasis } from '../wavelet/index.js';
import type { Flow } from './flow.js';
import {
  exactJacobian,
  type Occasion,
  type PathJacobianEvaluator,
  type PathJacobianMethod,
  type StepJacobians,
} from './path-jacobian.js';
import { plainDerivatives } from './plain-derivatives.js';

/** How probes are drawn and how many: plain data. */
export interface ProbeOptions {
  /** Under which all probes are drawn; a path's at a step depend on it, the path's number and the step's alone. */
  readonly probeKey?: Key;
  /** Standard error of a path's log-determinant at a step that is asked for on average, nats; 0.3 when left out. */
  readonly probeGoal?: number;
  /**
   * Whether the determinants of paths that are coupled to no other are estimated in their parts too, transport and collapse:
   * with a second estimate, of the block, at about the cost of the first. false when left out.
   */
  readonly probeParts?: boolean;
}

/**
 * T steps add T·goal²/N at the most to the variance of a divergence over N paths, which is about 2D/N by itself. One probe,
 * two or three products, meets 0.3 nearly everywhere at d = 1024: 0.01 to 0.02 for the scattering mean of an AR(1) model, 0.25
 * for regular descents of the scattering covariance and spectra, which are at their best after some 50 steps. A goal of 0.1
 * takes the latter 20 to 35 products.
 */
const GOAL = 0.3;

/** Up to this signal length every block is dense, and all is computed in double precision. */
const SMALL_LENGTH = 64;

/** Relative accuracy of Hessian products: compiled in single precision, and plain. */
const ROUNDING = { single: 1e-5, double: 1e-12 };

/** The derivatives of a flow's energy at so many paths: compiled where the energy has a kernel. */
export function derivativesOf({ energy }: Flow, pathCount: number): DerivativeKernel {
  const precision = energy.signalLength <= SMALL_LENGTH ? 'double' : 'single';
  return energy.derivatives?.(pathCount, precision) ?? plainDerivatives(energy, pathCount);
}

/**
 * Log-determinants from products with random signs, each with its variance: see `logDeterminantEstimator`.
 *
 * Paper: Appendix A, whose dense blocks cost d products and O(d³) a path. Where paths are coupled, the block's determinant
 * and the coupling J M⁻¹Jᵀ are estimated from the same products. A path by itself has a K × K factor that is no sum over
 * paths, and no unbiased estimate from few products: there the whole step's determinant is estimated, whose symmetric
 * matrix Σₖ wₖ∇²Φₖ + c JᵀJ costs no more to multiply by (scope 'step'). What it has beyond the block's, estimated from the same
 * probes, is the collapse (scope 'parts').
 * Works for every energy: with its compiled derivatives, else with Hessian products and K pullbacks a path.
 * Probes are drawn in wavelets, where Hessians of such energies are nearer to diagonal than in time: a third to a sixth of
 * the variance. At least 32 are drawn for an ensemble, whose K × K factor is no linear function of them.
 * Cost: 2 or 3 products per path where one probe meets the goal, as for AR models; else some five to fifty.
 */
export function stochasticJacobian(options: ProbeOptions = {}): PathJacobianMethod {
  return (flow) => {
    let kernel: DerivativeKernel | undefined;
    let evaluator: PathJacobianEvaluator | undefined;
    return {
      scope: scopeOf(flow, options),
      evaluate(paths, weights, kept, out, occasion) {
        if (kernel?.pathCount !== paths.pathCount) {
          kernel = derivativesOf(flow, paths.pathCount);
          evaluator = probedJacobian(flow, kernel, options);
        }
        kernel.load(paths.data);
        kernel.pullback(weights.data, vector(paths.data.length));
        evaluator!.evaluate(paths, weights, kept, out, occasion);
      },
    };
  };
}

function scopeOf({ ensembleSize }: Flow, { probeParts = false }: ProbeOptions): PathJacobianEvaluator['scope'] {
  if (ensembleSize !== 1) return 'block';
  return probeParts ? 'parts' : 'step';
}

/** What the chosen way gives of each path: see `PathJacobianEvaluator`. */
export function chosenScope(flow: Flow, options: ProbeOptions): PathJacobianEvaluator['scope'] {
  return isExact(flow) ? 'block' : scopeOf(flow, options);
}

function isExact(flow: Flow): boolean {
  return hasStructure(flow) || flow.energy.signalLength <= SMALL_LENGTH;
}

/** Whether the energy's structure makes exact blocks cheap. */
export function hasStructure({ energy }: Flow): boolean {
  return energy.bandedHessian !== undefined || energy.jacobianKernel !== undefined;
}

/**
 * The way that suits the flow's energy: exact where its structure makes that cheap or paths are short (up to 64 values), else
 * by probes.
 */
export function chosenJacobian(options: ProbeOptions = {}): PathJacobianMethod {
  return (flow) => (isExact(flow) ? exactJacobian(flow) : stochasticJacobian(options)(flow));
}

/**
 * The chosen way for paths whose derivatives a kernel holds: at each evaluation these paths must be loaded and these weights
 * pulled back.
 */
export function heldJacobian(
  flow: Flow,
  kernel: DerivativeKernel | undefined,
  options: ProbeOptions,
): PathJacobianEvaluator {
  return kernel && !hasStructure(flow) ? probedJacobian(flow, kernel, options, isExact(flow)) : exactJacobian(flow);
}

/** `dense`: every block is put together from d products. */
function probedJacobian(
  flow: Flow,
  kernel: DerivativeKernel,
  options: ProbeOptions,
  dense = false,
): PathJacobianEvaluator {
  const { probeKey = key(0), probeGoal: goal = GOAL } = options;
  const { signalLength: d, componentCount: count, width } = kernel;
  const scope = dense ? 'block' : scopeOf(flow, options);
  const wholeFactor = scope === 'block' ? 0 : flow.stepSize / flow.lossScale;
  const compiled = flow.energy.derivatives !== undefined && d > SMALL_LENGTH;
  const rounding = compiled ? ROUNDING.single : ROUNDING.double;
  const lanes = Array.from({ length: width }, () =>
    logDeterminantEstimator(d, count, { goal, rounding, basis: symletBasis(d) }),
  );
  const [directions, products, rates] = [vector(width * d), vector(width * d), vector(width * count)];

  const leastProbes = scope === 'block' ? Math.ceil(COUPLED_PROBES / (flow.ensembleSize ?? kernel.pathCount)) : 1;

  /** Multiplies by Σₖ wₖ∇²Φₖ + c JᵀJ for all paths of a group until the last is content. */
  function work(group: number, c: number, own: readonly LogDeterminantEstimator[], firstNumber: number): void {
    while (own.some((lane) => !lane.done)) {
      own.forEach((lane, l) => void (lane.done || directions.set(lane.direction, l * d)));
      kernel.hessianProduct(group, directions, c, products, rates);
      own.forEach((lane, l) => {
        if (lane.done) return;
        const product = products.subarray(l * d, (l + 1) * d);
        const bad = firstNonFinite(product);
        if (bad >= 0) {
          throw new RangeError(
            `stochasticJacobian: path ${firstNumber + l} has a Hessian product ${product[bad]}, expected finite numbers; ` +
              `take a step size below ${flow.stepSize}`,
          );
        }
        lane.accept(product, rates.subarray(l * count, (l + 1) * count));
      });
    }
  }

  function evaluateGroup(
    group: number,
    kept: Ensemble | undefined,
    out: StepJacobians,
    { stepNumber, firstPath }: Occasion,
  ): void {
    const stepKey = foldIn(probeKey, stepNumber);
    const first = group * width;
    const least = stepNumber % REVIEW === 0 ? Math.max(2, leastProbes) : leastProbes;
    const own = lanes.slice(0, Math.min(width, kernel.pathCount - first));

    /** One log-determinant of each path of the group; `part` says whose efforts are meant. */
    function estimate(c: number, part: 0 | 1): void {
      own.forEach((lane, l) => {
        const pathKey = foldIn(stepKey, firstPath + first + l);
        lane.start({
          draw: (probeNumber, v) => void signs(foldIn(pathKey, probeNumber), d, v),
          kept: kept?.path(first + l),
          effort: dense ? DENSE : effortAt(out.efforts, 2 * (first + l) + part),
          leastProbes: least,
        });
      });
      work(group, c, own, firstPath + first);
      own.forEach((lane, l) => {
        keepEffort(out.efforts, 2 * (first + l) + part, lane.estimate.effort);
      });
    }

    estimate(wholeFactor, 0);
    own.forEach(({ estimate: { value, sign, variance, probes }, addCoupling }, l) => {
      const n = first + l;
      out.logAbs[n] = value;
      out.sign[n] = sign;
      out.variances[n] = variance;
      out.probes[n] = probes;
      if (scope !== 'block') return;
      const coupling = out.couplings.subarray(n * count * count, (n + 1) * count * count);
      coupling.fill(0);
      addCoupling(coupling);
    });
    if (scope !== 'parts') return;
    estimate(0, 1);
    own.forEach((lane, l) => {
      const block = lane.estimate.value;
      out.collapses[first + l] = out.logAbs[first + l] - block;
      out.logAbs[first + l] = block;
    });
  }

  return {
    scope,
    evaluate(_, __, kept, out, occasion) {
      for (let g = 0; g * width < kernel.pathCount; g++) evaluateGroup(g, kept, out, occasion);
    },
  };
}

/** Probes of an ensemble at the least: its coupling is no linear function of them. */
const COUPLED_PROBES = 32;

const DENSE: Effort = { probes: Infinity, share: 1, variance: 0 };

/** Steps after which two probes are taken where one is enough, so that the share of variance is known. */
const REVIEW = 32;

function effortAt(efforts: Vector, n: number): Effort | undefined {
  const [probes, share, variance] = efforts.subarray(3 * n, 3 * n + 3);
  return probes === 0 ? undefined : { probes, share, variance };
}

function keepEffort(efforts: Vector, n: number, effort: Effort | undefined): void {
  efforts.set(effort ? [effort.probes, effort.share, effort.variance] : [0, 0, 0], 3 * n);
}
