import {
  type Displayable,
  displaySymbol,
  type Ensemble,
  firstNonFinite,
  type Matrix,
  sameShape,
  shapeOf,
  spokenShape,
  tableBundle,
  type Vector,
  vectorOf,
} from '../array/index.js';
import type { Energy } from '../energy/index.js';
import type { Constraint } from './constraint.js';

/**
 * A descent of the energy's distance to a target, by paths that are coupled in ensembles of equal size.
 *
 * One step moves path n by x′ = x − c Jᵀ(x)(Φ̄ − α), c = γ/scale, Φ̄ the mean energy of the path's ensemble. Ensembles
 * of one path are the regular descent, eq. (3); larger ones are the mean-field descent, eq. (6).
 */
export interface Flow extends Displayable {
  readonly name: string;
  readonly energy: Energy;
  /** α, [K]. */
  readonly target: Vector;
  /** γ. */
  readonly stepSize: number;
  /** What the squared distance to the target is divided by. */
  readonly lossScale: number;
  /** Paths coupled in one ensemble; undefined when all paths given to the flow are. */
  readonly ensembleSize: number | undefined;
  readonly constraint: Constraint | undefined;
  /** Present where the force is γₜ G⁻¹(Φ̄ − α) in place of c(Φ̄ − α). */
  readonly gaussNewton?: GaussNewtonRule;
  /** Present where paths go a part of their own way: see `joinedDescent` and `singleTargetDescent`. */
  readonly own?: OwnRule;
}

/** The force c[(Φ̄ − ᾱ) + λ((Φ − αₙ) − (Φ̄ − ᾱ))] on path n; ᾱ is the mean of its ensemble's αₙ. */
export interface OwnRule {
  /** λ from 0 to 1. */
  readonly share: number;
  /** αₙ, [N, K]; undefined where all have the flow's target. */
  readonly targets: Matrix | undefined;
}

/** How the steps of a Gauss–Newton descent are taken: see `gaussNewtonDescent`. */
export interface GaussNewtonRule {
  /** ε: added to the diagonal of G, whose entries are scaled to 1 before. */
  readonly ridge: number;
  /** Largest root mean square move of a value in one step, in the paths' units; no bound when infinite. */
  readonly largestMove: number;
  /** Number of paths of each ensemble, the first ones, that G is the mean of; undefined for all. */
  readonly gramPathCount: number | undefined;
}

/** What moves paths by given weights: x′ = x − Jᵀ(x)w, but for values that a constraint keeps. */
export type StepRule = Pick<Flow, 'energy' | 'constraint'>;

/**
 * What the Jacobian of a path's step depends on, besides the path and its weights. A step size of 0 says that the weights
 * are given numbers, which no path changes: the Jacobian is then the block I − Σₖ wₖ∇²Φₖ(x) alone.
 */
export type StepKind = Pick<Flow, 'energy' | 'stepSize' | 'lossScale' | 'ensembleSize' | 'gaussNewton' | 'own'>;

/** Step size, constraint and scale of the loss of a descent. */
export interface FlowOptions {
  /** γ > 0, dimensionless. */
  readonly stepSize: number;
  /** A set that paths may not leave (Appendix B); none when left out. */
  readonly constraint?: Constraint;
  /**
   * What the squared distance to the target is divided by. When left out: ‖α‖², as in the authors' code and unlike the
   * bare eq. (2); 1 when α = 0.
   */
  readonly lossScale?: number;
}

/** Options of a descent, and the size of its ensembles. */
export interface MeanFieldOptions extends FlowOptions {
  /** N, paths coupled in one ensemble; all that the flow is given when left out. */
  readonly ensembleSize?: number;
}

/**
 * Regular microcanonical gradient descent: every path moves towards the target energy for itself.
 *
 * Paper: eq. (3), x′ = x − γ Jᵀ(x)(Φ(x) − α). Deviation: the loss is divided by ‖α‖² (see `lossScale`).
 * @param energy Φ
 * @param target α, [K], finite
 * @throws RangeError when the target has not K finite entries, or the step size is not positive and finite
 * Cost of a step: one evaluation and one pullback of the energy per path.
 */
export function regularDescent(energy: Energy, target: ArrayLike<number>, options: FlowOptions): Flow {
  return descentFlow({ factory: 'regularDescent', name: 'regular descent' }, energy, target, {
    ...options,
    ensembleSize: 1,
  });
}

/**
 * Mean-field microcanonical gradient descent: the paths of an ensemble move by their mean energy, so that each path
 * keeps its deviation from the mean, which regular descent removes.
 *
 * Paper: eq. (6), x′ = x − γ Jᵀ(x)(Φ̄ − α). Deviation: the loss is divided by ‖α‖² (see `lossScale`).
 * With ensembles of one path it is the regular descent.
 * @param energy Φ
 * @param target α, [K], finite
 * @throws RangeError when the target has not K finite entries, the step size is not positive and finite, or the
 *   ensemble size no whole number from 1
 * Cost of a step: one evaluation and one pullback of the energy per path.
 */
