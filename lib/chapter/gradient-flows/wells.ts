import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector, vectorOf } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import {
  gridDivergence,
  gridLaw,
  type LineGrid,
  langevinGenerator,
  leftMass,
  lineGrid,
  meansAtTimes,
} from '../../grid/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import { draws, type Key } from '../../random/index.js';
import {
  type DrawnModel,
  exponentialFamily,
  lawWithMeans,
  type PotentialFamily,
  pathsOfPoints,
  type TrainingData,
} from '../../training/index.js';
import { bumpEnergy } from '../one-table/index.js';

/** θ of the data. */
const TRUTH = [-4, 1, -5];
const [REACH, POINTS] = [10, 401];

/** Two wells on the line, made of three energies. */
export interface Wells {
  /** Bumps at −2, 0 and 2, of width 0.8. */
  readonly energy: Energy;
  /** q₀ = N(0, 4), the law of θ = 0. */
  readonly base: GaussianMixture;
  readonly family: PotentialFamily;
  readonly grid: LineGrid;
  /** The grid's points as paths. */
  readonly points: Ensemble;
  /** Mass of the data at each point. */
  readonly masses: Vector;
  /** Endless data. */
  readonly data: TrainingData;
  /** D(data‖masses), nats. */
  divergence(masses: Vector): number;
  /** Mass right of 0. */
  rightOf(masses: Vector): number;
  /** Masses of e^{−U} for values of U at the points. */
  massesOf(potential: Vector): Vector;
  /**
   * Masses along the gradient flow itself from q₀ to the data, the solution of the Fokker–Planck equation, [times, points].
   * @param times rising, above 0
   */
  flow(times: readonly number[]): Matrix;
}

/** The wells: U = −4 b₋ + b₀ − 5 b₊ + x²/8, b the bumps exp(−(x − c)²/1.28). */
export function wells(): Wells {
  const energy = bumpEnergy({ signalLength: 1, countPerAxis: 3, reach: 2, width: 0.8 });
  const base = gaussianMixture([{ weight: 1, mean: [0], deviation: 2 }]);
  const family = exponentialFamily(energy, base);
  const grid = lineGrid({ from: -REACH, to: REACH, count: POINTS });
  const points = pathsOfPoints(grid.points);
  const massesOf = (potential: Vector): Vector => gridLaw(grid, potential).masses;
  const potential = family.at(vectorOf(TRUTH)).values(points);
  const masses = massesOf(potential);
  const values = energy.values(points);
  const means = vector(energy.componentCount);
  masses.forEach((mass, i) => {
    for (let k = 0; k < means.length; k++) means[k] += mass * values.row(i)[k];
  });
  const law: DrawnModel = { ...base, sample: (key, count) => drawnPoints(grid, masses, { key, count }) };
  return {
    ...{ energy, base, family, grid, points, masses, massesOf },
    data: lawWithMeans(law, means),
    divergence: (model) => gridDivergence(masses, model),
    rightOf: (model) => model.reduce((sum, mass) => sum + mass, 0) - leftMass(grid, model, 0),
    flow(times) {
      // Langevin dynamics is reversible: ρ_t/π is the mean of ρ₀/π after the time t.
      const start = massesOf(base.logDensity(points).map((value) => -value));
      const ratios = meansAtTimes(
        langevinGenerator(grid, potential),
        start.map((mass, i) => mass / masses[i]),
        times,
      );
      const laws = matrix(times.length, masses.length);
      times.forEach((_, row) => {
        laws.row(row).set(ratios.row(row).map((ratio, i) => ratio * masses[i]));
      });
      return laws;
    },
  };
}

/** Draws of the law of a grid, spread evenly over the cells of its points. */
function drawnPoints(
  { points, spacing }: LineGrid,
  masses: Vector,
  { key, count }: { readonly key: Key; readonly count: number },
): Ensemble {
  const { uniform } = draws(key);
  const paths = ensemble(count, 1);
  for (let n = 0; n < count; n++) {
    let [i, left] = [0, uniform()];
    while (i < masses.length - 1 && left >= masses[i]) left -= masses[i++];
    paths.data[n] = points[i] + spacing * (uniform() - 0.5);
  }
  return paths;
}
