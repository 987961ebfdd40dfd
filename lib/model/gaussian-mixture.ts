import { vector } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { firstUniform, normalsAfter } from '../random/index.js';
import { exp, log, squared } from '../special/index.js';
import type { Model, Score } from './model.js';
import { modelOfPaths, scoreOfPaths } from './path-model.js';

/** One Gaussian of a mixture, N(mean, deviation² I). */
export interface MixtureComponent {
  /** Share of the mixture's mass, above 0. */
  readonly weight: number;
  /** Centre, [d], finite. */
  readonly mean: readonly number[];
  /** Standard deviation of each coordinate, above 0; 1 when left out. */
  readonly deviation?: number;
}

/** A mixture of Gaussians. */
export interface GaussianMixture extends Model, Score {
  readonly components: readonly Required<MixtureComponent>[];
}

/**
 * The mixture Σ wⱼ N(μⱼ, σⱼ² I) on ℝᵈ: the test law of energy-based models, with modes of known mass.
 * @param components one or more, of one dimension; their weights add to 1 (to 1e-12)
 * @throws RangeError when a weight or deviation is not positive, a mean is not finite or has another dimension, or the weights do not
 *   add to 1
 * Cost: O(d) per path and component.
 */
export function gaussianMixture(components: readonly MixtureComponent[]): GaussianMixture {
  const all = components.map(({ weight, mean, deviation = 1 }) => ({ weight, mean: [...mean], deviation }));
  checkComponents(all);
  const own = components.map((component) => ({ ...component, mean: [...component.mean] }));
  const signalLength = all[0].mean.length;
  const logScales = all.map(({ weight, deviation }) => log(weight) - signalLength * (log(deviation) + HALF_LOG_TWO_PI));
  const parts = vector(all.length);

  /** Writes the share of each component in the density at a point; gives the logarithm of the density. */
  function shares(path: ArrayLike<number>): number {
    let largest = -Infinity;
    for (let j = 0; j < all.length; j++) {
      const { mean, deviation } = all[j];
      let distance = 0;
      for (let i = 0; i < signalLength; i++) distance += squared((path[i] - mean[i]) / deviation);
      parts[j] = logScales[j] - 0.5 * distance;
      largest = Math.max(largest, parts[j]);
    }
    // Squared distances from all centres overflow.
    if (largest === -Infinity) {
      parts.fill(NaN);
      return largest;
    }
    let sum = 0;
    for (let j = 0; j < all.length; j++) {
      parts[j] = exp(parts[j] - largest);
      sum += parts[j];
    }
    for (let j = 0; j < all.length; j++) parts[j] /= sum;
    return largest + log(sum);
  }

  const name = `mixture of ${all.length} Gaussians`;
  return modelOfPaths<Pick<GaussianMixture, 'components' | 'score'>>(
    {
      name,
      signalLength,
      parameters: { weights: all.map(({ weight }) => weight), deviations: all.map(({ deviation }) => deviation) },
      recipe: callOf(madeMixture, own),
      draw(key, out) {
        let left = firstUniform(key);
        let j = 0;
        while (j < all.length - 1 && left >= all[j].weight) left -= all[j++].weight;
        const { mean, deviation } = all[j];
        normalsAfter(key, 1, out);
        for (let i = 0; i < signalLength; i++) out[i] = mean[i] + deviation * out[i];
      },
      logDensity: shares,
    },
    {
      components: all,
      score: scoreOfPaths({ name, signalLength }, (path, out) => {
        shares(path);
        out.fill(0);
        for (let j = 0; j < all.length; j++) {
          const { mean, deviation } = all[j];
          const factor = parts[j] / squared(deviation);
          for (let i = 0; i < signalLength; i++) out[i] += factor * (mean[i] - path[i]);
        }
      }),
    },
  );
}

const madeMixture = portable('model/gaussian-mixture', gaussianMixture);

const HALF_LOG_TWO_PI = 0.5 * log(2 * Math.PI);

function checkComponents(components: readonly Required<MixtureComponent>[]): void {
  const fail = (expected: string, got: unknown): never => {
    throw new RangeError(`gaussianMixture: components expects ${expected}, got ${got}`);
  };
  if (components.length === 0) fail('one Gaussian or more', 'none');
  const size = components[0].mean.length;
  if (size === 0) fail('means of one number or more', 'an empty mean at 0');
  components.forEach(({ weight, mean, deviation }, j) => {
    if (!(weight > 0 && weight < Infinity)) fail('positive weights', `${weight} at ${j}`);
    if (!(deviation > 0 && deviation < Infinity)) fail('positive deviations', `${deviation} at ${j}`);
    if (mean.length !== size) fail(`means of ${size} numbers like the first`, `${mean.length} at ${j}`);
    if (!mean.every(Number.isFinite)) fail('finite means', `[${mean.join(', ')}] at ${j}`);
  });
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(total - 1) > 1e-12) fail('weights that add to 1', `${total}; divide them by their sum`);
}
