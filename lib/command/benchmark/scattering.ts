import { ensemble, matrix, type Vector, vector } from '../../array/index.js';
import type { Precision } from '../../compiled/index.js';
import {
  type Energy,
  evaluatorOf,
  projectedScatteringCovariance,
  scatteringMean,
  scatteringSpectra,
  waveletPower,
} from '../../energy/index.js';
import { key, normals } from '../../random/index.js';
import { alternate, formatTable, median } from './timing.js';

const rounds = 9;

/** The timed work: values alone, values and a pullback, or these and a Hessian product. */
type Work = 'value' | 'pullback' | 'product';
const works: readonly Work[] = ['value', 'pullback', 'product'];

/** Microseconds per path of an implementation by work; each work includes those before it. */
type Times = Readonly<Record<Work, number>>;

/** Does all works once for `pathCount` paths. @returns their times */
type Run = () => Times;

function inputs(energy: Energy, pathCount: number): Readonly<Record<'paths' | 'weights' | 'directions', Vector>> {
  const { signalLength, componentCount } = energy;
  return {
    paths: normals(key(1), pathCount * signalLength),
    weights: normals(key(2), pathCount * componentCount),
    directions: normals(key(3), pathCount * signalLength),
  };
}

/** Times of the three parts of one run. */
function timed(pathCount: number, value: () => void, pullback: () => void, product: () => void): Times {
  const start = performance.now();
  const after = [value, pullback, product].map((stretch) => {
    stretch();
    return ((performance.now() - start) * 1000) / pathCount;
  });
  return { value: after[0], pullback: after[1], product: after[2] };
}

/** The energy's own methods, in double precision. */
function plainRun(energy: Energy, pathCount: number): Run {
  const { signalLength, componentCount } = energy;
  const { paths, weights, directions } = inputs(energy, pathCount);
  const [x, v] = [paths, directions].map((data) => ensemble(pathCount, signalLength, data));
  const w = matrix(pathCount, componentCount, weights);
  return () =>
    timed(
      pathCount,
      () => energy.values(x),
      () => energy.pullback(x, w),
      () => energy.hessianProduct(x, w, v),
    );
}

function compiledRun(energy: Energy, pathCount: number, precision: Precision): Run {
  const { signalLength, componentCount } = energy;
  const { paths, weights, directions } = inputs(energy, pathCount);
  const kernel = energy.accelerators!.derivatives!(pathCount, precision);
  const { width } = kernel;
  const [values, gradients] = [vector(pathCount * componentCount), vector(pathCount * signalLength)];
  const [out, rates] = [vector(width * signalLength), vector(width * componentCount)];
  return () =>
    timed(
      pathCount,
      () => {
        kernel.load(paths);
        kernel.values(values);
      },
      () => kernel.pullback(weights, gradients),
      () => {
        for (let group = 0; group * width < pathCount; group++) {
          const first = group * width * signalLength;
          kernel.hessianProduct(group, directions.subarray(first, first + width * signalLength), 0, out, rates);
        }
      },
    );
}

/** Each run's times, round by round, for all works, in turn. */
async function measure(runs: readonly Run[]): Promise<Record<Work, number[]>[]> {
  for (const run of runs) run();
  const times = runs.map((): Record<Work, number[]> => ({ value: [], pullback: [], product: [] }));
  await alternate(
    runs.map((run, r) => async () => {
      const one = run();
      for (const work of works) times[r][work].push(one[work]);
      return one.product;
    }),
    rounds,
  );
  return times;
}

/** Number of paths of one thread: their data exceed the fastest caches, as in a descent. */
const compiledPathCount = 64;

/** The three energies of Table 1 that are no lag products. Projection and scales are arbitrary, because they do not change the cost. */
function energies(signalLength: number): ReadonlyArray<readonly [string, Energy]> {
  const projection = matrix(20, 1596, normals(key(4), 20 * 1596));
  const sigma2 = waveletPower(ensemble(1, signalLength, normals(key(5), signalLength)));
  return [
    ['mean', scatteringMean({ signalLength })],
    ['covariance, 20 projections', projectedScatteringCovariance(projection, { signalLength })],
    ['spectra', scatteringSpectra({ signalLength, sigma2 })],
  ];
}

/** Microseconds per path of the scattering energies, by the energies' own methods and compiled. */
export async function scatteringTable(): Promise<string> {
  const names: string[] = [];
  const runs: Run[] = [];
  for (const [name, energy] of energies(1024)) {
    names.push(`${name}: plain, double`);
    // Two path sets in turn, because an energy may reuse the work on the paths of the last call.
    runs.push(plainRun(energy, 2));
    if (!evaluatorOf(energy).isCompiled) continue;
    for (const precision of ['single', 'double'] as const) {
      names.push(`${name}: compiled, ${precision}`);
      runs.push(compiledRun(energy, compiledPathCount, precision));
    }
  }
  const times = await measure(runs);
  const cell = (values: readonly number[]): string => `${least(values)} / ${median(values).toFixed(0)}`;
  const rows = names.map((name, r) => [name, ...works.map((work) => cell(times[r][work]))]);
  return formatTable(
    `Scattering energies, d = 1024, 1 thread, minimum / median µs per path of ${rounds} rounds in turn, each column with those before`,
    ['', 'value', 'and pullback', 'and Hessian product'],
    rows,
  );
}

/** The scattering mean in single precision by length, beside d log d. */
export async function scatteringScalingTable(): Promise<string> {
  const lengths = [256, 512, 1024, 2048, 4096, 8192];
  const runs = lengths.map((signalLength) =>
    compiledRun(scatteringMean({ signalLength }), 2 ** 16 / signalLength, 'single'),
  );
  const times = await measure(runs);
  const rows = lengths.map((d, r) => [
    `d = ${d}`,
    ...works.map((work) => least(times[r][work])),
    ((Math.min(...times[r].product) * 1000) / (d * Math.log2(d))).toFixed(2),
  ]);
  return formatTable(
    `The compiled scattering mean by length, single precision, 1 thread, minimum µs per path of ${rounds} rounds in turn`,
    ['', 'value', 'and pullback', 'and Hessian product', 'ns by d log₂ d'],
    rows,
  );
}

function least(values: readonly number[]): string {
  return Math.min(...values).toFixed(0);
}
