import { type PathFields, type PathwiseSchema, runAlgorithm, type ShardedAlgorithm } from '../../algorithm/index.js';
import { type Ensemble, matrix } from '../../array/index.js';
import {
  adjustedLangevin,
  averagedLangevin,
  energyPotential,
  hamiltonian,
  independentGaussians,
  langevin,
  markovChain,
  randomWalk,
  symmetrisedLangevin,
} from '../../chain/index.js';
import { scatteringMean } from '../../energy/index.js';
import { withSettings } from '../../host/index.js';
import { gaussian } from '../../model/index.js';
import { runShards, shardRanges, workerCount } from '../../parallel/index.js';
import { key } from '../../random/index.js';
import { bulkSampleSize, mean } from '../../statistics/index.js';
import { plainChains, pullbacks } from './plain-chains.js';
import { alternate, formatTable, median } from './timing.js';

const ROUNDS = 7;
/** Chains and values of the comparison. */
const CHAINS = 2000;
const VALUES = 100;
/** Where 0.57 of the proposals are taken. */
const STEP = 0.29;

type Chain = ShardedAlgorithm<PathwiseSchema<PathFields, PathFields>>;

/** Milliseconds of `stepCount` steps: time difference of a long and a short run, which leaves out the start of a run. */
async function timed(chain: Chain, paths: Ensemble, stepCount: number): Promise<number> {
  const run = async (count: number): Promise<number> => {
    const start = performance.now();
    await runAlgorithm(chain, paths, count, { key: key(2) });
    return performance.now() - start;
  };
  const short = await run(2);
  return (await run(2 + stepCount)) - short;
}

/** Coordinates that Metropolis-adjusted Langevin moves in a second, beside plain code of the same chain. */
export async function chainsTable(): Promise<string> {
  const potential = independentGaussians(new Array<number>(VALUES).fill(1));
  const chain = markovChain(potential, adjustedLangevin({ stepSize: STEP })) as unknown as Chain;
  const start = gaussian({ signalLength: VALUES }).sample(key(1), CHAINS);
  const many = Math.max(2, workerCount());
  const [plainSteps, steps] = [4, 40];
  const plain = (workers: number) => async (): Promise<number> => {
    const payloads = shardRanges(CHAINS, workers).map(({ start: first, end }) => ({
      first,
      chainCount: end - first,
      signalLength: VALUES,
      stepSize: STEP,
      stepCount: plainSteps,
    }));
    const times = await withSettings({ workers }, () => runShards(plainChains, payloads));
    return Math.max(...times) / plainSteps;
  };
  const own = (workers: number) => async (): Promise<number> =>
    (await withSettings({ workers }, () => timed(chain, start, steps))) / steps;
  const names = [
    'plain code, 1 thread',
    `plain code, ${many} threads`,
    'markovChain, 1 thread',
    `markovChain, ${many} threads`,
  ];
  const times = await alternate([plain(1), plain(many), own(1), own(many)], ROUNDS);
  const speed = (milliseconds: number): string => ((CHAINS * VALUES) / (1e3 * milliseconds)).toFixed(1);
  return formatTable(
    `Metropolis-adjusted Langevin, ${CHAINS} chains of N(0, I), d = ${VALUES}, millions of coordinates moved per second, ${ROUNDS} rounds in turn`,
    ['', 'most', 'median', 'plain / this, per thread'],
    names.map((name, c) => [
      name,
      speed(Math.min(...times[c])),
      speed(median(times[c])),
      `${median(times[c % 2].map((time, round) => time / times[c][round])).toFixed(1)} x`,
    ]),
  );
}

