import { type Matrix, matrix, type Vector, vectorOf } from '../../array/index.js';
import type { Curve } from '../../divergence/index.js';
import { meanCurve } from '../../divergence/reverse-divergence.js';
import type { Energy } from '../../energy/index.js';
import { descendMeasured, type Flow } from '../../flow/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, Input, RunContext } from '../../study/contract.js';
import { input } from '../../study/input.js';
import { count, record } from '../../study/parse.js';
import { currentProfile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import type { MarketChanges, MarketRunOptions } from './market-descents.js';
import { marketIngredients, marketTask, stepWork } from './market-energy.js';
import {
  baseModel,
  checkCounts,
  entriesAt,
  keptSteps,
  type MarketProblemParameters,
  marketFields,
  marketFlow,
  marketInputs,
  marketProblem,
  ownEnergy,
} from './market-problem.js';
import { fitReference } from './market-reference.js';

/** Parameters of the entropy that descents towards a market lose; no figure of the paper. */
export interface MarketEntropyParameters extends MarketProblemParameters {
  /** N, number of paths coupled in a mean field. */
  readonly ensembleSize: number;
  /** Number of independent mean fields, for standard errors; the regular descent takes the same total number of paths. */
  readonly ensembleCount: number;
}

/** Entropy lost through one descent, nats per path, after each step of `steps`. */
export interface EntropyRecord {
  readonly steps: Vector;
  readonly losses: Vector;
  /** Total entropy lost up to each step; errors come from the spread between ensembles (between paths for the regular descent). */
  readonly entropyLoss: Curve;
  /** Parts of the total (Appendix A): by moving through energy space, and by shrinking onto the target. */
  readonly transportLoss: Curve;
  readonly collapseLoss: Curve;
}

/** Entropy along descents towards a market’s energies. */
export interface MarketEntropyData {
  readonly regular: EntropyRecord;
  readonly meanField: EntropyRecord;
}

/**
 * The entropy that regular and mean-field descents towards a market lose, and its parts.
 *
 * The law of a market is unknown, so that there is no divergence from it; the entropy that a descent loses does not depend on that
 * law. It is exact for stylized features and other energies with a banded Hessian (Appendix A), else estimated by probes.
 *
 * Towards stylized features the steps are those of `marketDescents`, with fewer paths. Towards the scattering covariance γ is 2
 * at d = 1024, a tenth of what `marketDescents` takes, and so many steps end sooner on the way: determinants are near 1 then and
 * cheap. Transport depends on the way through energy space, little on the steps (γ = 4 and γ = 1 over the same way: 242 and 233
 * nats in all, each ± 7); collapse goes on with every step, so that a longer or faster descent loses more of it. A start from
 * GARCH has no eased steps here, which γ = 2 does not need.
 * Cost: a determinant a path and step: 0.3 ms for stylized features, some 15 ms for the scattering covariance at γ = 2 and some
 * 2 s at γ = 20, d = 1024; for an energy of the reader's own, that of `stochasticJacobian`.
 * @param returns as `marketDescents`
 * @throws RangeError as `marketDescents`
 */
export function marketEntropy(
  series: string,
  returns: ArrayLike<number>,
  { energy = 'stylized', ...changes }: MarketChanges<MarketEntropyParameters> = {},
  { seed = 7, profile = currentProfile() }: MarketRunOptions = {},
): Experiment<MarketEntropyParameters, MarketEntropyData, Stage, 'returns'> {
  const values = vectorOf(returns);
  const problem = marketProblem('marketEntropy', series, values, { ...changes, energy }, profile);
  const [scattering, small] = [energy === 'scattering-covariance', profile === 'quick'];
  const parameters: MarketEntropyParameters = {
    ...problem,
    ...(scattering && !problem.rule
      ? {
          stepSize: problem.signalLength / 512,
          stepCount: small ? 100 : 600,
          ensembleSize: small ? 4 : 8,
          ensembleCount: small ? 2 : 4,
        }
      : {
          stepCount: problem.rule ? problem.stepCount : small ? 300 : 20_000,
          ensembleSize: small ? 8 : 32,
          ensembleCount: small ? 2 : 4,
        }),
    ...changes,
  };
  const { stepCount, ensembleSize, ensembleCount } = parameters;
  // A single ensemble has no spread between ensembles, and therefore no error.
  checkCounts('marketEntropy', {
    stepCount: [stepCount, 1],
    ensembleSize: [ensembleSize, 1],
    ensembleCount: [ensembleCount, 2],
  });
  return experimentOf(parameters, seed, { returns: input(returns) }, ownEnergy(energy));
}

function experimentOf(
  parameters: MarketEntropyParameters,
  seed: number,
  inputs: { readonly returns: Input },
  own: Energy | undefined,
): Experiment<MarketEntropyParameters, MarketEntropyData, Stage, 'returns'> {
  const { stepCount, ensembleSize, ensembleCount } = parameters;
  const run = (
    p: MarketEntropyParameters,
    key: Key,
    context: RunContext<Stage, 'returns'>,
  ): Promise<MarketEntropyData> => runMarketEntropy(p, own, key, context);
  const { plain, measured } = stepWork(parameters.energy);
  const work = measured * stepCount * ensembleSize * ensembleCount;
  return {
    id: 'market-entropy',
    module: 'chapter/markets/market-entropy',
    parameters,
    seed,
    stages: { regular: work, 'mean-field': work },
    inputs,
    builtOn: marketIngredients(parameters, plain),
    run,
  };
}

type Stage = 'regular' | 'mean-field';

async function runMarketEntropy(
  p: MarketEntropyParameters,
  own: Energy | undefined,
  key: Key,
  context: RunContext<Stage, 'returns'>,
): Promise<MarketEntropyData> {
  const { signalLength, stepSize, ensembleSize, ensembleCount } = p;
  const [pathKey, regularKey, meanFieldKey] = split(key, 3);
  const returns = context.input('returns');
  const { energy, target } = marketTask(p, returns, own, context);
  const base = baseModel('marketEntropy', p, fitReference(returns, signalLength));
  const steps = keptSteps(p.stepCount);
  const measure = (name: Stage, flow: Flow, probeKey: Key): Promise<EntropyRecord> =>
    context.stage(name, async (options) => {
      const start = base.sample(pathKey, ensembleSize * ensembleCount);
      const probes = { probeKey, probeParts: true };
      const descent = await descendMeasured(flow, start, p.stepCount, [], { ...options, ...probes });
      const { losses, entropyLoss, transportLoss, collapseLoss } = descent;
      const kept = (records: Matrix): Curve => meanCurve(rowsAt(records, steps));
      return {
        steps: vectorOf(steps),
        losses: entriesAt(losses, steps),
        entropyLoss: kept(entropyLoss),
        transportLoss: kept(transportLoss),
        collapseLoss: kept(collapseLoss),
      };
    });
  return {
    regular: await measure('regular', marketFlow(p, energy, target, { stepSize, ensembleSize: 1 }), regularKey),
    meanField: await measure('mean-field', marketFlow(p, energy, target, { stepSize, ensembleSize }), meanFieldKey),
  };
}

function rowsAt(records: Matrix, rows: readonly number[]): Matrix {
  const result = matrix(rows.length, records.columnCount);
  rows.forEach((at, i) => {
    result.row(i).set(records.row(at));
  });
  return result;
}

/** `marketEntropy` of a stored result; RangeError when its energy is the reader's own. */
export const marketEntropyAgain = rebuilder(
  record({
    ...marketFields,
    ensembleSize: count,
    ensembleCount: count,
  }),
  (parameters, seed, inputs) => experimentOf(parameters, seed, marketInputs(parameters, inputs), undefined),
);
