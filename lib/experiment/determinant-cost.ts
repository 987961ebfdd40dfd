import { autocovariance } from '../energy';
import { bandedJacobian, denseJacobian, initialize, meanFieldDescent, stepDeterminant, type PathJacobianMethod } from '../flow';
import { gaussian } from '../model';
import type { Key } from '../random';
import type { Experiment, RunContext } from './experiment';

/** Parameters of the cost of a step's log-determinant: Appendix A. */
export interface DeterminantCostParameters {
  /** Signal lengths d for the dense blocks of the authors' O(N d³), and for the banded ones. */
  readonly denseLengths: readonly number[];
  readonly bandedLengths: readonly number[];
  /** Ensemble sizes N, at d = 128. */
  readonly sizes: readonly number[];
  /** N while d grows. */
  readonly ensembleSize: number;
  /** Timings an entry, each of as many calls as take some milliseconds; the least is kept. */
  readonly rounds: number;
}

/** Time of one step's log-determinant for a whole ensemble. */
export interface CostEntry {
  readonly method: 'dense' | 'banded';
  readonly signalLength: number;
  readonly ensembleSize: number;
  /** Least and median of the rounds. */
  readonly seconds: number;
  readonly medianSeconds: number;
  /** What came out, so that the methods can be compared. */
  readonly logAbs: number;
}

export interface DeterminantCostData {
  readonly byLength: readonly CostEntry[];
  readonly bySize: readonly CostEntry[];
}

/**
 * Times one step's log-determinant by dense and by banded blocks as d and N grow, on one thread.
 * The times, unlike all other results, differ from run to run.
 */
export function determinantCost(
  changes: Partial<DeterminantCostParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<DeterminantCostParameters, DeterminantCostData> {
  const parameters: DeterminantCostParameters = {
    denseLengths: [32, 64, 128, 256, 512],
    bandedLengths: [32, 64, 128, 256, 512, 1024, 2048, 4096],
    sizes: [1, 2, 4, 8, 16, 32],
    ensembleSize: 4,
    rounds: 10,
    ...changes,
  };
  const { denseLengths, bandedLengths, sizes } = parameters;
  const stageCount = denseLengths.length + bandedLengths.length + 2 * sizes.length;
  return { id: 'determinant-cost', parameters, seed, stageCount, run: runDeterminantCost };
}

async function runDeterminantCost(p: DeterminantCostParameters, key: Key, context: RunContext): Promise<DeterminantCostData> {
  const length = 128; // long enough that dense blocks cost more than their set-up
  let step = 0;
  const measure = (method: CostEntry['method'], signalLength: number, size: number): Promise<CostEntry> =>
    context.stage(`${method}, d = ${signalLength}, N = ${size}, ${step++}`, () => timeStep(key, method, signalLength, size, p.rounds));
  // The compiler goes on improving code for a while: let it, before the first entry is timed.
  for (const method of ['dense', 'banded'] as const) await timeStep(key, method, length, p.ensembleSize, 60);
  const byLength: CostEntry[] = [];
  for (const d of p.denseLengths) byLength.push(await measure('dense', d, p.ensembleSize));
  for (const d of p.bandedLengths) byLength.push(await measure('banded', d, p.ensembleSize));
  const bySize: CostEntry[] = [];
  for (const size of p.sizes) for (const method of ['dense', 'banded'] as const) bySize.push(await measure(method, length, size));
  return { byLength, bySize };
}

const METHODS: Readonly<Record<CostEntry['method'], PathJacobianMethod>> = { dense: denseJacobian, banded: bandedJacobian };

/** Calls before timing, so that the compiler has done its work, and in a round, so that the clock's grain does not matter. */
const WARM_UP_MILLISECONDS = 40;
const ROUND_MILLISECONDS = 4;

async function timeStep(
  key: Key,
  method: CostEntry['method'],
  signalLength: number,
  ensembleSize: number,
  rounds: number,
): Promise<CostEntry> {
  const flow = meanFieldDescent(autocovariance({ signalLength }), [0.1, 1], { stepSize: 10 });
  const state = initialize(flow, gaussian({ signalLength }).sample(key, ensembleSize));
  let logAbs = NaN;
  /** Seconds a call, from as many calls as take `milliseconds`. */
  const timed = (milliseconds: number): number => {
    const started = performance.now();
    for (let calls = 1; ; calls++) {
      logAbs = stepDeterminant(flow, state, METHODS[method]).logAbs[0];
      const spent = performance.now() - started;
      if (spent >= milliseconds) return spent / calls / 1000;
    }
  };
  timed(WARM_UP_MILLISECONDS);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(timed(ROUND_MILLISECONDS));
    await new Promise((resolve) => setImmediate(resolve));
  }
  times.sort((a, b) => a - b);
  return { method, signalLength, ensembleSize, seconds: times[0], medianSeconds: times[Math.floor(times.length / 2)], logAbs };
}
