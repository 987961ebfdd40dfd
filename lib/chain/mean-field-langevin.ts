import {
  type Performer,
  perPath,
  perRun,
  rowAt,
  type ShardedAlgorithm,
  type Space,
  shardedAlgorithm,
} from '../algorithm/index.js';
import {
  checkCount,
  checkPositive,
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  meanRows,
  shapeOf,
  type Vector,
  vector,
  vectorOf,
} from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf, evaluatorOf } from '../energy/index.js';
import type { ModelRecipe } from '../model/index.js';
import { callOf, portable, type Range } from '../parallel/index.js';
import { foldIn, type Key } from '../random/index.js';
import { type ScoredModel, scoredModelOf } from './potential.js';

/** Force, noise and step size of a noisy descent. */
export interface MeanFieldLangevinOptions {
  /** c ≥ 0: the drift is −c Jᵀ(Φ̄ − α); γ/‖α‖² per unit of time for the descents of this library. */
  readonly strength: number;
  /** τ = 1/β ≥ 0: variance 2τ of the noise per unit of time. 0 gives the descent without noise and without restoring force. */
  readonly temperature: number;
  /** h > 0, the time of a step. */
  readonly stepSize: number;
  /** N, paths coupled by their mean energy: 1 is the regular descent, larger ensembles the mean-field descent. */
  readonly ensembleSize: number;
  /** q₀, whose restoring force τ ∇ln q₀ keeps the paths together; none when left out. */
  readonly base?: ScoredModel;
}

/** The quantities of a noisy descent. */
export type MeanFieldLangevinSchema = ReturnType<typeof schemaOf>;

/** A noisy descent as an algorithm of the runner. */
export type MeanFieldLangevin = ShardedAlgorithm<MeanFieldLangevinSchema>;

function schemaOf({ signalLength, componentCount }: Energy) {
  return {
    state: { paths: perPath(signalLength) },
    exchanged: { energies: perPath(componentCount) },
    passing: {},
    /** Mean of Φ over all paths after each step. */
    records: { meanEnergies: perRun(componentCount) },
    snapshots: { paths: perPath(signalLength) },
  };
}

/**
 * The descents with noise and a restoring force: x′ = x − h c Jᵀ(x)(Φ̄ − α) + h τ ∇ln q₀(x) + √(2τh) ξ, Φ̄ the mean energy of the
 * path's ensemble.
 *
 * As h → 0 the stationary law of an ensemble of N paths is ∏ q₀(xⁿ) · exp(−(Nc/2τ)‖Φ̄ − α‖²): for N = 1 a soft microcanonical law;
 * as N → ∞ its paths become independent, with the law q₀ e^{−θ·Φ}/Z, θ = (c/τ)(E Φ − α), which is that of largest entropy relative
 * to q₀ at its own energies. `canonicalSpectrum` has that law in closed form for quadratic energies. Steps of size h change these laws by a
 * bias of order h. Mean-field Langevin: Nitanda, Wu and Suzuki (2022), Chizat (2022).
 * The noise of path n at step t depends on the key, n and t alone: no number of workers changes it.
 * @param energy Φ
 * @param target α, [K], finite
 * @throws RangeError when an argument is out of range, or energy and base model differ in signal length
 * Cost of a step: an evaluation, a pullback, a score and d normal draws per path.
 */
export function meanFieldLangevin(
  energy: Energy,
  target: ArrayLike<number>,
  options: MeanFieldLangevinOptions,
): MeanFieldLangevin {
  checkArguments(energy, target, options);
  const { base, ensembleSize } = options;
  const alpha = vectorOf(target);
  const { base: _, ...numbers } = options;
  const { recipe } = energy;
  return shardedAlgorithm({
    name: 'mean-field Langevin',
    shape: shapeOf(energy),
    coupling: { kind: ensembleSize === 1 ? 'none' : 'ensembles', size: ensembleSize },
    cutsEnsembles: true,
    schema: schemaOf(energy),
    identity: { energy: energyIdentity(energy), target: alpha, ...numbers, base: base?.recipe },
    call: recipe && callOf(madeNoisyDescent, recipe, alpha, numbers, base?.recipe),
    perform: (space, range, key) => performer({ energy, target: alpha, options }, space, range, key),
  });
}

const madeNoisyDescent = portable(
  'chain/mean-field-langevin',
  (
    energy: EnergyRecipe,
    target: Vector,
    numbers: Omit<MeanFieldLangevinOptions, 'base'>,
    base: ModelRecipe | undefined,
  ): MeanFieldLangevin =>
    meanFieldLangevin(energyOf(energy), target, { ...numbers, ...(base && { base: scoredModelOf(base) }) }),
);

