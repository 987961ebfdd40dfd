import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { type FrozenModel, frozenModel } from '../../divergence/index.js';
import { type Energy, projectedScatteringCovariance, stylized } from '../../energy/index.js';
import { descend, frozenSchedule, gaussNewtonDescent } from '../../flow/index.js';
import { ar, arGarch, gaussian, leastSquaresAutoregression, type Model, stationary } from '../../model/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { log, pow } from '../../special/index.js';
import { mean, standardDeviation } from '../../statistics/index.js';
import type { RunContext } from '../../study/contract.js';
import { blockTarget, marketComponents } from '../markets/market-energy.js';
import { fitReference } from '../markets/market-reference.js';
import { firstPaths, survivors } from './survivors.js';

/** Models that score held-out blocks, by name. */
export const heldOutNames = ['stylized', 'scattering-covariance', 'garch', 'garch-told', 'ar', 'noise'] as const;
/** A model that scores held-out blocks. */
export type HeldOutName = (typeof heldOutNames)[number];

/** How frozen flows are made, and how many paths are drawn from every model. */
export interface FrozenSettings {
  /** γ and T of the Gauss–Newton pilot, and its paths. */
  readonly stepSize: number;
  readonly stepCount: number;
  readonly pilotPathCount: number;
  /** Paths drawn for the spread of a model's own scores; how many of them are brought back. */
  readonly ownPathCount: number;
  readonly invertedPathCount: number;
  /** Paths of GARCH noise behind the principal components of the scattering covariance. */
  readonly noisePathCount: number;
}

/** A fold's blocks under one model. */
export interface FoldModel {
  readonly logDensities: Vector;
  readonly folds: Vector;
  readonly failedSteps: Vector;
  readonly ownMean: number;
  readonly ownDeviation: number;
  /** How often the step size was halved until no path of the pilot diverged. */
  readonly halvings: number;
  /** Of the paths drawn, those that left every bound on their way and are not among the model's own. */
  readonly escaped: number;
  readonly inverted: number;
  readonly foundAgain: number;
}

/** What the models of a fold are given. */
export interface FoldSetting {
  readonly p: FrozenSettings & { readonly signalLength: number; readonly models: readonly HeldOutName[] };
  /** All returns, with mean 0 and variance 1 over the past. */
  readonly scaled: Vector;
  /** Returns before the fold: all that models are fitted to. */
  readonly first: number;
  readonly starts: Vector;
  readonly blocks: Ensemble;
  /** One unit of the scaled returns, in per cent. */
  readonly perCent: number;
  readonly key: Key;
  readonly fold: number;
}

/** Days before a block that GARCH is told: its variance forgets older ones. */
const TOLD = 512;

/** Accuracy of a preimage under the scattering covariance, whose moduli have kinks: see `InverseSearch`. */
const KINKED = 2e-3;

