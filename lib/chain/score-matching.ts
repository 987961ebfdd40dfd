import {
  checkCount,
  checkPositive,
  type Ensemble,
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  meanRows,
  sameShape,
  shapeOf,
  spokenShape,
  type Vector,
  vector,
} from '../array/index.js';
import { type Energy, gramEvaluator, triangleSize } from '../energy/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import { blockDerivatives } from './block-derivatives.js';
import { checkPathCount, type MultiplierEstimate, solveScoreEquations } from './multiplier-estimate.js';
import type { ScoredModel } from './potential.js';

/** Distance of the differences of Φ: small beside paths whose values are of order 1. */
const DIFFERENCE = 1e-3;

/** The base law, and what estimates of E ΔΦ are drawn by. */
export interface ScoreMatchingOptions {
  /** q₀. */
  readonly base: ScoredModel;
  /** Draws the directions. */
  readonly key: Key;
  /** Random directions per path for second differences of Φ, whose mean is ΔΦ (sliced score matching); 1 when left out. */
  readonly directionCount?: number;
  /** What is added to E JJᵀ scaled to a unit diagonal; see `gramSolver`. Few paths and nearly dependent components need more. */
  readonly ridge?: number;
}

/**
 * The multipliers that score matching gives for the law of some paths: θ = (E JJᵀ)⁻¹(E ΔΦ + E J ∇ln q₀), the best fit of θ·Φ − ln q₀ to
 * −ln p by gradients (Hyvärinen 2005). No walker moves: where the law of the paths has the form q₀ e^{−θ·Φ}, these multipliers are its
 * own; elsewhere they miss the paths' mean energies, and are a start for training. ΔΦ is sliced: the second derivative along random
 * directions v, whose mean it is (Song and others 2019), with the variance of Hutchinson's estimate of a trace.
 * @param paths of the law p, [N, d], finite; of values of order 1 where the energy is not quadratic, since derivatives are
 *   differences over 10⁻³ normal numbers
 * @throws RangeError when paths, energy and base differ in shape, paths are fewer than components or not finite, or the number of
 *   directions is no whole number from 1; naming components when E JJᵀ has not full rank
 * Cost: one Gram matrix and three evaluations per path, and two per further direction.
 */
export function scoreMatching(energy: Energy, paths: Ensemble, options: ScoreMatchingOptions): MultiplierEstimate {
  const { base, key, directionCount = 1, ridge } = options;
  const { signalLength: d, componentCount: K } = energy;
  const { pathCount } = paths;
  checkPaths('scoreMatching', energy, { paths, base });
  checkCount('scoreMatching: directionCount', directionCount, 1);
  const energiesAt = shiftedEnergies(energy, paths);
  const sides = matrix(pathCount, K);
  const side = vector(K);
  /** Adds a share of Σ factorᵢ Φ(x + distanceᵢ · direction) to the sides. */
  const add = (terms: readonly (readonly [number, Matrix])[], divisor: number): void => {
    const means = terms.map(([, { data }]) => meanOf(matrix(pathCount, K, data)));
    for (let k = 0; k < K; k++) side[k] += terms.reduce((sum, [factor], i) => sum + factor * means[i][k], 0) / divisor;
    for (let i = 0; i < sides.data.length; i++) {
      sides.data[i] += terms.reduce((sum, [factor, { data }]) => sum + factor * data[i], 0) / divisor;
    }
  };
  const directions = vector(paths.data.length);
  const centre = energiesAt(directions, 0);
  for (let m = 0; m < directionCount; m++) {
    for (let n = 0; n < pathCount; n++) {
      const own = m === 0 ? foldIn(key, n) : foldIn(foldIn(key, n), m);
      normals(own, d, directions.subarray(n * d, (n + 1) * d));
    }
    const [above, below] = [energiesAt(directions, DIFFERENCE), energiesAt(directions, -DIFFERENCE)];
    const divisor = DIFFERENCE * DIFFERENCE * directionCount;
    add(
      [
        [1, above],
        [1, below],
        [-2, centre],
      ],
      divisor,
    );
  }
  // J ∇ln q₀ as a central difference of Φ along the score.
  const score = base.score(paths).data;
  add(
    [
      [1, energiesAt(score, DIFFERENCE)],
      [-1, energiesAt(score, -DIFFERENCE)],
    ],
    2 * DIFFERENCE,
  );
  const grams = gramsOf(energy, paths);
  return solveScoreEquations(energy, { grams, sides, side }, { caller: 'scoreMatching', ridge });
}

