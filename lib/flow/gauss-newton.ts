import { checkCount } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { descentFlow, type Flow, type GaussNewtonRule, type MeanFieldOptions } from './flow.js';

/** Step size, ensemble size and what keeps the steps of a Gauss–Newton descent stable. */
export interface GaussNewtonOptions extends Omit<MeanFieldOptions, 'constraint'> {
  /**
   * Largest root mean square move of a value in one step: where γ asks for more, the step is shortened to it. No bound
   * when left out. A tenth of the paths' standard deviation keeps polynomial energies from overshooting at the start.
   */
  readonly largestMove?: number | undefined;
  /** ε ≥ 0; 1e-7 when left out. */
  readonly ridge?: number;
  /**
   * Takes G from the first paths of each ensemble only, whose number this is. Energies still approach the target: G
   * decides how evenly. All paths when left out.
   */
  readonly gramPathCount?: number | undefined;
}

/**
 * Gauss–Newton (natural) mean-field descent: the mean energies of an ensemble approach the target at one rate, whatever
 * their scales and correlations, so that tens of steps do.
 *
 * A step is x′ = x − γₜ Jᵀ(x) G⁻¹(Φ̄ − α), where G is the mean of J(x)J(x)ᵀ over the ensemble with its diagonal times 1
 * + ε. To first order in γₜ each component's distance to the target is multiplied by 1 − γₜ. γₜ = γ, but where the step
 * would move values by more than `largestMove` root mean square, which is γₜ²(Φ̄ − α)ᵀG⁻¹(Φ̄ − α)/d, squared. With
 * ensembles of one path each path has its own G, and moves to the set Φ = α.
 * The paper has no such descent; the metric is that of moment-guided diffusion.
 * @param target α, [K], finite
 * @param options.stepSize γ in (0, 2): the mean moves past the target from 1 on
 * @throws RangeError when an option is out of range; while it runs, when G has not full rank, naming components
 * Cost of a step: that of `meanFieldDescent`, K pullbacks and O(dK²) for each path that enters G (or the energy's
 * compiled Gram matrices), and O(K³) for each ensemble.
 */
export function gaussNewtonDescent(energy: Energy, target: ArrayLike<number>, options: GaussNewtonOptions): Flow {
  const { largestMove = Infinity, ridge = 1e-7, gramPathCount, ...rest } = options;
  const { stepSize } = options;
  if (!(stepSize > 0 && stepSize < 2)) {
    throw new RangeError(
      `gaussNewtonDescent: stepSize expects a number between 0 and 2, got ${stepSize}; 0.1 to 0.3 suit most energies`,
    );
  }
  if (!(largestMove > 0)) {
    throw new RangeError(`gaussNewtonDescent: largestMove expects a positive number, got ${largestMove}`);
  }
  if (!(ridge >= 0 && ridge < 1)) {
    throw new RangeError(`gaussNewtonDescent: ridge expects a number from 0 to 1, got ${ridge}; 1e-7 is usual`);
  }
  if (gramPathCount !== undefined) checkCount('gaussNewtonDescent: gramPathCount', gramPathCount, 1);
  const flow = descentFlow({ factory: 'gaussNewtonDescent', name: 'Gauss–Newton descent' }, energy, target, rest);
  return { ...flow, gaussNewton: { ridge, largestMove, gramPathCount } };
}

/** Number of paths of an ensemble of this size that G is the mean of. */
export function gramPathsOf({ gramPathCount }: GaussNewtonRule, ensembleSize: number): number {
  return Math.min(ensembleSize, gramPathCount ?? ensembleSize);
}
