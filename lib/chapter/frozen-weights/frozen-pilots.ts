import { type Matrix, matrix, type Vector, vectorOf } from '../../array/index.js';
import { type Curve, frozenDivergence, frozenLaw, meanCurve } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { descend, frozenSchedule, meanFieldDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Pilots of several sizes, whose frozen weights fresh paths follow. */
export interface FrozenPilotsParameters {
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** N₀, the sizes of pilots, and how many pilots there are of each. */
  readonly sizes: readonly number[];
  readonly pilotCounts: readonly number[];
  /** Fresh paths through the first pilot of each size. */
  readonly freshPathCount: number;
}

/** Divergences through pilots of one size, nats per path. */
export interface PilotSize {
  readonly size: number;
  /** Of the exact Gaussian law of each pilot's weights, after the last step, [R], and the mean over pilots by step. */
  readonly atEnd: Vector;
  readonly exact: Curve;
  /** Exact for the first pilot, [T + 1], and estimated from fresh paths that follow it. */
  readonly first: Vector;
  readonly fresh: Curve;
}

/** One entry per size. */
export interface FrozenPilotsData {
  /** α, [2]: the true model's own mean energies. */
  readonly target: Vector;
  readonly pilots: readonly PilotSize[];
}

/**
 * Divergence of fresh paths under weights that were frozen in pilots of N₀ paths: AR(0.1), autocovariance, the paper's size.
 *
 * For given weights the law of fresh paths is Gaussian, so that each pilot's divergence is exact (`frozenLaw`), and only
 * the pilots' chance is left; fresh paths through the first pilot of each size check it.
 */
export function frozenPilots(
  changes: Partial<FrozenPilotsParameters> = {},
  { seed = 11, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<FrozenPilotsParameters, FrozenPilotsData, Stage> {
  const paper = profile === 'paper';
  const parameters: FrozenPilotsParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 400,
    sizes: paper ? [8, 32, 128, 1024, 10_000] : [8, 32, 128, 512],
    pilotCounts: paper ? [64, 32, 32, 8, 2] : [32, 16, 8, 2],
    freshPathCount: paper ? 2048 : 128,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = `pilots of ${number}`;
const stageOf = (size: number): Stage => `pilots of ${size}`;

function experimentOf(
  parameters: FrozenPilotsParameters,
  seed: number,
): Experiment<FrozenPilotsParameters, FrozenPilotsData, Stage> {
  const { sizes, pilotCounts, freshPathCount } = parameters;
  // A measured step of a fresh path costs about three steps of a pilot's path.
  const works = sizes.map((size, i): [Stage, number] => [stageOf(size), size * pilotCounts[i] + 3 * freshPathCount]);
  return {
    id: 'frozen-pilots',
    module: 'chapter/frozen-weights/frozen-pilots',
    parameters,
    seed,
    stages: Object.fromEntries(works) as Record<Stage, number>,
    run: runFrozenPilots,
  };
}

async function runFrozenPilots(
  p: FrozenPilotsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<FrozenPilotsData> {
  const { signalLength, stepSize, stepCount } = p;
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const target = vectorOf([(p.coefficient * (signalLength - 1)) / signalLength, 1]);
  const flow = meanFieldDescent(energy, target, { stepSize });
  const lawOf = frozenLaw(truth);
  const pilots: PilotSize[] = [];
  for (const [i, size] of p.sizes.entries()) {
    pilots.push(
      await context.stage(stageOf(size), async ({ onProgress }) => {
        const [pilotKey, freshKey] = split(foldIn(key, i), 2);
        const pilotCount = p.pilotCounts[i];
        const exact: Matrix = matrix(stepCount + 1, pilotCount);
        const total = pilotCount + 1;
        let schedule: ReturnType<typeof frozenSchedule> | undefined;
        for (let r = 0; r < pilotCount; r++) {
          const own = frozenSchedule(await descend(flow, base.sample(foldIn(pilotKey, r), size), stepCount));
          schedule ??= own;
          const { divergence } = lawOf(own);
          for (let t = 0; t <= stepCount; t++) exact.row(t)[r] = divergence[t];
          onProgress?.(r + 1, total);
        }
        const paths = base.sample(freshKey, p.freshPathCount);
        const { divergence: fresh } = await frozenDivergence(schedule!, truth, { base, paths });
        onProgress?.(total, total);
        const first = fresh.values.map((_, t) => exact.row(t)[0]);
        return { size, atEnd: exact.row(stepCount).slice(), exact: meanCurve(exact), first, fresh };
      }),
    );
  }
  return { target, pilots };
}

/** `frozenPilots` of a stored result. */
export const frozenPilotsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    sizes: listOf(count),
    pilotCounts: listOf(count),
    freshPathCount: count,
  }),
  experimentOf,
);
