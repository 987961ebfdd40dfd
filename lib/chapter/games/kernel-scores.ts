import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { dot, quasiNewtonMinimum } from '../../linear-algebra/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import { exp, log, squared } from '../../special/index.js';

/** A Gaussian of the same deviation and weight at every point: a kernel estimate of the points' density. */
export function pointKernels(points: Ensemble, deviation: number): GaussianMixture {
  const { pathCount } = points;
  return gaussianMixture(
    Array.from({ length: pathCount }, (_, n) => ({
      weight: 1 / pathCount,
      mean: Array.from(points.path(n)),
      deviation,
    })),
  );
}

/**
 * Mean of ½|∇u|² + Δu over points, u being a mixture's log-density: what score matching descends (Hyvärinen 2005). Its mean under a law p is
 * ½E|∇u − ∇ln p|² − ½E|∇ln p|².
 * Cost: O(d) per point and Gaussian.
 */
export function scoreMatchingLoss(law: GaussianMixture, points: Ensemble): number {
  const own = mixturePass(parametersOf(law), points.signalLength);
  let sum = 0;
  for (let n = 0; n < points.pathCount; n++) sum += own.loss(points.path(n));
  return sum / points.pathCount;
}

/**
 * The same of kernels at the points themselves, each point being left out of the mixture at which it is tried: small deviations then cost,
 * where the plain loss has no least value.
 * Cost: O(N²d).
 */
export function leftOutLoss(points: Ensemble, deviation: number): number {
  const { pathCount, signalLength } = points;
  const others = ensemble(pathCount - 1, signalLength, points.data.slice(signalLength));
  let sum = 0;
  for (let n = 0; n < pathCount; n++) {
    // The others in place: point n − 1 takes the place of point n.
    if (n > 0) others.path(n - 1).set(points.path(n - 1));
    sum += scoreMatchingLoss(pointKernels(others, deviation), ensemble(1, signalLength, points.path(n)));
  }
  return sum / pathCount;
}

/**
 * Fits weights, means and deviations of a mixture's Gaussians to points by score matching, from a start. Its log-density under noise solves
 * the Hamilton–Jacobi equation of the noising whatever the parameters are.
 * @throws RangeError when the search does not end in a minimum, as where a Gaussian shrinks to a point
 * Cost: some hundred evaluations, O(d) per point and Gaussian each.
 */
export function matchedMixture(points: Ensemble, start: GaussianMixture): GaussianMixture {
  const { pathCount, signalLength } = points;
  const found = quasiNewtonMinimum(
    (theta, gradient) => {
      const own = mixturePass(theta, signalLength);
      gradient.fill(0);
      let sum = 0;
      for (let n = 0; n < pathCount; n++) {
        sum += own.loss(points.path(n)) / pathCount;
        own.addSlopes(gradient, 1 / pathCount);
      }
      return sum;
    },
    parametersOf(start),
    { gradientTolerance: 1e-6, evaluationLimit: 2000 },
  );
  if (!found.converged) {
    throw new RangeError(
      `matchedMixture: points expect a minimum of the loss, got none after ${found.evaluations} evaluations; take fewer Gaussians`,
    );
  }
  const { weights, means, variances } = gaussiansOf(found.point, signalLength);
  return gaussianMixture(
    Array.from(weights, (weight, j) => ({
      weight,
      mean: Array.from(means.row(j)),
      deviation: Math.sqrt(variances[j]),
    })),
  );
}

/** Steps of expectation and maximisation: far fewer are enough where Gaussians hardly overlap. */
const WEIGHT_STEPS = 100;

/**
 * The same Gaussians with the weights of greatest likelihood. Score matching hardly knows the weights of modes that are far apart: no point
 * lies where they matter to the gradient.
 * Cost: 100 passes, O(d) per point and Gaussian each.
 */
export function likelyWeights({ components }: GaussianMixture, points: Ensemble): GaussianMixture {
  const own = components.map((one) => gaussianMixture([{ ...one, weight: 1 }]).logDensity(points));
  let weights = vector(components.length).fill(1 / components.length);
  for (let step = 0; step < WEIGHT_STEPS; step++) {
    const sums = vector(components.length);
    for (let n = 0; n < points.pathCount; n++) {
      const parts = weights.map((weight, j) => weight * exp(own[j][n]));
      const total = parts.reduce((sum, part) => sum + part, 0);
      parts.forEach((part, j) => {
        sums[j] += part / total;
      });
    }
    const count = sums.reduce((sum, part) => sum + part, 0);
    weights = sums.map((part) => part / count);
  }
  return gaussianMixture(components.map((one, j) => ({ ...one, weight: weights[j] })));
}

