import { type Vector, vector } from '../../array/index.js';
import { quasiNewtonMinimum } from '../../linear-algebra/index.js';
import { coordinatesOf, lawAt } from '../../model/garch-coordinates.js';
import { logLikelihood } from '../../model/garch-likelihood.js';
import { startOf } from '../../model/garch-variance.js';
import { type ArGarchParameters, arGarch, backcast, fitArGarch } from '../../model/index.js';
import { key } from '../../random/index.js';
import { alternate, formatTable, median } from './timing.js';

const ROUNDS = 5;
const SEED = key(5);
/** Parameters close to those of a fit to the S&P 500. */
const LAW: ArGarchParameters = { autoregression: -0.05, constant: 0.01, reaction: 0.12, memory: 0.87, degrees: 6 };
/** Length of the paper's longest series, at which a fit without derivatives is timed for comparison. */
const MARKET_LENGTH = 4096;
/** Number of steps that the library's model runs before a path starts. */
const BURN_IN = 1000;

/** Cost of a fit by the number of values. */
export async function garchFitTable(): Promise<string> {
  const lengths = [512, 1024, 2048, MARKET_LENGTH, 8192];
  const paths = lengths.map((signalLength) => arGarch(LAW, { signalLength }).sample(SEED, 1).path(0));
  const market = paths[lengths.indexOf(MARKET_LENGTH)];
  const reached = { exact: NaN, differences: NaN };
  const runs = paths.map((path) =>
    timed(() => {
      const { logLikelihood: value } = fitArGarch(path);
      if (path === market) reached.exact = value;
    }),
  );
  const starts = fitArGarch(market).searches.map(({ start }) => start);
  const yardstick = timed(() => {
    reached.differences = Math.max(...starts.map((start) => searchByDifferences(market, start)));
  });
  const times = await alternate([...runs, yardstick], ROUNDS);
  const rows = lengths.map((length, i) => [
    `${length} values`,
    ...summary(times[i]),
    ((median(times[i]) * 1000) / length).toFixed(1),
    length === MARKET_LENGTH ? ratio(times[lengths.length], times[i]) : '-',
  ]);
  return [
    formatTable(
      `A fit of AR(1)-GARCH(1,1)-t from six starts, 1 thread, ${ROUNDS} rounds in turn`,
      ['', 'minimum ms', 'median ms', 'median µs per value', 'by differences / this'],
      rows,
    ),
    `  The log-likelihood that differences reach is lower by ${(reached.exact - reached.differences).toExponential(1)} nats.\n`,
  ].join('');
}

/** Cost of paths of a fitted law by count and length, beside the recursion with Math.random. */
export async function garchPathsTable(): Promise<string> {
  const shapes = [
    [256, 1024],
    [1024, 1024],
    [4096, 1024],
    [1024, 4096],
  ] as const;
  const runs = shapes.flatMap(([pathCount, signalLength]) => [
    timed(() => void arGarch(LAW, { signalLength }).sample(SEED, pathCount)),
    timed(() => void naivePaths(pathCount, signalLength)),
  ]);
  const times = await alternate(runs, ROUNDS);
  const rows = shapes.map(([pathCount, signalLength], i) => [
    `N = ${pathCount}, d = ${signalLength}`,
    ...summary(times[2 * i]),
    ((median(times[2 * i]) * 1e6) / (pathCount * (signalLength + BURN_IN))).toFixed(0),
    ratio(times[2 * i + 1], times[2 * i]),
  ]);
  return formatTable(
    `Paths of AR(1)-GARCH(1,1)-t, each after ${BURN_IN} steps, 1 thread, ${ROUNDS} rounds in turn`,
    ['', 'minimum ms', 'median ms', 'median ns per step', 'naive / this'],
    rows,
  );
}

function timed(work: () => void): () => Promise<number> {
  return async () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
}

function summary(times: readonly number[]): string[] {
  return [Math.min(...times).toFixed(1), median(times).toFixed(1)];
}

function ratio(others: readonly number[], these: readonly number[]): string {
  return `${median(others.map((other, round) => other / these[round])).toFixed(1)} x`;
}

/** The log-likelihood that the library's search reaches from one start with derivatives by differences, for comparison. */
function searchByDifferences(path: Vector, from: ArGarchParameters): number {
  const start = startOf(path, backcast, true);
  const value = (point: Vector): number => -logLikelihood(path, lawAt(point, 'arGarch').law, start) / path.length;
  const objective = (point: Vector, gradient: Vector): number => {
    for (let i = 0; i < point.length; i++) {
      const [above, below] = [1e-6, -1e-6].map((step) => value(point.map((x, j) => (j === i ? x + step : x))));
      gradient[i] = (above - below) / 2e-6;
    }
    return value(point);
  };
  return -quasiNewtonMinimum(objective, coordinatesOf(from), { gradientTolerance: 1e-7 }).value * path.length;
}

/** Student's t by its definition: a normal number over the root of a mean of squares of further normal numbers. */
function naivePaths(pathCount: number, signalLength: number): Vector {
  const { autoregression, constant, reaction, memory, degrees } = LAW;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const paths = vector(pathCount * signalLength);
  for (let n = 0; n < pathCount; n++) {
    let [x, s] = [0, constant / (1 - reaction - memory)];
    for (let t = -BURN_IN; t < signalLength; t++) {
      let squares = 0;
      for (let i = 0; i < degrees; i++) squares += normal() ** 2;
      const e = Math.sqrt((s * (degrees - 2)) / squares) * normal();
      x = autoregression * x + e;
      s = constant + reaction * e * e + memory * s;
      if (t >= 0) paths[n * signalLength + t] = x;
    }
  }
  return paths;
}
