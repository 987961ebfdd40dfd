import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { cos, log, sin, squared } from '../special/index.js';

/**
 * Coordinates in which every weighted Hessian of the autocovariance energy, eq. (5), is diagonal: those along
 * qⱼ(i) = √(2/(d+1)) sin(πij/(d+1)), with cos θⱼ = cos(πj/(d+1)). There Φ = (Σ cos θⱼ xⱼ², Σ xⱼ²)/d.
 */
export interface AutocovarianceModes {
  /** cos θⱼ, [d]. */
  readonly cosines: Vector;
  /** qⱼ(1), [d]; qⱼ(d) has the same size, and the opposite sign for every second j. */
  readonly ends: Vector;
}

/** The modes of paths of length d. Cost: O(d). */
export function autocovarianceModes(signalLength: number): AutocovarianceModes {
  const cosines = vector(signalLength);
  const ends = vector(signalLength);
  for (let j = 0; j < signalLength; j++) {
    const angle = (Math.PI * (j + 1)) / (signalLength + 1);
    cosines[j] = cos(angle);
    ends[j] = Math.sqrt(2 / (signalLength + 1)) * sin(angle);
  }
  return { cosines, ends };
}

/** Paths in coordinates along the modes, and back: the transform is its own inverse. Cost: O(d²) per path. */
export function alongModes(paths: Ensemble): Ensemble {
  const { pathCount, signalLength: d } = paths;
  const sines = vector(2 * (d + 1)).map((_, i) => Math.sqrt(2 / (d + 1)) * sin((Math.PI * i) / (d + 1)));
  const result = ensemble(pathCount, d);
  for (let n = 0; n < pathCount; n++) {
    const [x, y] = [paths.path(n), result.path(n)];
    for (let j = 1; j <= d; j++) for (let i = 1; i <= d; i++) y[j - 1] += x[i - 1] * sines[(i * j) % (2 * (d + 1))];
  }
  return result;
}

/**
 * ln p of a path that is given along the modes, for AR(1) with coefficient φ and unit variance: its exact likelihood, a sum
 * over modes and the share of both ends. Cost: O(d).
 */
export function arLogDensity({ cosines, ends }: AutocovarianceModes, coefficient: number, path: Vector): number {
  const d = path.length;
  const variance = 1 - coefficient * coefficient;
  let [form, even, odd] = [0, 0, 0];
  for (let j = 0; j < d; j++) {
    form += (1 + coefficient * coefficient - 2 * coefficient * cosines[j]) * squared(path[j]);
    if (j % 2 === 0) even += ends[j] * path[j];
    else odd += ends[j] * path[j];
  }
  const squares = 2 * (even * even + odd * odd); // x₁² + x_d²
  return (
    0.5 * (log(variance) - d * log(2 * Math.PI * variance)) -
    (form - coefficient * coefficient * squares) / (2 * variance)
  );
}
