import { type Ensemble, ensemble } from '../../array/index.js';
import { autocovariance, type Energy, scatteringMean, stylized } from '../../energy/index.js';
import {
  bandedJacobian,
  compiledJacobian,
  denseJacobian,
  descendMeasured,
  type Flow,
  initialize,
  meanFieldDescent,
  type PathJacobianMethod,
  stepDeterminant,
} from '../../flow/index.js';
import { ar, logDensityOf } from '../../model/index.js';
import { workerCount } from '../../parallel/index.js';
import { key, normals } from '../../random/index.js';
import { alternate, formatTable, median } from './timing.js';

const rounds = 9;
/** Largest signal length with a full block, which takes seconds per path beyond. */
const longestDense = 256;

function noise(pathCount: number, signalLength: number): Ensemble {
  return ensemble(pathCount, signalLength, normals(key(2), pathCount * signalLength));
}

/** A mean-field flow towards noise of slightly larger variance. */
function flowOf(energy: Energy): Flow {
  return meanFieldDescent(
    energy,
    energy.labels.map((label) => (label === 'lag 1' ? 0.1 : 1.1)),
    { stepSize: 5 },
  );
}

/** Cost of a step's ln|det| per path, by three methods that must agree, and by full blocks for energies without a band. One thread. */
export async function determinantTable(): Promise<string> {
  const pathCount = 4;
  const methods: readonly PathJacobianMethod[] = [denseJacobian, bandedJacobian, compiledJacobian];
  const rows: string[][] = [];
  for (const make of [autocovariance, stylized, scatteringMean]) {
    for (const signalLength of [64, 256, 1024]) {
      const flow = flowOf(make({ signalLength }));
      const state = initialize(flow, noise(pathCount, signalLength));
      const banded = flow.energy.bandedHessian !== undefined;
      const used = methods.filter((method) => (method === denseJacobian ? signalLength <= longestDense : banded));
      if (used.length === 0) continue;
      const values: number[] = [];
      const runs = used.map((method, m) => async () => {
        const evaluate = method(flow);
        const repeats = method === denseJacobian ? 1 : 20;
        const start = performance.now();
        for (let r = 0; r < repeats; r++) values[m] = stepDeterminant(flow, state, () => evaluate).logAbs[0];
        return ((performance.now() - start) * 1000) / repeats / pathCount;
      });
      const measured = (await alternate(runs, rounds)).map((column) => Math.min(...column).toFixed(1));
      const times = methods.map((method) => measured[used.indexOf(method)] ?? '-');
      const worst = Math.max(...values.map((value) => Math.abs(value / values[0] - 1)));
      rows.push([`${flow.energy.name}, d = ${signalLength}`, ...times, worst.toExponential(1)]);
    }
  }
  return formatTable(
    `The log-determinant of a mean-field step, 1 thread, minimum µs per path of ${rounds} rounds in turn`,
    ['', 'dense, zeros skipped', 'band, TypeScript', 'band, WebAssembly', 'worst difference'],
    rows,
  );
}

/** Cost of a measured step with all records of `descendMeasured`, by path count, length and components. */
export async function measuredStepTable(): Promise<string> {
  const shapes: ReadonlyArray<readonly [number, Energy]> = [
    ...[16, 128, 1024].map((n) => [n, autocovariance({ signalLength: 1024 })] as const),
    ...[256, 4096].map((signalLength) => [128, autocovariance({ signalLength })] as const),
    ...[2, 8, 20].map((squareLags) => [32, stylized({ signalLength: 1024, squareLags })] as const),
  ];
  const runs = shapes.map(([pathCount, energy]) => {
    const paths = noise(pathCount, energy.signalLength);
    const truth = ar([0.1], { signalLength: energy.signalLength });
    const density = logDensityOf(truth);
    const run = async (stepCount: number): Promise<number> => {
      const start = performance.now();
      await descendMeasured(flowOf(energy), paths, stepCount, [density]);
      return performance.now() - start;
    };
    // The time difference of a long and a short run leaves out the cost of starting a run.
    const steps = Math.max(10, Math.round(1e4 / (pathCount * energy.componentCount)));
    return async () => (((await run(2 + steps)) - (await run(2))) * 1000) / (steps * pathCount);
  });
  const times = await alternate(runs, 5);
  const rows = shapes.map(([pathCount, { signalLength, componentCount }], c) => [
    `N = ${pathCount}, d = ${signalLength}, K = ${componentCount}`,
    Math.min(...times[c]).toFixed(2),
    median(times[c]).toFixed(2),
    ((median(times[c]) * 1000) / signalLength).toFixed(2),
  ]);
  return formatTable(
    `One measured step (move, energies, log-determinant, log-density), ${workerCount()} threads, 5 rounds in turn`,
    ['', 'minimum µs per path', 'median µs per path', 'median ns per path and point'],
    rows,
  );
}
