import { availableParallelism, cpus } from 'node:os';
import { type Ensemble, ensemble, sharedVector, type Vector, vectorOf } from '../array/index.js';
import { stylized } from '../energy/index.js';
import { descend as descendByLibrary, meanFieldDescent } from '../flow/index.js';
import { withSettings } from '../host/index.js';
import { runShards, workerCount } from '../parallel/index.js';
import { key, normals } from '../random/index.js';
import type { BenchTable } from './bench-command.js';
import { cellsTable } from './benchmark/cells.js';
import { chainsTable, efficiencyTable, scatteringChainsTable } from './benchmark/chains.js';
import {
  barrierMicroseconds,
  comparedStep,
  componentCount,
  type DescentPayload,
  type DescentTimes,
  descend,
  nothing,
} from './benchmark/descent-step.js';
import { determinantTable, measuredStepTable } from './benchmark/determinant.js';
import { dragsTable } from './benchmark/drags.js';
import { elementaryTable } from './benchmark/elementary.js';
import { meanExchange, pathRanges } from './benchmark/ensemble-mean.js';
import { estimatorTable } from './benchmark/estimator.js';
import { figuresTable } from './benchmark/figures.js';
import { garchFitTable, garchPathsTable } from './benchmark/garch.js';
import { gaussNewtonTable, marketsTable } from './benchmark/markets.js';
import { scatteringScalingTable, scatteringTable } from './benchmark/scattering.js';
import { tensorsTable } from './benchmark/tensors.js';
import { alternate, formatTable, median } from './benchmark/timing.js';

/** Number of rounds; odd, so that the median is a measured value. */
const rounds = 9;
const stepSize = 5;

const tables: Readonly<Record<BenchTable, () => Promise<string>>> = {
  step: stepTable,
  scaling: scalingTable,
  pool: poolTable,
  chains: async () => [await chainsTable(), await scatteringChainsTable(), await efficiencyTable()].join('\n'),
  cells: cellsTable,
  determinant: determinantTable,
  measured: measuredStepTable,
  elementary: elementaryTable,
  estimator: estimatorTable,
  figures: figuresTable,
  drags: dragsTable,
  garch: async () => `${await garchFitTable()}\n${await garchPathsTable()}`,
  markets: marketsTable,
  'gauss-newton': gaussNewtonTable,
  scattering: async () => `${await scatteringTable()}\n${await scatteringScalingTable()}`,
  tensors: tensorsTable,
};