export function meanFieldDescent(energy: Energy, target: ArrayLike<number>, options: MeanFieldOptions): Flow {
  return descentFlow({ factory: 'meanFieldDescent', name: 'mean-field descent' }, energy, target, options);
}

/** A descent from the options that all descents share; refuses those out of range in the name of `factory`. */
export function descentFlow(
  { factory, name }: { readonly factory: string; readonly name: string },
  energy: Energy,
  target: ArrayLike<number>,
  { stepSize, constraint, lossScale, ensembleSize }: MeanFieldOptions,
): Flow {
  if (target.length !== energy.componentCount) {
    throw new RangeError(
      `${factory}: target expects ${energy.componentCount} entries, one a component of ${energy.name}, got ${target.length}`,
    );
  }
  const bad = firstNonFinite(target);
  if (bad >= 0)
    throw new RangeError(`${factory}: target expects finite numbers, got ${target[bad]} for ${energy.labels[bad]}`);
  if (!(stepSize > 0) || !Number.isFinite(stepSize)) {
    throw new RangeError(
      `${factory}: stepSize expects a positive finite number, got ${stepSize}; the paper uses 5 to 50`,
    );
  }
  if (ensembleSize !== undefined && (!Number.isInteger(ensembleSize) || ensembleSize < 1)) {
    throw new RangeError(`${factory}: ensembleSize expects a whole number from 1, got ${ensembleSize}`);
  }
  const alpha = vectorOf(target);
  const scale = lossScale ?? (alpha.reduce((sum, entry) => sum + entry * entry, 0) || 1);
  if (!(scale > 0) || !Number.isFinite(scale)) {
    throw new RangeError(`${factory}: lossScale expects a positive finite number, got ${scale}`);
  }
  return {
    name,
    energy,
    target: alpha,
    stepSize,
    lossScale: scale,
    ensembleSize,
    constraint,
    [displaySymbol]: () =>
      tableBundle(name, [
        ['energy', energy.name],
        [
          'target',
          Array.from(alpha.subarray(0, 6), (entry) => entry.toPrecision(4)).join(', ') +
            (alpha.length > 6 ? ', …' : ''),
        ],
        ['step size', stepSize],
        ['paths per ensemble', ensembleSize ?? 'all'],
        ...(constraint ? [['constraint', constraint.name] as const] : []),
      ]),
  };
}

/**
 * Paths per ensemble when the flow moves `pathCount` paths.
 * @throws RangeError when there is no path, or their number is no multiple of the flow's ensemble size
 */
export function ensembleSizeFor(flow: Flow, pathCount: number): number {
  if (pathCount < 1) throw new RangeError(`${flow.name}: paths expect at least one path, got none; draw some`);
  const size = flow.ensembleSize ?? pathCount;
  if (pathCount % size !== 0) {
    throw new RangeError(
      `${flow.name}: paths expect a multiple of the ensemble size ${size}, got ${pathCount}; ` +
        `draw ${Math.ceil(pathCount / size) * size}`,
    );
  }
  const targetCount = flow.own?.targets?.rowCount ?? pathCount;
  if (targetCount !== pathCount) {
    throw new RangeError(`${flow.name}: paths expect the number of their targets, ${targetCount}, got ${pathCount}`);
  }
  if (flow.gaussNewton) checkRank(flow, flow.gaussNewton, size);
  return size;
}

/** Refuses ensembles whose gradients are too few for a G of full rank. */
function checkRank({ name, energy }: Flow, { gramPathCount = Infinity }: GaussNewtonRule, size: number): void {
  const count = Math.min(size, gramPathCount);
  const { signalLength, componentCount } = energy;
  if (count * signalLength >= componentCount) return;
  throw new RangeError(
    `${name}: ensembles expect at least ${Math.ceil(componentCount / signalLength)} paths of ${signalLength} values for ` +
      `${componentCount} components, got ${count}; draw more`,
  );
}

/**
 * Refuses paths that the flow's energy does not take.
 * @throws RangeError when their shape is another
 */
export function checkShape({ name, energy }: Flow, paths: Ensemble): void {
  const wanted = shapeOf(energy);
  if (sameShape(wanted, paths.shape)) return;
  const axes = wanted.length === 1 ? 'signal length' : 'shape';
  throw new RangeError(`${name}: energy expects ${axes} ${spokenShape(wanted)}, got ${spokenShape(paths.shape)}`);
}
