import { ensemble } from '../../array/index.js';
import { hebbCouplings, retrieveInParallel, retrieveInTurn } from '../../lattice/index.js';
import { foldIn, type Key, signs, split } from '../../random/index.js';
import { type Estimate, meanEstimate, shareEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of Hopfield networks with random patterns. */
export interface RetrievalParameters {
  /** N of the networks whose errors are counted. */
  readonly sites: number;
  /** Numbers n of patterns. */
  readonly patternCounts: readonly number[];
  /** Networks per number of patterns. */
  readonly memoryCount: number;
  /** N and n of the networks whose cycles are counted, and their number. */
  readonly cycleSites: number;
  readonly cyclePatterns: number;
  readonly trialCount: number;
}

/** Errors of a network with so many patterns. */
export interface RetrievalRow {
  readonly patterns: number;
  readonly zeroDiagonal: boolean;
  /** Share of wrong bits after one parallel step from a stored pattern. */
  readonly afterOneStep: Estimate;
  /** Share of bits in which the state differs where retrieval from the first stored pattern ends. */
  readonly atTheEnd: Estimate;
}

/** What became of random starts. */
export interface CycleRow {
  readonly way: 'in parallel, diagonal kept' | 'in parallel, zero diagonal' | 'one at a time, zero diagonal';
  readonly trials: number;
  /** Trials that ended in a cycle of two states. */
  readonly cycles: number;
  /** Trials in which the energy rose at some step. */
  readonly rises: number;
}

/** Retrieval in Hopfield networks. */
export interface RetrievalData {
  readonly rows: readonly RetrievalRow[];
  readonly cycles: readonly CycleRow[];
}

type Stage = 'errors' | 'cycles';

/** Errors of retrieval against the number of patterns, and cycles from random starts. Errors come from independent networks. */
export function hopfieldRetrieval(
  changes: Partial<RetrievalParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<RetrievalParameters, RetrievalData, Stage> {
  const parameters: RetrievalParameters = {
    sites: 200,
    patternCounts: [20, 28, 40, 60],
    memoryCount: 16,
    cycleSites: 40,
    cyclePatterns: 12,
    trialCount: 300,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: RetrievalParameters,
  seed: number,
): Experiment<RetrievalParameters, RetrievalData, Stage> {
  const { patternCounts, sites, memoryCount, cycleSites, cyclePatterns, trialCount } = parameters;
  const errors = 4 * memoryCount * sites * sites * patternCounts.reduce((sum, n) => sum + n, 0);
  const cycles = 20 * trialCount * cycleSites * cycleSites * cyclePatterns;
  return {
    id: 'hopfield-retrieval',
    module: 'chapter/gibbs-measures/hopfield-retrieval',
    parameters,
    seed,
    stages: { errors, cycles },
    run,
  };
}

async function run(parameters: RetrievalParameters, key: Key, context: RunContext<Stage>): Promise<RetrievalData> {
  const [errorKey, cycleKey] = split(key, 2);
  const { patternCounts, sites, memoryCount } = parameters;
  const rows = await context.stage('errors', async () =>
    patternCounts.flatMap((patterns, i) =>
      [false, true].map((zeroDiagonal): RetrievalRow => {
        const shares = Array.from({ length: memoryCount }, (_, m) =>
          sharesOf({ sites, patterns, zeroDiagonal }, foldIn(foldIn(errorKey, i), m)),
        );
        return {
          patterns,
          zeroDiagonal,
          afterOneStep: meanEstimate(shares.map(({ first }) => first)),
          atTheEnd: meanEstimate(shares.map(({ last }) => last)),
        };
      }),
    ),
  );
  return { rows, cycles: await context.stage('cycles', async () => cycleRows(parameters, cycleKey)) };
}

interface Memory {
  readonly sites: number;
  readonly patterns: number;
  readonly zeroDiagonal: boolean;
}

/** Wrong bits of one network: after a step over all its patterns, and at the end over the first of them. */
function sharesOf({ sites, patterns: n, zeroDiagonal }: Memory, key: Key): { first: number; last: number } {
  const patterns = ensemble(n, sites, signs(key, n * sites));
  const couplings = hebbCouplings(patterns, { zeroDiagonal });
  const wrongBits = (pattern: number, stepLimit: number): number => {
    const stored = patterns.path(pattern);
    const { state } = retrieveInParallel(couplings, stored, { stepLimit });
    return state.reduce((sum, spin, i) => sum + (spin === stored[i] ? 0 : 1), 0) / sites;
  };
  let first = 0;
  for (let pattern = 0; pattern < n; pattern++) first += wrongBits(pattern, 1) / n;
  return { first, last: wrongBits(0, 100) };
}

function cycleRows({ cycleSites, cyclePatterns, trialCount }: RetrievalParameters, key: Key): CycleRow[] {
  const [patternKey, startKey] = split(key, 2);
  const ways = [
    { way: 'in parallel, diagonal kept', zeroDiagonal: false, retrieve: retrieveInParallel },
    { way: 'in parallel, zero diagonal', zeroDiagonal: true, retrieve: retrieveInParallel },
    { way: 'one at a time, zero diagonal', zeroDiagonal: true, retrieve: retrieveInTurn },
  ] as const;
  return ways.map(({ way, zeroDiagonal, retrieve }) => {
    let [cycles, rises] = [0, 0];
    for (let trial = 0; trial < trialCount; trial++) {
      const size = cyclePatterns * cycleSites;
      const patterns = ensemble(cyclePatterns, cycleSites, signs(foldIn(patternKey, trial), size));
      const couplings = hebbCouplings(patterns, { zeroDiagonal });
      const { period, energies } = retrieve(couplings, signs(foldIn(startKey, trial), cycleSites));
      if (period === 2) cycles++;
      // Rounding of sums of some hundred terms stays far below the least step, 2/n.
      if (energies.some((energy, t) => t > 0 && energy > energies[t - 1] + 1e-9)) rises++;
    }
    return { way, trials: trialCount, cycles, rises };
  });
}

/** Share of trials that ended in a cycle. */
export function cycleShare({ cycles, trials }: CycleRow): Estimate {
  return shareEstimate(cycles, trials);
}

/** `hopfieldRetrieval` of a stored result. */
export const hopfieldRetrievalAgain = rebuilder(
  record({
    sites: count,
    patternCounts: listOf(count),
    memoryCount: count,
    cycleSites: count,
    cyclePatterns: count,
    trialCount: count,
  }),
  experimentOf,
);
