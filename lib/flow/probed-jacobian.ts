import { type Ensemble, firstNonFinite, type Vector, vector } from '../array/index.js';
import type { DerivativeKernel } from '../compiled/index.js';
import { type Effort, type LogDeterminantEstimator, logDeterminantEstimator } from '../linear-algebra/index.js';
import { foldIn, type Key, key, signs } from '../random/index.js';
import { symletBasis } from '../wavelet/index.js';
import { type EffortPart, effortOf, leaveEffort } from './efforts.js';
import type { Flow, StepKind } from './flow.js';
import type { JacobianScope, Occasion, PathJacobianEvaluator, StepJacobians } from './path-jacobian.js';

/** How probes are drawn and how many: plain data. */
export interface ProbeOptions {
  /** Key of all probes; the probes of a path at a step depend on this key, the path's number and the step's number alone. */
  readonly probeKey?: Key;
  /** Standard error of a path's log-determinant at a step that is asked for on average, nats; 0.3 when left out. */
  readonly probeGoal?: number;
  /**
   * Whether the determinants of paths that are coupled to no other are estimated in two parts, transport and collapse: by a
   * second estimate, of the block, at about the cost of the first. false when left out.
   */
  readonly probeParts?: boolean;
}

/**
 * T steps add at most T·goal²/N to the variance of a divergence over N paths, which is about 2D/N by itself. One probe, two
 * or three products, meets 0.3 nearly everywhere at d = 1024: its error is 0.01 to 0.02 for the scattering mean of an AR(1)
 * model, and 0.25 for regular descents of the scattering covariance and spectra, which are at their best after some 50 steps.
 * A goal of 0.1 takes the latter 20 to 35 products.
 */
const GOAL = 0.3;

/**
 * Probes of an ensemble at the least. The logarithm of the K × K factor bends, so that its estimate from P probes is too
 * small by about C²/(2P) nats per ensemble, C the collapse.
 */
const COUPLED_PROBES = 32;

/** Every so many steps at least two probes are taken: only two show which share of its bound the variance is. */
const REVIEW = 32;

/** The effort of the dense matrix. */
const DENSE: Effort = { probes: Infinity, share: 1, variance: 0 };

/** Which determinants probes estimate for a flow: see `PathJacobianEvaluator`. */
export function probedScope(
  { ensembleSize }: Pick<Flow, 'ensembleSize'>,
  { probeParts = false }: ProbeOptions,
): JacobianScope {
  if (ensembleSize !== 1) return 'block';
  return probeParts ? 'parts' : 'step';
}

/**
 * Log-determinants of the paths that a kernel holds, path by path, from probes.
 * Before each `evaluate` the paths must be loaded and the weights pulled back.
 * @param dense whether every block is put together from d products instead; the result is exact then
 */
export function probedJacobian(
  kind: StepKind,
  kernel: DerivativeKernel,
  options: ProbeOptions,
  dense = false,
): PathJacobianEvaluator {
  const scope = dense ? 'block' : probedScope(kind, options);
  const estimates = new GroupEstimates(kind, kernel, options, { scope, dense });
  return {
    scope,
    evaluate(_, __, kept, out, occasion) {
      for (let group = 0; group * kernel.width < kernel.pathCount; group++) {
        estimates.evaluate(group, kept, out, occasion);
      }
    },
  };
}

/** Estimators for the paths of one group, which share Hessian products: one estimator per lane. */
class GroupEstimates {
  private readonly lanes: readonly LogDeterminantEstimator[];
  private readonly directions: Vector;
  private readonly products: Vector;
  private readonly rates: Vector;
  private readonly leastProbes: number;

  constructor(
    private readonly kind: StepKind,
    private readonly kernel: DerivativeKernel,
    private readonly options: ProbeOptions,
    private readonly ways: { readonly scope: JacobianScope; readonly dense: boolean },
  ) {
    const { signalLength: d, componentCount, width, rounding, pathCount } = kernel;
    const { probeGoal: goal = GOAL } = options;
    this.lanes = Array.from({ length: width }, () =>
      logDeterminantEstimator(d, componentCount, { goal, rounding, basis: symletBasis(d) }),
    );
    this.directions = vector(width * d);
    this.products = vector(width * d);
    this.rates = vector(width * componentCount);
    const couples = ways.scope === 'block' && kind.stepSize !== 0;
    this.leastProbes = couples ? Math.ceil(COUPLED_PROBES / (kind.ensembleSize ?? pathCount)) : 1;
  }