/** Gaussians at points that are far from each other, each the farthest from those before it, all of one weight and deviation. */
export function farKernels(
  points: Ensemble,
  { count, deviation }: { readonly count: number; readonly deviation: number },
): GaussianMixture {
  const nearest = vector(points.pathCount).fill(Infinity);
  const chosen = ensemble(count, points.signalLength);
  let next = 0;
  for (let j = 0; j < count; j++) {
    chosen.path(j).set(points.path(next));
    for (let n = 0; n < points.pathCount; n++) {
      nearest[n] = Math.min(nearest[n], squaredDistance(points.path(n), chosen.path(j)));
    }
    next = nearest.indexOf(Math.max(...nearest));
  }
  return pointKernels(chosen, deviation);
}

function squaredDistance(a: Vector, b: Vector): number {
  return a.reduce((sum, value, i) => sum + squared(value - b[i]), 0);
}

/** Of each Gaussian in turn: its mean, the logarithm of its variance, and that of its weight but for a constant of all. */
function parametersOf({ components, signalLength: d }: GaussianMixture): Vector {
  const theta = vector(components.length * (d + 2));
  components.forEach(({ weight, mean, deviation }, j) => {
    theta.set([...mean, 2 * log(deviation), log(weight)], j * (d + 2));
  });
  return theta;
}

interface Gaussians {
  readonly weights: Vector;
  readonly means: Matrix;
  readonly variances: Vector;
}

function gaussiansOf(theta: Vector, d: number): Gaussians {
  const count = theta.length / (d + 2);
  const [means, variances, weights] = [matrix(count, d), vector(count), vector(count)];
  for (let j = 0; j < count; j++) {
    const own = theta.subarray(j * (d + 2), (j + 1) * (d + 2));
    means.row(j).set(own.subarray(0, d));
    variances[j] = exp(own[d]);
    weights[j] = exp(own[d + 1]);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { weights: weights.map((weight) => weight / total), means, variances };
}

interface MixturePass {
  /** ½|∇u|² + Δu at a point. */
  loss(point: Vector): number;
  /** After `loss` at the same point: adds its gradient in the parameters, times a factor, to `out`. */
  addSlopes(out: Vector, factor: number): void;
}

/**
 * With s_j = −(x − μ_j)/v_j, shares r_j of the Gaussians at x, q_j = |s_j|² − d/v_j and s = Σ r_j s_j, the loss is Σ r_j q_j − ½|s|².
 */
function mixturePass(theta: Vector, d: number): MixturePass {
  const { weights, means, variances } = gaussiansOf(theta, d);
  const count = weights.length;
  const [shares, sharpness, score, own] = [vector(count), vector(count), vector(d), matrix(count, d)];
  let mean = 0;
  return {
    loss(point) {
      let largest = -Infinity;
      for (let j = 0; j < count; j++) {
        const [s, v] = [own.row(j), variances[j]];
        for (let i = 0; i < d; i++) s[i] = (means.row(j)[i] - point[i]) / v;
        const square = dot(s, s);
        sharpness[j] = square - d / v;
        shares[j] = log(weights[j]) - 0.5 * (d * log(v) + v * square);
        largest = Math.max(largest, shares[j]);
      }
      let total = 0;
      for (let j = 0; j < count; j++) {
        shares[j] = exp(shares[j] - largest);
        total += shares[j];
      }
      mean = 0;
      score.fill(0);
      for (let j = 0; j < count; j++) {
        shares[j] /= total;
        mean += shares[j] * sharpness[j];
        for (let i = 0; i < d; i++) score[i] += shares[j] * own.row(j)[i];
      }
      return mean - 0.5 * dot(score, score);
    },
    addSlopes(out, factor) {
      const square = dot(score, score);
      for (let j = 0; j < count; j++) {
        const [s, v, from] = [own.row(j), variances[j], j * (d + 2)];
        const [steep, along, share] = [dot(s, s), dot(s, score), factor * shares[j]];
        const inShare = share * (sharpness[j] - mean - along + square);
        for (let i = 0; i < d; i++) out[from + i] += share * ((2 * s[i] - score[i]) / v) - inShare * s[i];
        out[from + d] += share * (d / v - 2 * steep + along) + 0.5 * inShare * (v * steep - d);
        out[from + d + 1] += inShare;
      }
    },
  };
}
