import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { exp, log, squared } from '../special/index.js';

/** One Gaussian of a mixture at one time. */
export interface GaussianPart {
  readonly weight: number;
  readonly mean: ArrayLike<number>;
  /** Of each coordinate, above 0. */
  readonly variance: number;
}

/** The same with a field that is affine within it: b(x) = velocity + slope (x − mean). */
export interface AffinePart extends GaussianPart {
  readonly velocity: ArrayLike<number>;
  readonly slope: number;
}

/**
 * The mean of affine fields under the shares that their Gaussians have in the mixture's density: Σ wⱼ(x) bⱼ(x). Scores of mixtures and
 * conditional means of velocities have this form.
 */
export function weightedValues(parts: readonly AffinePart[], paths: Ensemble): Ensemble {
  const result = ensemble(paths.pathCount, paths.shape);
  const shareOf = sharesOf(parts, paths.signalLength);
  const shares = vector(parts.length);
  for (let n = 0; n < paths.pathCount; n++) {
    const [path, out] = [paths.path(n), result.path(n)];
    shareOf(path, shares);
    for (let j = 0; j < parts.length; j++) {
      const { mean, velocity, slope } = parts[j];
      for (let i = 0; i < path.length; i++) out[i] += shares[j] * (velocity[i] + slope * (path[i] - mean[i]));
    }
  }
  return result;
}

/**
 * The divergence of that field: Σ wⱼ (d slopeⱼ + (sⱼ − s)·bⱼ), where sⱼ = −(x − meanⱼ)/varianceⱼ and s = Σ wⱼsⱼ, since ∇wⱼ = wⱼ (sⱼ − s).
 */
export function weightedDivergence(parts: readonly AffinePart[], paths: Ensemble): Vector {
  const d = paths.signalLength;
  const shareOf = sharesOf(parts, d);
  const [shares, score] = [vector(parts.length), vector(d)];
  return vector(paths.pathCount).map((_, n) => {
    const path = paths.path(n);
    shareOf(path, shares);
    score.fill(0);
    parts.forEach(({ mean, variance }, j) => {
      for (let i = 0; i < d; i++) score[i] -= (shares[j] * (path[i] - mean[i])) / variance;
    });
    let sum = 0;
    parts.forEach(({ mean, variance, velocity, slope }, j) => {
      let own = d * slope;
      for (let i = 0; i < d; i++) {
        const distance = path[i] - mean[i];
        own += (-distance / variance - score[i]) * (velocity[i] + slope * distance);
      }
      sum += shares[j] * own;
    });
    return sum;
  });
}

/** The mean of numbers, one for each Gaussian, under the shares that the Gaussians have in the mixture's density at each path, [N]. */
export function weightedMeans(
  parts: readonly GaussianPart[],
  paths: Ensemble,
  partValue: (path: Vector, part: GaussianPart) => number,
): Vector {
  const shareOf = sharesOf(parts, paths.signalLength);
  const shares = vector(parts.length);
  return vector(paths.pathCount).map((_, n) => {
    const path = paths.path(n);
    shareOf(path, shares);
    return parts.reduce((sum, part, j) => sum + shares[j] * partValue(path, part), 0);
  });
}

/** Writes the share of each Gaussian in the density at a path; NaN where the path is not finite. */
function sharesOf(parts: readonly GaussianPart[], d: number): (path: Vector, out: Vector) => void {
  const scales = parts.map(({ weight, variance }) => log(weight) - 0.5 * d * log(variance));
  return (path, out) => {
    let largest = -Infinity;
    for (let j = 0; j < parts.length; j++) {
      const { mean, variance } = parts[j];
      let distance = 0;
      for (let i = 0; i < d; i++) distance += squared(path[i] - mean[i]);
      out[j] = scales[j] - (0.5 * distance) / variance;
      largest = Math.max(largest, out[j]);
    }
    let total = 0;
    for (let j = 0; j < parts.length; j++) {
      out[j] = exp(out[j] - largest);
      total += out[j];
    }
    for (let j = 0; j < parts.length; j++) out[j] /= total;
  };
}