function checkArguments(
  { name, signalLength, componentCount, labels }: Energy,
  target: ArrayLike<number>,
  { strength, temperature, stepSize, ensembleSize, base }: MeanFieldLangevinOptions,
): void {
  const refuse = (what: string, got: unknown, remedy: string): never => {
    throw new RangeError(`meanFieldLangevin: ${what}, got ${String(got)}; ${remedy}`);
  };
  if (target.length !== componentCount) {
    refuse(
      `target expects ${componentCount} entries, one per component of ${name}`,
      target.length,
      'give them in its order',
    );
  }
  const bad = firstNonFinite(target);
  if (bad >= 0)
    refuse(`target expects finite numbers`, `${target[bad]} for ${labels[bad]}`, 'measure it on finite paths');
  if (!(strength >= 0 && strength < Infinity))
    refuse('strength expects a finite number from 0', strength, 'give 0 for free paths');
  if (!(temperature >= 0 && temperature < Infinity))
    refuse('temperature expects a finite number from 0', temperature, 'give 0 for no noise');
  checkPositive('meanFieldLangevin: stepSize', stepSize);
  checkCount('meanFieldLangevin: ensembleSize', ensembleSize, 1);
  if (base && base.signalLength !== signalLength)
    refuse(`base expects signal length ${signalLength}`, base.signalLength, 'take both for the same paths');
}

/** What the paths of a noisy descent move by. */
interface Motion {
  readonly energy: Energy;
  readonly target: Vector;
  readonly options: MeanFieldLangevinOptions;
}

function performer(
  { energy, target, options }: Motion,
  space: Space<MeanFieldLangevinSchema>,
  range: Range,
  key: Key,
): Performer {
  const { signalLength: d, componentCount } = energy;
  const { pathCount, ensembleSize } = space;
  const count = range.end - range.start;
  const paths = ensemble(count, shapeOf(energy), space.state.paths.subarray(range.start * d, range.end * d));
  const rows = space.exchanged.map(({ energies }) => matrix(pathCount, componentCount, energies));
  const kernel = evaluatorOf(energy).derivatives(count, 'double');
  const forces = matrix(count, componentCount);
  const [pulled, noise] = [vector(count * d), vector(count * d)];
  const { strength, temperature, stepSize, base } = options;
  const spread = Math.sqrt(2 * temperature * stepSize);

  function evaluate(t: number): void {
    kernel.load(paths.data);
    kernel.values(rows[t % 2].data.subarray(range.start * componentCount, range.end * componentCount));
  }

  // In the middle of a run the energies have been exchanged already, and the kernel holds no paths yet.
  kernel.load(paths.data);

  return {
    begin: () => evaluate(0),
    advance(t) {
      ensembleForces(
        rows[t % 2],
        { target, size: ensembleSize, first: range.start, factor: stepSize * strength },
        forces,
      );
      kernel.pullback(forces.data, pulled);
      const score = temperature > 0 ? base?.score(paths).data : undefined;
      const stepKey = foldIn(key, t);
      if (spread > 0) normalRows({ key: stepKey, first: range.start }, { rowCount: count, length: d }, noise);
      for (let i = 0; i < noise.length; i++) {
        const drift = score ? stepSize * temperature * score[i] - pulled[i] : -pulled[i];
        paths.data[i] += spread > 0 ? drift + spread * noise[i] : drift;
      }
      evaluate(t + 1);
    },
    record(t) {
      const at = firstNonFinite(rows[t % 2].data);
      if (at >= 0) {
        throw new RangeError(
          `mean-field Langevin: path ${Math.floor(at / componentCount)} has energy ${rows[t % 2].data[at]} ` +
            `(${energy.labels[at % componentCount]}) after step ${t}, expected a finite number; ` +
            (t === 0 ? 'start from finite paths' : 'take smaller steps'),
        );
      }
      if (range.start === 0) meanRows(rows[t % 2], 0, pathCount, rowAt(space.records.meanEnergies, space, t));
      const kept = space.snapshotSteps.indexOf(t);
      if (kept >= 0) space.snapshots.paths.set(paths.data, (kept * pathCount + range.start) * d);
    },
    save() {},
  };
}

/** Writes factor · (Φ̄ − α) of the ensemble of each of the paths from `first` on. */
function ensembleForces(
  energies: Matrix,
  {
    target,
    size,
    first,
    factor,
  }: { readonly target: Vector; readonly size: number; readonly first: number; readonly factor: number },
  forces: Matrix,
): void {
  const mean = vector(target.length);
  let known = -1;
  for (let n = 0; n < forces.rowCount; n++) {
    const own = Math.floor((first + n) / size);
    if (own !== known) meanRows(energies, own * size, size, mean);
    known = own;
    for (let k = 0; k < mean.length; k++) forces.data[n * mean.length + k] = factor * (mean[k] - target[k]);
  }
}