  /** Writes what the group's paths contribute. */
  evaluate(group: number, kept: Ensemble | undefined, out: StepJacobians, occasion: Occasion): void {
    const { kind, ways } = this;
    const wholeFactor = ways.scope === 'block' ? 0 : kind.stepSize / kind.lossScale;
    this.estimate(group, 'whole', wholeFactor, kept, out, occasion);
    this.eachPath(group, (n, { estimate, addCoupling }) => {
      out.logAbs[n] = estimate.value;
      out.sign[n] = estimate.sign;
      out.variances[n] = estimate.variance;
      out.probes[n] = estimate.probes;
      if (ways.scope === 'block' && kind.stepSize !== 0)
        addCoupling(clearedRows(out.couplings, n, this.kernel.componentCount * this.kernel.componentCount));
    });
    if (ways.scope !== 'parts') return;
    this.estimate(group, 'block', 0, kept, out, occasion);
    this.eachPath(group, (n, { estimate }) => {
      out.collapses[n] = out.logAbs[n] - estimate.value;
      out.logAbs[n] = estimate.value;
    });
  }

  /** Estimates ln|det(I − Σₖ wₖ∇²Φₖ − c JᵀJ)| of each path of the group. */
  private estimate(
    group: number,
    part: EffortPart,
    c: number,
    kept: Ensemble | undefined,
    { efforts }: StepJacobians,
    { stepNumber, firstPath }: Occasion,
  ): void {
    const { signalLength: d } = this.kernel;
    const stepKey = foldIn(this.options.probeKey ?? key(0), stepNumber);
    const leastProbes = stepNumber % REVIEW === 0 ? Math.max(2, this.leastProbes) : this.leastProbes;
    this.eachPath(group, (n, lane) => {
      const pathKey = foldIn(stepKey, firstPath + n);
      lane.start({
        draw: (probeNumber, v) => void signs(foldIn(pathKey, probeNumber), d, v),
        kept: kept?.path(n),
        effort: this.ways.dense ? DENSE : effortOf(efforts, n, part),
        leastProbes,
      });
    });
    this.multiplyUntilDone(group, c, firstPath);
    this.eachPath(group, (n, lane) => leaveEffort(efforts, n, part, lane.estimate.effort));
  }

  /** Multiplies the lanes' directions by Σₖ wₖ∇²Φₖ + c JᵀJ until every estimator of the group is done. */
  private multiplyUntilDone(group: number, c: number, firstPath: number): void {
    const { kernel, directions, products, rates } = this;
    const { signalLength: d, componentCount: count } = kernel;
    for (;;) {
      let waiting = false;
      this.eachPath(group, (_, lane, l) => {
        if (lane.done) return;
        waiting = true;
        directions.set(lane.direction, l * d);
      });
      if (!waiting) return;
      kernel.hessianProduct(group, directions, c, products, rates);
      this.eachPath(group, (n, lane, l) => {
        if (lane.done) return;
        const product = products.subarray(l * d, (l + 1) * d);
        this.checkProduct(product, firstPath + n);
        lane.accept(product, rates.subarray(l * count, (l + 1) * count));
      });
    }
  }

  private checkProduct(product: Vector, pathNumber: number): void {
    const bad = firstNonFinite(product);
    if (bad < 0) return;
    throw new RangeError(
      `stochasticJacobian: path ${pathNumber} has a Hessian product ${product[bad]}, expected finite numbers; ` +
        `take ${this.kind.stepSize === 0 ? 'smaller weights' : `a step size below ${this.kind.stepSize}`}`,
    );
  }

  /** Calls `body` for the paths of a group: number of the path in the kernel, its estimator, its lane. */
  private eachPath(group: number, body: (n: number, estimator: LogDeterminantEstimator, lane: number) => void): void {
    const { width, pathCount } = this.kernel;
    const first = group * width;
    for (let l = 0; l < Math.min(width, pathCount - first); l++) body(first + l, this.lanes[l], l);
  }
}

/** Row n of `size` numbers, filled with zeros. */
function clearedRows(rows: Vector, n: number, size: number): Vector {
  return rows.subarray(n * size, (n + 1) * size).fill(0);
}
