import { ensemble, matrix } from '../../array/index.js';
import { type MarketEnergy, marketDescents } from '../../chapter/markets/index.js';
import { sp500Returns } from '../../data-set/index.js';
import { type Energy, projectedScatteringCovariance, stylized } from '../../energy/index.js';
import { descend, type Flow, gaussNewtonDescent, meanFieldDescent, regularDescent } from '../../flow/index.js';
import { gaussian } from '../../model/index.js';
import { workerCount } from '../../parallel/index.js';
import { key, normals } from '../../random/index.js';
import { alternate, formatTable, median } from './timing.js';

const ROUNDS = 5;
const SEED = key(6);
const SIGNAL_LENGTH = 1024;
/** Number of timed steps by path count. */
const SHAPES = [
  [64, 200],
  [256, 50],
  [1024, 12],
] as const;

const energies: Readonly<Record<MarketEnergy, () => Energy>> = {
  stylized: () => stylized({ signalLength: SIGNAL_LENGTH }),
  // Random directions take the same time as principal components.
  'scattering-covariance': () =>
    projectedScatteringCovariance(matrix(20, 1596, normals(SEED, 20 * 1596)), { signalLength: SIGNAL_LENGTH }),
};

/** Cost of a step towards the S&P 500 by energy and path count, and of a whole figure at the authors' size. */
export async function marketsTable(): Promise<string> {
  const returns = sp500Returns().values;
  const rows: string[][] = [];
  for (const [name, make] of Object.entries(energies)) {
    const energy = make();
    const block = returns.slice(0, SIGNAL_LENGTH);
    const target = energy.values(ensemble(1, SIGNAL_LENGTH, block)).row(0);
    const ofFigure = marketDescents('S&P 500', returns, { energy: name as MarketEnergy }, { profile: 'paper' });
    const whole = ofFigure.parameters.stepCount;
    const flows = [regularDescent, meanFieldDescent].map((descent) => descent(energy, target, { stepSize: 1 }));
    const runs = SHAPES.flatMap(([pathCount, stepCount]) =>
      flows.map((flow) => () => perStep(flow, pathCount, stepCount)),
    );
    const times = (await alternate(runs, ROUNDS)).map(median);
    SHAPES.forEach(([pathCount], i) => {
      const [regular, meanField] = times.slice(2 * i, 2 * i + 2);
      rows.push([
        `${name}, N = ${pathCount}`,
        regular.toFixed(2),
        meanField.toFixed(2),
        ((1000 * (regular + meanField)) / 2 / pathCount).toFixed(1),
        (((regular + meanField) * whole) / 60_000).toFixed(1),
      ]);
    });
  }
  return formatTable(
    `Descents towards the S&P 500, d = ${SIGNAL_LENGTH}, ${workerCount()} threads, median of ${ROUNDS} rounds in turn`,
    ['', 'regular, ms per step', 'mean field', 'µs per path', 'both to the end, minutes'],
    rows,
  );
}

/** Paths of the stylized features that enter G in the table's last column. */
const GRAM_PATHS = 128;

/** Cost of a Gauss–Newton step towards the S&P 500 beside a mean-field one, and of Figure 6 at the authors' size by such steps. */
export async function gaussNewtonTable(): Promise<string> {
  const returns = sp500Returns().values;
  const energy = energies.stylized();
  const target = energy.values(ensemble(1, SIGNAL_LENGTH, returns.slice(0, SIGNAL_LENGTH))).row(0);
  const options = { stepSize: 0.5, largestMove: 0.001 };
  const flows = [
    meanFieldDescent(energy, target, { stepSize: 1 }),
    gaussNewtonDescent(energy, target, options),
    gaussNewtonDescent(energy, target, { ...options, gramPathCount: GRAM_PATHS }),
    gaussNewtonDescent(energy, target, { ...options, ensembleSize: 1 }),
  ];
  const figure = marketDescents('S&P 500', returns, { rule: 'gauss-newton' }, { profile: 'paper' });
  const runs = SHAPES.flatMap(([pathCount, steps]) => flows.map((flow) => () => perStep(flow, pathCount, steps)));
  const times = (await alternate(runs, ROUNDS)).map(median);
  const rows = SHAPES.map(([pathCount], i) => {
    const own = times.slice(flows.length * i, flows.length * (i + 1));
    const whole = ((own[1] + own[3]) * figure.parameters.stepCount) / 1000;
    return [`N = ${pathCount}`, ...own.map((time) => time.toFixed(2)), whole.toFixed(1)];
  });
  return formatTable(
    `Steps towards the S&P 500, stylized features, d = ${SIGNAL_LENGTH}, ${workerCount()} threads, median of ${ROUNDS} rounds in turn`,
    [
      '',
      'mean field, ms per step',
      'Gauss–Newton',
      `G from ${GRAM_PATHS} paths`,
      'single paths',
      'both to the end, seconds',
    ],
    rows,
  );
}

/** Milliseconds per step: time difference of a long and a short run, which leaves out the cost of starting a run. */
async function perStep(flow: Flow, pathCount: number, stepCount: number): Promise<number> {
  const paths = gaussian(flow.energy).sample(SEED, pathCount);
  const run = async (count: number): Promise<number> => {
    const start = performance.now();
    await descend(flow, paths, count);
    return performance.now() - start;
  };
  const short = await run(2);
  return ((await run(2 + stepCount)) - short) / stepCount;
}