/** Prints tables of what computations cost on this machine, each beside a naive implementation of the same thing. */
export async function bench(names: readonly BenchTable[]): Promise<void> {
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}\n`,
  );
  for (const name of names) console.log(await tables[name]());
}

/** Gaussian white noise in shared memory. */
function noise(pathCount: number, signalLength: number): Ensemble {
  const paths = sharedVector(pathCount * signalLength);
  return ensemble(pathCount, signalLength, normals(key(1), paths.length, paths));
}

/** Target slightly above the energy of the noise, so that the descent moves: variance and products of squares 1.1, lag 1 zero. */
function target(): Vector {
  return vectorOf(Array.from({ length: componentCount }, (_, k) => (k === 1 ? 0 : 1.1)));
}

interface Contender {
  readonly name: string;
  readonly kernel: 'naive' | 'plain' | 'simd';
  readonly workers: number;
}

/** Milliseconds per step of the slowest shard, and the mean energy after `comparedStep` steps. */
async function measure({ kernel, workers }: Contender, paths: Ensemble, stepCount: number): Promise<DescentTimes> {
  const { pathCount, signalLength } = paths;
  const exchange = meanExchange(pathCount, componentCount);
  const payloads: DescentPayload[] = pathRanges(pathCount, workers).map((range) => ({
    naive: kernel === 'naive',
    signalLength,
    paths: paths.data,
    range,
    exchange,
    target: target(),
    stepSize,
    stepCount,
  }));
  const shards = await withSettings({ simd: kernel !== 'plain' }, () => runShards(descend, payloads));
  return { ...shards[0], millisecondsPerStep: Math.max(...shards.map((shard) => shard.millisecondsPerStep)) };
}

/** Milliseconds per step of the library's descent with all its records: time difference of a long and a short run, per step. */
async function measureLibrary(paths: Ensemble): Promise<number> {
  const flow = meanFieldDescent(stylized({ signalLength: paths.signalLength }), target(), { stepSize });
  const run = async (stepCount: number): Promise<number> => {
    const start = performance.now();
    await descendByLibrary(flow, paths, stepCount);
    return performance.now() - start;
  };
  return ((await run(12)) - (await run(2))) / 10;
}

async function stepTable(): Promise<string> {
  const paths = noise(1024, 1024);
  const many = Math.max(2, workerCount());
  const contenders: Contender[] = [
    { name: 'naive TypeScript, 1 thread', kernel: 'naive', workers: 1 },
    { name: 'plain twin of the kernel, 1 thread', kernel: 'plain', workers: 1 },
    { name: `plain twin of the kernel, ${many} threads`, kernel: 'plain', workers: many },
    { name: 'WebAssembly SIMD, 1 thread', kernel: 'simd', workers: 1 },
    { name: `WebAssembly SIMD, ${many} threads`, kernel: 'simd', workers: many },
  ];
  const energies: Vector[] = [];
  const runs = contenders.map((contender, c) => async () => {
    const { millisecondsPerStep, comparedMean } = await measure(
      contender,
      paths,
      contender.kernel === 'simd' ? 12 : comparedStep,
    );
    energies[c] = comparedMean;
    return millisecondsPerStep;
  });
  const names = [...contenders.map(({ name }) => name), `the library's descend, ${workerCount()} threads`];
  const times = await alternate([...runs, () => measureLibrary(paths)], rounds);
  const rows = names.map((name, c) => [
    name,
    Math.min(...times[c]).toFixed(2),
    median(times[c]).toFixed(2),
    `${median(times[0].map((naive, round) => naive / times[c][round])).toFixed(1)} x`,
  ]);
  const worst = Math.max(
    ...energies.map((mean) => Math.max(...mean.map((value, k) => Math.abs(value - energies[0][k])))),
  );
  const equal = energies.slice(2).every((mean) => mean.every((value, k) => value === energies[1][k]));
  return [
    formatTable(
      `One mean-field step of the stylized energy (22 components), 1024 paths of length 1024, ${rounds} rounds in turn`,
      ['', 'minimum ms', 'median ms', 'naive / this'],
      rows,
    ),
    `  Mean energies after ${comparedStep} steps: within ${worst.toExponential(1)} of the naive ones, and ${equal ? 'the same bits' : 'NOT the same bits'} for twin, SIMD and any threads.\n`,
  ].join('');
}

async function scalingTable(): Promise<string> {
  const shapes = [
    [128, 1024],
    [512, 1024],
    [1024, 1024],
    [4096, 1024],
    [1024, 256],
    [1024, 512],
    [1024, 2048],
    [1024, 4096],
  ] as const;
  const contender: Contender = { name: '', kernel: 'simd', workers: Math.max(2, workerCount()) };
  const runs = shapes.map(([pathCount, signalLength]) => {
    const paths = noise(pathCount, signalLength);
    return async () => (await measure(contender, paths, 6)).millisecondsPerStep;
  });
  const times = await alternate(runs, 5);
  const rows = shapes.map(([pathCount, signalLength], c) => [
    `N = ${pathCount}, d = ${signalLength}`,
    Math.min(...times[c]).toFixed(2),
    median(times[c]).toFixed(2),
    ((median(times[c]) * 1e6) / (pathCount * signalLength)).toFixed(2),
  ]);
  return formatTable(
    `The same step by path count and length, WebAssembly SIMD, ${contender.workers} threads, 5 rounds in turn`,
    ['', 'minimum ms', 'median ms', 'median ns per path and point'],
    rows,
  );
}

async function poolTable(): Promise<string> {
  const workers = Math.max(2, workerCount());
  const payloads = Array.from({ length: workers }, () => ({ rows: 51, barriers: 200 }));
  const barrier = async (): Promise<number> => Math.max(...(await runShards(barrierMicroseconds, payloads)));
  const run = async (): Promise<number> => {
    const start = performance.now();
    await runShards(nothing, payloads);
    return (performance.now() - start) * 1000;
  };
  await run();
  const times = await alternate([barrier, run], 2 * rounds + 1);
  const rows = ['barrier', 'run of nothing, threads warm'].map((name, c) => [
    name,
    Math.min(...times[c]).toFixed(1),
    median(times[c]).toFixed(1),
  ]);
  return formatTable(`The worker pool, ${workers} threads`, ['', 'minimum µs', 'median µs'], rows);
}
