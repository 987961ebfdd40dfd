import { type Ensemble, matrix, vector } from '../../lib/array/index.js';
import {
  autocovariance,
  type Energy,
  projectedScatteringCovariance,
  scatteringMean,
  scatteringSpectra,
  stylized,
} from '../../lib/energy/index.js';
import { type Flow, meanFieldDescent, positive } from '../../lib/flow/index.js';
import { ar } from '../../lib/model/index.js';
import { draws, foldIn, type Key, key, normals } from '../../lib/random/index.js';
import { morlet } from '../../lib/wavelet/index.js';
import { noise } from '../energy/derivatives.js';
import { filterInTime } from '../wavelet/circular-convolution.js';

/** A step that a flow is about to take from some paths. */
export interface RandomStep {
  readonly name: string;
  readonly flow: Flow;
  readonly paths: Ensemble;
}

/** Six random rows of a projection of the scattering covariance, with channels of two first and two second scales. */
function randomCovariance(signalLength: number): Energy {
  const channels = 2 * (2 + 2 * 2);
  const count = (channels * (channels + 1)) / 2;
  const rows = matrix(
    6,
    count,
    normals(key(1), 6 * count).map((value) => value / Math.sqrt(count)),
  );
  return projectedScatteringCovariance(rows, { signalLength, firstScales: 2, secondScales: 2 });
}

const energies: readonly Energy[] = [
  scatteringMean({ signalLength: 128, firstScales: 3, secondScales: 4 }),
  randomCovariance(64),
  scatteringSpectra({ signalLength: 64, scales: 3, sigma2: [0.5, 0.3, 0.2, 0.1] }),
  scatteringMean({ signalLength: 64, firstScales: 3, secondScales: 3 }),
  autocovariance({ signalLength: 128 }),
  stylized({ signalLength: 96, squareLags: 3 }),
];

/** The energies of AR(0.4) paths on average, what flows here aim at. */
const targets = energies.map((energy) => {
  const values = energy.values(ar([0.4], { signalLength: energy.signalLength }).sample(key(2), 8));
  return vector(energy.componentCount).map((_, k) =>
    Array.from({ length: 8 }, (__, n) => values.row(n)[k] / 8).reduce((a, b) => a + b),
  );
});

/**
 * Random step number i: of any energy, of one path or of three to five coupled ones, on the positive axis one time in four,
 * small or so large that it folds space, every third one with paths moved onto a kink of a wavelet's modulus.
 */
export function randomStep(i: number): RandomStep {
  const caseKey = foldIn(key(11), i);
  const { uniform } = draws(foldIn(caseKey, 1));
  const which = i % energies.length;
  const energy = energies[which];
  const size = uniform() < 0.5 ? 1 : 3 + Math.floor(3 * uniform());
  const constraint = uniform() < 0.25 ? positive : undefined;
  const large = uniform() < 0.3;
  const stepSize = (large ? 4 * 10 ** uniform() : 0.4 * 10 ** uniform()) * (energy.signalLength / 128);
  const paths = noise(1000 + i, size, energy.signalLength);
  if (constraint)
    paths.data.forEach((value, j) => {
      paths.data[j] = Math.abs(value) + 0.05;
    });
  const kinked = uniform() < 0.33 && (energy.signalLength & (energy.signalLength - 1)) === 0;
  if (kinked) for (let n = 0; n < size; n++) moveOntoKink(paths.path(n), foldIn(caseKey, 2 + n));
  const flow = meanFieldDescent(energy, targets[which], { stepSize, ensembleSize: size, constraint });
  const name = `${i}: ${energy.name}, ${size} paths, step size ${stepSize.toFixed(2)}${kinked ? ', on kinks' : ''}${constraint ? ', positive' : ''}`;
  return { name, flow, paths };
}

/** Takes all but 1/10 to 1/1000 of the path's part along one wavelet at one time out of it: there the modulus nearly vanishes. */
function moveOntoKink(path: Float64Array, caseKey: Key): void {
  const { uniform } = draws(caseKey);
  const length = path.length;
  const wave = filterInTime(morlet({ length, scales: 3 }).bandPass[Math.floor(3 * uniform())]);
  const time = Math.floor(length * uniform());
  const left = 10 ** -(1 + 2 * uniform());
  for (const part of [0, 1] as const) {
    const atom = path.map((_, s) => wave[(time - s + length) % length][part]);
    const along = dot(atom, path) / dot(atom, atom);
    path.forEach((_, s) => {
      path[s] -= (1 - left) * along * atom[s];
    });
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
