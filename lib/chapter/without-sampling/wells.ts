import { ensemble, matrix, type Vector, vector, vectorOf } from '../../array/index.js';
import { noiseContrastive } from '../../chain/index.js';
import { type Energy, energyOfPaths } from '../../energy/index.js';
import { gridLaw, type LineGrid, lineGrid } from '../../grid/index.js';
import { factoriseDense } from '../../linear-algebra/index.js';
import { gaussian } from '../../model/index.js';
import { draws, type Key, split } from '../../random/index.js';
import { exp, logNormalDensity } from '../../special/index.js';
import type { Estimate } from '../../statistics/index.js';
import { contrastCovariance } from './weight-costs.js';

/** A law with two wells as a member of a family: q₀ e^{−θ·Φ}/Z with Φ = (x, x², x⁴), q₀ = N(0, 1). */
export interface TiltedWell {
  /** θ. */
  readonly multipliers: Vector;
  /** ln Z(θ), by quadrature. */
  readonly logPartition: number;
  readonly grid: LineGrid;
  /** Mass of each grid point. */
  readonly masses: Vector;
}

/** The powers of x in Φ. */
const POWERS = [1, 2, 4] as const;

/** U = 2 (x² − 1)² + x/2, up to a constant: a barrier of two nats. */
export function tiltedWell(): TiltedWell {
  const multipliers = vectorOf([0.5, -4.5, 2]);
  const grid = lineGrid({ from: -3, to: 3, count: 6001 });
  const potential = grid.points.map(
    (x) => -logNormalDensity(x) + POWERS.reduce((sum, power, k) => sum + multipliers[k] * powerOf(x, power), 0),
  );
  return { multipliers, grid, ...gridLaw(grid, potential) };
}

/** Φ. */
function powersEnergy(): Energy {
  return energyOfPaths({
    name: 'powers',
    signalLength: 1,
    labels: POWERS.map((power) => `x^${power}`),
    value([x], out) {
      POWERS.forEach((power, k) => {
        out[k] = powerOf(x, power);
      });
    },
    pullback([x], weights, out) {
      out[0] = POWERS.reduce((sum, power, k) => sum + weights[k] * power * powerOf(x, power - 1), 0);
    },
    hessianProduct([x], weights, [direction], out) {
      out[0] = direction * (2 * weights[1] + 12 * weights[2] * x * x);
    },
  });
}

function powerOf(x: number, power: number): number {
  let result = 1;
  for (let i = 0; i < power; i++) result *= x;
  return result;
}

/** Data and noise of contrasts. */
export interface WellContrastOptions {
  readonly dataCount: number;
  /** ν of each contrast: noise points per data point. */
  readonly ratios: readonly number[];
  /** The noise is N(0, noiseDeviation²). */
  readonly noiseDeviation: number;
}

/** A contrast of the wells with noise. */
export interface WellContrast {
  readonly ratio: number;
  readonly multipliers: readonly Estimate[];
  readonly logPartition: Estimate;
  /** Standard error of c by quadrature, for as many data. */
  readonly exactError: number;
  /** Standard error of ln Z(θ) at the θ of maximum likelihood: √(αᵀC⁻¹α/n), C the covariance of Φ and α its mean. */
  readonly likelihoodError: number;
}

/** The same data of the wells told from more and more noise. */
export function wellContrasts(well: TiltedWell, options: WellContrastOptions, key: Key): WellContrast[] {
  const { dataCount, ratios, noiseDeviation } = options;
  const [dataKey, noiseKey] = split(key, 2);
  const paths = ensemble(dataCount, 1, drawn(well, dataKey, dataCount));
  const [energy, base] = [powersEnergy(), gaussian({ signalLength: 1 })];
  const noise = gaussian({ signalLength: 1, deviation: noiseDeviation });
  const { points, spacing } = well.grid;
  const laws = {
    weights: well.masses,
    noise: noise.logDensity(ensemble(points.length, 1, points)).map((log) => spacing * exp(log)),
    features: POWERS.map((power) => points.map((x) => powerOf(x, power))),
  };
  const likelihoodError = Math.sqrt(likelihoodVariance(well) / dataCount);
  return ratios.map((ratio) => {
    const noiseCount = ratio * dataCount;
    const found = noiseContrastive(energy, paths, { base, noise, key: noiseKey, noiseCount });
    const exact = contrastCovariance(laws, ratio);
    const errorOf = (k: number): number => Math.sqrt(found.covariance.row(k)[k]);
    return {
      ratio,
      multipliers: POWERS.map((_, k) => ({ value: found.multipliers[k], standardError: errorOf(k) })),
      logPartition: { value: found.logPartition, standardError: errorOf(POWERS.length) },
      exactError: Math.sqrt(exact.row(POWERS.length)[POWERS.length] / dataCount),
      likelihoodError,
    };
  });
}

/** Draws by the inverse of the distribution function, linear within a cell of the grid. */
function drawn({ grid, masses }: TiltedWell, key: Key, count: number): Vector {
  const { uniform } = draws(key);
  const cumulative = masses.slice();
  for (let i = 1; i < cumulative.length; i++) cumulative[i] += cumulative[i - 1];
  return vector(count).map(() => {
    const u = uniform() * cumulative[cumulative.length - 1];
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (cumulative[middle] < u) low = middle + 1;
      else high = middle;
    }
    // The mass of a point lies evenly in its cell.
    return grid.points[low] + grid.spacing * (0.5 - (cumulative[low] - u) / masses[low]);
  });
}

/** n Var of ln Z(θ̂): αᵀC⁻¹α. */
function likelihoodVariance({ grid, masses }: TiltedWell): number {
  const size = POWERS.length;
  const mean = vector(size);
  const covariance = matrix(size, size);
  const of = (i: number): number[] => POWERS.map((power) => powerOf(grid.points[i], power));
  masses.forEach((mass, i) => {
    const values = of(i);
    for (let k = 0; k < size; k++) {
      mean[k] += mass * values[k];
      for (let l = 0; l < size; l++) covariance.data[k * size + l] += mass * values[k] * values[l];
    }
  });
  for (let k = 0; k < size; k++) for (let l = 0; l < size; l++) covariance.data[k * size + l] -= mean[k] * mean[l];
  const solved = mean.slice();
  factoriseDense(covariance).solve(solved);
  return solved.reduce((sum, value, k) => sum + value * mean[k], 0);
}
