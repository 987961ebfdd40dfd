import { ensemble } from '../../array/index.js';
import { gridLaw, lineGrid } from '../../grid/index.js';
import { gaussianMixture } from '../../model/index.js';
import { log, squared } from '../../special/index.js';
import { bestValue } from './simplex-flow.js';

/** How well a Gaussian N(m, s²) stands for a mixture, by both objectives. */
export interface MatchedGaussian {
  readonly mean: number;
  readonly deviation: number;
  /** E_* ln ρ_θ, the mean log-likelihood, nats. */
  readonly likelihood: number;
  /** 2 JSD − ln 4, what a generator minimises against the best discriminator, nats. */
  readonly gameValue: number;
}

/** Places of the modes and weight of the right one. */
export interface TwoModes {
  /** Modes at ±a, unit deviations. */
  readonly distance: number;
  readonly rightWeight: number;
}

/**
 * The Gaussian of a grid of means and deviations that maximises the likelihood of two modes, and the one that wins the game: an
 * adversarial objective is no likelihood. Integrals by the trapezoidal rule.
 * @param deviations candidates, above 0; means are tried from −a − 1 to a + 1 in steps of 0.05
 */
export function matchedGaussians({ distance, rightWeight }: TwoModes, deviations: readonly number[]) {
  const grid = lineGrid({ from: -distance - 10, to: distance + 10, count: 401 });
  const mixture = gaussianMixture([
    { weight: 1 - rightWeight, mean: [-distance] },
    { weight: rightWeight, mean: [distance] },
  ]);
  const points = ensemble(grid.points.length, 1, grid.points);
  const truth = gridLaw(
    grid,
    mixture.logDensity(points).map((value) => -value),
  ).masses;
  const [first, second] = [1, 2].map((power) =>
    truth.reduce((sum, mass, i) => sum + mass * (power === 1 ? grid.points[i] : squared(grid.points[i])), 0),
  );
  const rows: MatchedGaussian[] = [];
  for (let k = 0; k <= 40 * (distance + 1); k++) {
    const mean = -distance - 1 + 0.05 * k;
    for (const deviation of deviations) {
      const law = gridLaw(
        grid,
        grid.points.map((x) => 0.5 * squared((x - mean) / deviation)),
      ).masses;
      const square = second - 2 * mean * first + mean * mean;
      const likelihood = -0.5 * log(2 * Math.PI) - log(deviation) - 0.5 * (square / squared(deviation));
      rows.push({ mean, deviation, likelihood, gameValue: bestValue(truth, law) });
    }
  }
  const best = (score: (row: MatchedGaussian) => number): MatchedGaussian =>
    rows.reduce((least, row) => (score(row) < score(least) ? row : least));
  return { rows, byLikelihood: best((row) => -row.likelihood), byGame: best((row) => row.gameValue) };
}