/** What noise is added, and the base law. */
export interface DenoisingOptions {
  /** q₀. */
  readonly base: ScoredModel;
  /** σ > 0: standard deviation of the noise that is added to every value. */
  readonly deviation: number;
  /** Draws the noise. */
  readonly key: Key;
  /** As for `scoreMatching`. */
  readonly ridge?: number;
}

/**
 * The multipliers for which ∇ln q₀ − Jᵀθ at x + σz best foretells −z/σ: denoising score matching (Vincent 2011), which fits the law of
 * the paths *with noise* and needs no second derivative. Each z is used with both signs, which keeps the variance finite as σ → 0, where
 * the result tends to that of `scoreMatching`.
 * @param paths of the law p, [N, d]
 * @throws RangeError as `scoreMatching` does, or when the deviation is not positive and finite
 * Cost: two Gram matrices and four evaluations per path.
 */
export function denoisingScoreMatching(energy: Energy, paths: Ensemble, options: DenoisingOptions): MultiplierEstimate {
  const { base, deviation, key, ridge } = options;
  const { signalLength: d, componentCount: K } = energy;
  const { pathCount, shape } = paths;
  checkPaths('denoisingScoreMatching', energy, { paths, base });
  checkPositive('denoisingScoreMatching: deviation', deviation);
  const noise = vector(paths.data.length);
  for (let n = 0; n < pathCount; n++) normals(foldIn(key, n), d, noise.subarray(n * d, (n + 1) * d));
  const grams = matrix(pathCount, triangleSize(K));
  const sides = matrix(pathCount, K);
  for (const sign of [1, -1]) {
    const noisy = ensemble(
      pathCount,
      shape,
      paths.data.map((x, i) => x + sign * deviation * noise[i]),
    );
    const energiesAt = shiftedEnergies(energy, noisy);
    // σ times the direction ∇ln q₀ + z/σ, so that the points of the difference stay near.
    const along = base.score(noisy).data.map((slope, i) => deviation * slope + sign * noise[i]);
    const [ahead, behind] = [energiesAt(along, DIFFERENCE).data, energiesAt(along, -DIFFERENCE).data];
    const divisor = 4 * DIFFERENCE * deviation;
    for (let i = 0; i < sides.data.length; i++) sides.data[i] += (ahead[i] - behind[i]) / divisor;
    const own = gramsOf(energy, noisy).data;
    for (let i = 0; i < own.length; i++) grams.data[i] += 0.5 * own[i];
  }
  return solveScoreEquations(
    energy,
    { grams, sides, side: meanOf(sides) },
    { caller: 'denoisingScoreMatching', ridge },
  );
}

/** Φ of all paths moved along directions. */
function shiftedEnergies(energy: Energy, { pathCount, shape, data }: Ensemble) {
  const derivatives = blockDerivatives(energy);
  return (directions: Vector, distance: number): Matrix => {
    const at = distance === 0 ? data : data.map((x, i) => x + distance * directions[i]);
    const energies = matrix(pathCount, energy.componentCount);
    derivatives(ensemble(pathCount, shape, at), vector(energy.componentCount), { energies: energies.data });
    return energies;
  };
}

function gramsOf(energy: Energy, { data, pathCount }: Ensemble): Matrix {
  const grams = matrix(pathCount, triangleSize(energy.componentCount));
  gramEvaluator(energy, 'double')(data, pathCount, grams.data);
  return grams;
}

function meanOf(rows: Matrix): Vector {
  const result = vector(rows.columnCount);
  meanRows(rows, 0, rows.rowCount, result);
  return result;
}

function checkPaths(
  caller: string,
  energy: Energy,
  { paths, base }: { readonly paths: Ensemble; readonly base: ScoredModel },
): void {
  const { shape, data, pathCount } = paths;
  checkPathCount(caller, energy, pathCount);
  const wanted = shapeOf(energy);
  if (!sameShape(shape, wanted)) {
    throw new RangeError(
      `${caller}: paths expect shape ${spokenShape(wanted)} as ${energy.name}, got ${spokenShape(shape)}; draw such paths`,
    );
  }
  if (base.signalLength !== energy.signalLength) {
    throw new RangeError(
      `${caller}: base expects signal length ${energy.signalLength}, got ${base.signalLength}; take both for the same paths`,
    );
  }
  const bad = firstNonFinite(data);
  if (bad < 0) return;
  throw new RangeError(
    `${caller}: paths expect finite numbers, got ${data[bad]} in path ${Math.floor(bad / energy.signalLength)}; leave the path out`,
  );
}