/** The fold's blocks under each of its models, in their order. */
export async function foldModels(
  setting: FoldSetting,
  context: Pick<RunContext, 'result'>,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<FoldModel[]> {
  const { models } = setting.p;
  const result: FoldModel[] = [];
  for (const name of models) {
    result.push(await scored(name, setting, context));
    onProgress?.(result.length, models.length);
  }
  return result;
}

async function scored(
  name: HeldOutName,
  setting: FoldSetting,
  context: Pick<RunContext, 'result'>,
): Promise<FoldModel> {
  const { p, scaled, first, fold } = setting;
  const { signalLength } = p;
  const key = foldIn(foldIn(setting.key, fold), heldOutNames.indexOf(name));
  const past = scaled.slice(0, first);
  switch (name) {
    case 'stylized':
      return frozenScores({ energy: stylized({ signalLength }) }, setting, past, key);
    case 'scattering-covariance': {
      const { projection } = marketComponents(p, context);
      const energy = projectedScatteringCovariance(projection, { signalLength });
      return frozenScores({ energy, gramPathCount: 32, tolerance: KINKED }, setting, past, key);
    }
    case 'garch':
    case 'garch-told': {
      const { fit, note } = fitReference(past, signalLength);
      if (fit === undefined) throw new RangeError(`marketLikelihood: returns expect a past that GARCH fits. ${note}`);
      const model = arGarch(fit.drawn, { signalLength, firstVariance: stationary });
      if (name === 'garch') return ownScores(model, setting, key);
      const long = arGarch(fit.drawn, { signalLength: TOLD + signalLength, firstVariance: stationary });
      const short = arGarch(fit.drawn, { signalLength: TOLD, firstVariance: stationary });
      const told = setting.starts.map((start) => {
        const [whole, before] = [signalLength, 0].map((more) =>
          ensemble(1, TOLD + more, scaled.slice(start - TOLD, start + more)),
        );
        return long.logDensity(whole)[0] - short.logDensity(before)[0];
      });
      return { ...ownScores(model, setting, key), logDensities: perDay(told, setting) };
    }
    case 'ar':
      return ownScores(ar([leastSquaresAutoregression(past)], { signalLength }), setting, key);
    case 'noise':
      return ownScores(gaussian({ signalLength }), setting, key);
  }
}

/** Log-densities of scaled blocks, nats, as nats per day for returns in per cent. */
function perDay(logDensities: Vector, { p, perCent }: FoldSetting): Vector {
  return logDensities.map((value) => value / p.signalLength - log(perCent));
}

/** The scores of a model with a density in closed form. */
function ownScores(model: Model, setting: FoldSetting, key: Key): FoldModel {
  const { blocks, p } = setting;
  const own = perDay(model.logDensity(model.sample(key, 4 * p.ownPathCount)), setting);
  const none = vector(blocks.pathCount);
  return {
    logDensities: perDay(model.logDensity(blocks), setting),
    ...{ folds: none, failedSteps: none, inverted: 0, foundAgain: 0, halvings: 0, escaped: 0 },
    ...{ ownMean: mean(own), ownDeviation: standardDeviation(own) },
  };
}

/** An energy, and how a flow towards its means is frozen and inverted. */
interface FrozenEnergy {
  readonly energy: Energy;
  readonly gramPathCount?: number;
  readonly tolerance?: number;
}

/** The scores of a frozen flow that was led to the past's mean energies over its blocks. */
async function frozenScores(
  { energy, gramPathCount, tolerance }: FrozenEnergy,
  setting: FoldSetting,
  past: Vector,
  key: Key,
): Promise<FoldModel> {
  const { p, blocks } = setting;
  const [pilotKey, ownKey, probeKey] = split(key, 3);
  const base = gaussian({ signalLength: p.signalLength });
  const start = base.sample(ownKey, p.ownPathCount);
  const target = blockTarget(energy, past);
  const pilotPaths = base.sample(pilotKey, p.pilotPathCount);
  const { plan, halvings } = await stableFlow(p, async ({ stepSize, stepCount }) => {
    const flow = gaussNewtonDescent(energy, target, { stepSize, gramPathCount });
    return { plan: frozenSchedule(await descend(flow, pilotPaths, stepCount)) };
  });
  const model = frozenModel(plan, base, { probeKey, tolerance });
  const fresh = await survivors(plan, start, probeKey);
  if (fresh.start.pathCount === 0) {
    throw new RangeError('marketLikelihood: stepSize expects a flow that some fresh paths follow, got none; halve it');
  }
  const logBase = base.logDensity(fresh.start);
  const own = perDay(
    logBase.map((value, n) => value - fresh.logDeterminants[n]),
    setting,
  );
  const few = firstPaths(fresh.paths, p.invertedPathCount);
  const { logDensities, inversion } = await model.density(blocks);
  const failedSteps = vector(blocks.pathCount);
  for (const { path, stepNumber } of inversion.failures) failedSteps[path] = stepNumber;
  return {
    logDensities: perDay(logDensities, setting),
    folds: inversion.folds,
    failedSteps,
    ...{ ownMean: mean(own), ownDeviation: standardDeviation(own) },
    ...{ halvings, escaped: start.pathCount - fresh.start.pathCount },
    ...{ inverted: few.pathCount, foundAgain: await foundAgain(model, few, fresh.start) },
  };
}

/** Halvings of the step size that are tried. */
const MOST_HALVINGS = 3;

/**
 * What `make` gives for the largest step size, of the one given, a half, a quarter …, with which no path of the pilot diverges: a
 * polynomial energy's step folds far paths where it is too large.
 */
async function stableFlow<Made extends object>(
  { stepSize, stepCount }: FrozenSettings,
  make: (steps: Pick<FrozenSettings, 'stepSize' | 'stepCount'>) => Promise<Made>,
): Promise<Made & { readonly halvings: number }> {
  for (let halvings = 0; ; halvings++) {
    const factor = pow(2, halvings);
    try {
      return { ...(await make({ stepSize: stepSize / factor, stepCount: stepCount * factor })), halvings };
    } catch (error) {
      if (!(error instanceof RangeError) || halvings === MOST_HALVINGS) throw error;
    }
  }
}

/** How many paths come back to where they started, to a thousandth of a standard deviation. */
async function foundAgain(model: FrozenModel, paths: Ensemble, start: Ensemble): Promise<number> {
  const { inversion } = await model.density(paths);
  const failed = new Set(inversion.failures.map(({ path }) => path));
  let found = 0;
  for (let n = 0; n < paths.pathCount; n++) {
    const [x, x0] = [inversion.paths.path(n), start.path(n)];
    if (!failed.has(n) && x.every((value, i) => Math.abs(value - x0[i]) < 1e-3)) found++;
  }
  return found;
}
