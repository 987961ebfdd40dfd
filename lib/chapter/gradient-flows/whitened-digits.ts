import { checkCount, type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { opticalDigits } from '../../data-set/index.js';
import { leadingEigenpairs } from '../../linear-algebra/index.js';
import { draws, foldIn, type Key } from '../../random/index.js';
import { log } from '../../special/index.js';

/** Images per part: the first hold three of four, shuffled under a key. */
export interface DigitParts {
  /** Grey levels, [n, 64]. */
  readonly training: Ensemble;
  readonly heldOut: Ensemble;
}

/** The digits in two parts. */
export function digitParts(key: Key): DigitParts {
  const { images } = opticalDigits();
  const order = Array.from({ length: images.pathCount }, (_, n) => n);
  const { uniform } = draws(key);
  for (let n = order.length - 1; n > 0; n--) {
    const other = Math.floor((n + 1) * uniform());
    [order[n], order[other]] = [order[other], order[n]];
  }
  const cut = Math.floor(0.75 * order.length);
  const part = (rows: readonly number[]): Ensemble => {
    const result = ensemble(rows.length, images.signalLength);
    rows.forEach((n, i) => {
      result.path(i).set(images.path(n));
    });
    return result;
  };
  return { training: part(order.slice(0, cut)), heldOut: part(order.slice(cut)) };
}

/** Grey levels with a uniform number added: a density of these bounds the probability of the levels, −ln P ≤ −E ln p. */
export function withUniform(images: Ensemble, key: Key): Ensemble {
  const { uniform } = draws(key);
  return ensemble(
    images.pathCount,
    images.shape,
    images.data.map((grey) => grey + uniform()),
  );
}

/** Coordinates in which a Gaussian fitted to images is N(0, I). */
export interface Whitening {
  /** z of images, [N, 64]. */
  whitened(images: Ensemble): Ensemble;
  /** Images of z. */
  coloured(z: Ensemble): Ensemble;
  /** ln|det ∂z/∂x|, nats. */
  readonly logDeterminant: number;
}

const ROUNDING = 1e-12;

/**
 * The Gaussian of probabilistic principal components, as coordinates: the mean and the leading eigenvectors of the images’ covariance with
 * their own variances, all other directions with the mean of theirs. Source: Tipping and Bishop (1999).
 * @param latents directions of their own, a whole number from 0 below d
 * @throws RangeError when the number of latents is out of range, or the images do not vary in the directions that it leaves
 */
export function principalWhitening(images: Ensemble, latents: number): Whitening {
  const { pathCount: N, signalLength: d } = images;
  checkCount('principalWhitening: latents', latents);
  if (latents >= d) {
    throw new RangeError(`principalWhitening: latents expects a number below ${d}, got ${latents}; take fewer`);
  }
  const mean = vector(d);
  for (let n = 0; n < N; n++) for (let i = 0; i < d; i++) mean[i] += images.path(n)[i] / N;
  const { values, vectors } = leadingEigenpairs(covarianceOf(images, mean), d, d);
  const rest = values.subarray(latents).reduce((sum, value) => sum + value / (d - latents), 0);
  // Eigenvalues of directions in which nothing varies are 0 up to rounding.
  if (!(Math.min(rest, ...values.subarray(0, latents)) > ROUNDING * values[0])) {
    throw new RangeError(
      `principalWhitening: images expect variance in all ${d} directions, got ${rest} as the mean of the last ${d - latents}; take fewer latents`,
    );
  }
  const deviations = values.map((value, l) => Math.sqrt(l < latents ? value : rest));
  const turned = (paths: Ensemble, move: (from: Vector, to: Vector) => void): Ensemble => {
    if (paths.signalLength !== d) {
      throw new RangeError(
        `principalWhitening: paths expects ${d} numbers each, got ${paths.signalLength}; take others`,
      );
    }
    const result = ensemble(paths.pathCount, d);
    for (let n = 0; n < paths.pathCount; n++) move(paths.path(n), result.path(n));
    return result;
  };
  return {
    whitened: (paths) => turned(paths, (x, z) => projected({ mean, vectors, deviations }, x, z)),
    coloured: (paths) =>
      turned(paths, (z, x) => {
        x.set(mean);
        for (let l = 0; l < d; l++) {
          const along = vectors.row(l);
          for (let i = 0; i < d; i++) x[i] += deviations[l] * z[l] * along[i];
        }
      }),
    logDeterminant: -deviations.reduce((sum, deviation) => sum + log(deviation), 0),
  };
}

interface Axes {
  readonly mean: Vector;
  readonly vectors: Matrix;
  readonly deviations: Vector;
}

function projected({ mean, vectors, deviations }: Axes, x: Vector, z: Vector): void {
  for (let l = 0; l < z.length; l++) {
    const along = vectors.row(l);
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += along[i] * (x[i] - mean[i]);
    z[l] = sum / deviations[l];
  }
}

function covarianceOf(images: Ensemble, mean: Vector): (x: Vector, out: Vector) => void {
  const { pathCount: N, signalLength: d } = images;
  const covariance = matrix(d, d);
  for (let n = 0; n < N; n++) {
    const x = images.path(n);
    for (let i = 0; i < d; i++) {
      const row = covariance.row(i);
      for (let j = 0; j < d; j++) row[j] += ((x[i] - mean[i]) * (x[j] - mean[j])) / N;
    }
  }
  return (x: Vector, out: Vector): void => {
    for (let i = 0; i < d; i++) {
      const row = covariance.row(i);
      out[i] = row.reduce((sum, entry, j) => sum + entry * x[j], 0);
    }
  };
}

/** Pixels that are dark, level 8 and above, as units 1. */
export function darkPixels({ pathCount, signalLength, data }: Ensemble): Ensemble {
  return ensemble(
    pathCount,
    signalLength,
    data.map((grey) => (grey >= 8 ? 1 : 0)),
  );
}

/** Keys of parts of a computation on the digits. */
export const digitKeys = (key: Key): Readonly<Record<'split' | 'uniform' | 'training', Key>> => ({
  split: foldIn(key, 0),
  uniform: foldIn(key, 1),
  training: foldIn(key, 2),
});