/** What a step of Metropolis-adjusted Langevin in the scattering mean costs, in units of its values and pullback. */
export async function scatteringChainsTable(): Promise<string> {
  const [signalLength, chainCount, steps] = [1024, 128, 12];
  const energy = scatteringMean({ signalLength });
  const base = gaussian({ signalLength });
  const multipliers = new Array<number>(energy.componentCount).fill(0.1);
  const chain = markovChain(
    energyPotential(energy, multipliers, base),
    adjustedLangevin({ stepSize: 1e-3 }),
  ) as unknown as Chain;
  const start = base.sample(key(1), chainCount);
  const workers = workerCount();
  const pullback = async (): Promise<number> => {
    const payloads = shardRanges(chainCount, workers).map((range) => ({
      pathCount: range.end - range.start,
      signalLength,
      passCount: steps,
    }));
    return Math.max(...(await runShards(pullbacks, payloads))) / steps;
  };
  const times = await alternate([pullback, async () => (await timed(chain, start, steps)) / steps], ROUNDS);
  return formatTable(
    `The scattering mean with a Gaussian base, d = ${signalLength}, ${chainCount} chains, ${workers} threads, ${ROUNDS} rounds in turn`,
    // Other work makes single rounds longer, a difference of two runs more so than one run: the shortest rounds are compared.
    ['', 'minimum ms', 'median ms', 'minimum by the pullback’s'],
    ['values and pullback', 'a step of adjusted Langevin'].map((name, c) => [
      name,
      Math.min(...times[c]).toFixed(2),
      median(times[c]).toFixed(2),
      (Math.min(...times[c]) / Math.min(...times[0])).toFixed(2),
    ]),
  );
}

/** Samplers at their best steps on N(0, I), by effective samples: of the slower one of a value and the potential. */
export async function efficiencyTable(): Promise<string> {
  const potential = independentGaussians(new Array<number>(VALUES).fill(1));
  const [chainCount, stepCount] = [64, 1000];
  const start = gaussian({ signalLength: VALUES }).sample(key(1), chainCount);
  const samplers: readonly (readonly [string, unknown])[] = [
    ['random walk, s = 0.238', markovChain(potential, randomWalk({ deviation: 0.238 }))],
    ['adjusted Langevin, h = 0.29', markovChain(potential, adjustedLangevin({ stepSize: STEP }))],
    ['Hamiltonian, ε = 0.45, 3 leapfrogs', markovChain(potential, hamiltonian({ stepSize: 0.45, leapfrogCount: 3 }))],
    ['Langevin, h = 0.29 (biased)', langevin(potential, { stepSize: STEP })],
    ['averaged noise, h = 0.29', averagedLangevin(potential, { stepSize: STEP })],
    ['symmetrised, h = 0.29', markovChain(potential, symmetrisedLangevin({ stepSize: STEP }))],
  ];
  const rows: string[][] = [];
  for (const [name, sampler] of samplers) {
    const chain = sampler as Chain;
    const snapshotSteps = Array.from({ length: stepCount }, (_, t) => t + 1);
    const { records, snapshots } = await runAlgorithm(chain, start, stepCount, { key: key(3), snapshotSteps });
    const seconds = (await withSettings({ workers: 1 }, () => timed(chain, start, 300))) / 300e3;
    const effective = (at: (t: number, n: number) => number): number => {
      const chains = matrix(chainCount, stepCount);
      for (let n = 0; n < chainCount; n++) for (let t = 0; t < stepCount; t++) chains.row(n)[t] = at(t, n);
      return bulkSampleSize(chains);
    };
    const sizes = [
      effective((t, n) => snapshots.paths[(t * chainCount + n) * VALUES]),
      effective((t, n) => records.potential[(t + 1) * chainCount + n]),
    ];
    const perStep = Math.min(...sizes) / (chainCount * stepCount);
    const logRatios = records.logAcceptance?.subarray(chainCount);
    rows.push([
      name,
      logRatios ? mean(logRatios.map((value) => Math.min(1, Math.exp(value)))).toFixed(2) : '1',
      mean(records.squaredJump.subarray(chainCount)).toFixed(1),
      perStep.toFixed(4),
      ((perStep * chainCount) / seconds).toExponential(1),
    ]);
  }
  return formatTable(
    `Samplers of N(0, I), d = ${VALUES}, ${chainCount} chains of ${stepCount} steps, 1 thread; effective samples of a value or of U, whichever has fewer`,
    ['', 'acceptance', 'squared jump', 'effective per step', 'effective per second'],
    rows,
  );
}
