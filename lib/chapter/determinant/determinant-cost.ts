import { autocovariance } from '../../energy/index.js';
import { bandedJacobian, initialize, meanFieldDescent, stepDeterminant } from '../../flow/index.js';
import { host } from '../../host/index.js';
import { gaussian } from '../../model/index.js';
import type { Key } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of the cost of a step's log-determinant by banded blocks: Appendix A. */
export interface DeterminantCostParameters {
  /** Signal lengths d, at N = `ensembleSize`. */
  readonly lengths: readonly number[];
  /** Ensemble sizes N, at d = `signalLength`. */
  readonly sizes: readonly number[];
  readonly ensembleSize: number;
  readonly signalLength: number;
  /** Number of timings per entry, each of as many calls as fill some milliseconds; the smallest time counts. */
  readonly rounds: number;
}

/** Time of one step's log-determinant for a whole ensemble. */
export interface CostEntry {
  readonly signalLength: number;
  readonly ensembleSize: number;
  /** Smallest and median time over the rounds. */
  readonly seconds: number;
  readonly medianSeconds: number;
  /** ln|det| of the joint Jacobian, nats. */
  readonly logAbs: number;
}

/** Times of exact log-determinants by length and by ensemble size. */
export interface DeterminantCostData {
  readonly byLength: readonly CostEntry[];
  readonly bySize: readonly CostEntry[];
}

/**
 * Times one step's exact log-determinant by banded blocks for growing d and N: the autocovariance, K = 2, on one thread.
 * `estimateCost` times dense blocks of an energy with full blocks. These times differ from run to run, unlike all other results.
 */
export function determinantCost(
  changes: Partial<DeterminantCostParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<DeterminantCostParameters, DeterminantCostData, Stage> {
  const parameters: DeterminantCostParameters = {
    lengths: [64, 128, 256, 512, 1024, 2048, 4096],
    sizes: [1, 2, 4, 8, 16, 32],
    ensembleSize: 4,
    signalLength: 1024,
    rounds: 10,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: DeterminantCostParameters,
  seed: number,
): Experiment<DeterminantCostParameters, DeterminantCostData, Stage> {
  const { lengths, sizes, ensembleSize, signalLength } = parameters;
  const stages = alike([
    ...lengths.map((d) => stageOf('by d', d, ensembleSize)),
    ...sizes.map((size) => stageOf('by N', signalLength, size)),
  ]);
  return {
    id: 'determinant-cost',
    module: 'chapter/determinant/determinant-cost',
    parameters,
    seed,
    stages,
    run: runDeterminantCost,
  };
}

type Group = 'by d' | 'by N';
type Stage = `${Group}: d = ${number}, N = ${number}`;
const stageOf = (group: Group, d: number, size: number): Stage => `${group}: d = ${d}, N = ${size}`;

async function runDeterminantCost(
  p: DeterminantCostParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<DeterminantCostData> {
  const measure = (group: Group, signalLength: number, size: number): Promise<CostEntry> =>
    context.stage(stageOf(group, signalLength, size), () => timeStep(key, signalLength, size, p.rounds));
  // Lets V8 optimise the code before the first entry is timed.
  await timeStep(key, 128, p.ensembleSize, 60);
  const [byLength, bySize]: CostEntry[][] = [[], []];
  for (const d of p.lengths) byLength.push(await measure('by d', d, p.ensembleSize));
  for (const size of p.sizes) bySize.push(await measure('by N', p.signalLength, size));
  return { byLength, bySize };
}

/** Numbers of calls before timing, so that the code is optimised, and per round, so that the clock's resolution does not matter. */
const WARM_UP_MILLISECONDS = 40;
const ROUND_MILLISECONDS = 4;

async function timeStep(key: Key, signalLength: number, ensembleSize: number, rounds: number): Promise<CostEntry> {
  const flow = meanFieldDescent(autocovariance({ signalLength }), [0.1, 1], { stepSize: 10 });
  const state = initialize(flow, gaussian({ signalLength }).sample(key, ensembleSize));
  let logAbs = NaN;
  /** Seconds per call, from as many calls as fill `milliseconds`. */
  const timed = (milliseconds: number): number => {
    const started = performance.now();
    for (let calls = 1; ; calls++) {
      logAbs = stepDeterminant(flow, state, bandedJacobian).logAbs[0];
      const spent = performance.now() - started;
      if (spent >= milliseconds) return spent / calls / 1000;
    }
  };
  timed(WARM_UP_MILLISECONDS);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(timed(ROUND_MILLISECONDS));
    await host.turn();
  }
  times.sort((a, b) => a - b);
  return { signalLength, ensembleSize, seconds: times[0], medianSeconds: times[Math.floor(times.length / 2)], logAbs };
}

/** `determinantCost` of a stored result. */
export const determinantCostAgain = rebuilder(
  record({
    lengths: listOf(count),
    sizes: listOf(count),
    ensembleSize: count,
    signalLength: count,
    rounds: count,
  }),
  experimentOf,
);
