import { type Vector, vectorOf } from '../../array/index.js';
import { type Curve, reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { joinedDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import type { Key } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of descents between the mean field and the regular one. */
export interface JoinedDescentsParameters {
  /** φ of the true AR(1) model with unit variance. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** λ: 0 is the mean field, 1 the regular descent. */
  readonly shares: readonly number[];
  /** N. */
  readonly ensembleSize: number;
  /** Independent ensembles for each share. */
  readonly ensembleCount: number;
}

/** Divergence of descents by the share λ that paths go their own way. */
export interface JoinedDescentsData {
  /** α = E_p Φ, exact. */
  readonly target: Vector;
  readonly descents: readonly {
    readonly share: number;
    readonly divergence: Curve;
    /** Variance of the lag-1 energy over all paths as a share of that at the start, [T + 1]. */
    readonly spread: Vector;
  }[];
}

/**
 * Reverse divergence of joined descents, x′ = x − c Jᵀ[(Φ̄ − α) + λ(Φ − Φ̄)], with the exact determinant of the coupled
 * step, from the same noise for every λ: 6 ensembles of 64 paths, in the paper's profile 32.
 */
export function joinedDescents(
  changes: Partial<JoinedDescentsParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<JoinedDescentsParameters, JoinedDescentsData, Stage> {
  const parameters: JoinedDescentsParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 200,
    shares: [0, 0.02, 0.1, 0.3, 1],
    ensembleSize: 64,
    ensembleCount: profile === 'paper' ? 32 : 6,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: JoinedDescentsParameters,
  seed: number,
): Experiment<JoinedDescentsParameters, JoinedDescentsData, Stage> {
  return {
    id: 'joined-descents',
    module: 'chapter/mean-field-limit/joined-descents',
    parameters,
    seed,
    stages: alike(parameters.shares.map(stageOf)),
    run: runJoinedDescents,
  };
}

type Stage = `share ${number}`;
const stageOf = (share: number): Stage => `share ${share}`;

async function runJoinedDescents(
  p: JoinedDescentsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<JoinedDescentsData> {
  const { signalLength, stepSize, stepCount, ensembleSize, ensembleCount } = p;
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const target = vectorOf([((signalLength - 1) * p.coefficient) / signalLength, 1]);
  const descents: JoinedDescentsData['descents'][number][] = [];
  for (const share of p.shares) {
    descents.push(
      await context.stage(stageOf(share), async (options) => {
        const flow = joinedDescent(energy, target, { stepSize, ensembleSize, ownShare: share });
        const paths = base.sample(key, ensembleSize * ensembleCount);
        const { divergence, descent } = await reverseDivergence(flow, base, truth, paths, stepCount, options);
        const { energyVariances } = descent;
        const first = energyVariances.row(0)[0];
        const spread = vectorOf(Array.from({ length: stepCount + 1 }, (_, t) => energyVariances.row(t)[0] / first));
        return { share, divergence, spread };
      }),
    );
  }
  return { target, descents };
}

/** `joinedDescents` of a stored result. */
export const joinedDescentsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    shares: listOf(number),
    ensembleSize: count,
    ensembleCount: count,
  }),
  experimentOf,
);
