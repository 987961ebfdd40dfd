import { matrix, vector } from '../../array/index.js';
import {
  type Energy,
  projectedScatteringCovariance,
  scatteringMean,
  scatteringSpectra,
  waveletPower,
} from '../../energy/index.js';
import {
  denseJacobian,
  descend,
  descendMeasured,
  type Flow,
  initialize,
  meanFieldDescent,
  regularDescent,
  stepDeterminant,
} from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { workerCount } from '../../parallel/index.js';
import { key, normals } from '../../random/index.js';
import { alternate, formatTable } from './timing.js';

const PATHS = 64;
const STEPS = 8;
const ROUNDS = 5;
const KEY = key(3);
/** Largest signal length with a dense determinant, which takes seconds per path beyond. */
const LONGEST_DENSE = 256;

const truthOf = (signalLength: number) => ar([0.1], { signalLength });

const energies: Readonly<Record<string, (signalLength: number) => Energy>> = {
  mean: (signalLength) => scatteringMean({ signalLength }),
  covariance: (signalLength) => {
    const [count, channelPairs] = [20, 1596];
    const rows = matrix(count, channelPairs, normals(KEY, count * channelPairs));
    return projectedScatteringCovariance(rows, { signalLength });
  },
  spectra: (signalLength) => {
    const sigma2 = waveletPower(truthOf(signalLength).sample(KEY, 64), { scales: 7 });
    return scatteringSpectra({ signalLength, scales: 7, sigma2 });
  },
};

/** A flow towards an AR(1) model, with the paper's step size for d = 1024, scaled with d like the normalisation. */
function flowsOf(energy: Energy): Flow[] {
  const values = energy.values(truthOf(energy.signalLength).sample(KEY, PATHS));
  const target = vector(energy.componentCount);
  for (let n = 0; n < PATHS; n++)
    target.forEach((_, k) => {
      target[k] += values.row(n)[k] / PATHS;
    });
  const stepSize = (5 * energy.signalLength) / 1024;
  return [regularDescent(energy, target, { stepSize }), meanFieldDescent(energy, target, { stepSize })];
}

/** Cost per path of a step's estimated log-determinant, by energy, length and coupling, beside the step and the dense block. */
export async function estimatorTable(): Promise<string> {
  const lengths = [LONGEST_DENSE, 1024];
  const shapes = Object.values(energies).flatMap((make) =>
    lengths.flatMap((signalLength) => flowsOf(make(signalLength))),
  );
  const errors: number[] = [];
  const runs = shapes.flatMap((flow, s) => {
    const paths = gaussian(flow.energy).sample(key(4), PATHS);
    const timed = (run: (stepCount: number) => Promise<unknown>, stepCount: number) => async (): Promise<number> => {
      const start = performance.now();
      await run(stepCount);
      return ((performance.now() - start) * 1000) / (STEPS * PATHS);
    };
    const plain = (stepCount: number): Promise<unknown> => descend(flow, paths, stepCount);
    const measured = async (stepCount: number): Promise<void> => {
      const { probeErrors, ensembleSize } = await descendMeasured(flow, paths, stepCount, []);
      const squares = probeErrors.row(stepCount).reduce((sum, error) => sum + (error * ensembleSize) ** 2, 0);
      errors[s] = Math.sqrt(squares / (PATHS * stepCount));
    };
    return [...[plain, measured].flatMap((run) => [timed(run, 2), timed(run, 2 + STEPS)]), () => denseTime(flow)];
  });
  const times = (await alternate(runs, ROUNDS)).map((column) => Math.min(...column));
  const rows = shapes.map(({ name, energy: { name: energy, signalLength, componentCount } }, s) => {
    const [plainStart, plain, measuredStart, measured, dense] = times.slice(5 * s, 5 * s + 5);
    // The time difference of a long and a short run leaves out the start of a run and the first step's choice of probes.
    const step = plain - plainStart;
    return [
      `${energy}, d = ${signalLength}, K = ${componentCount}, ${name}`,
      step.toFixed(0),
      (measured - measuredStart - step).toFixed(0),
      errors[s].toFixed(3),
      Number.isNaN(dense) ? '-' : dense.toFixed(0),
    ];
  });
  return formatTable(
    `The estimated log-determinant of a step, ${workerCount()} threads (dense: 1), minimum µs per path of ${ROUNDS} rounds in turn`,
    ['', 'step', 'log-determinant', 'its standard error', 'dense, O(d³)'],
    rows,
  );
}

/** Time of one path's dense determinant, µs; NaN where it takes too long. */
async function denseTime(flow: Flow): Promise<number> {
  if (flow.energy.signalLength > LONGEST_DENSE) return NaN;
  const state = initialize(flow, gaussian(flow.energy).sample(key(4), 1));
  const start = performance.now();
  stepDeterminant(flow, state, denseJacobian);
  return (performance.now() - start) * 1000;
}
