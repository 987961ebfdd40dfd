import { matrix, type Vector, vector } from '../array/index.js';
import { covarianceComponents, type PrincipalComponents } from '../energy/index.js';
import { dot } from '../linear-algebra/index.js';
import { type Range, runShards, type Shard, shardRanges, task, workerCount } from '../parallel/index.js';
import { hypot, squared } from '../special/index.js';
import type { EnergyMoments } from './energy-moments.js';

/** Principal components of a sample and how far the sample determines them. */
export interface ComponentsWithErrors {
  /** The components of all paths. */
  readonly components: PrincipalComponents;
  /** Standard error of each variance, [count]. */
  readonly eigenvalueErrors: Vector;
  /** Standard error of each direction: the sine of its angle to the one of infinitely many paths, [count]. */
  readonly directionErrors: Vector;
  /** The sum of the variances of all energies. */
  readonly totalVariance: number;
}

/**
 * The leading whitened principal components of energies whose sums are given, with errors by the jackknife: the fit is
 * made again without each group of paths in turn.
 * Cost: a fit for all paths and one for each group, each of a few times count products of O(K²), spread over the
 * workers.
 */
export async function componentsWithErrors(moments: EnergyMoments, count: number): Promise<ComponentsWithErrors> {
  const groupCount = moments.groups.length;
  const ranges = shardRanges(groupCount + 1, workerCount());
  const payloads = ranges.map((range): FitShard => ({ moments, count, range }));
  const parts = await runShards(fitsWithout, payloads);
  // Fit 0 is of all paths; fit g, for g ≥ 1, leaves out group g − 1.
  const [whole, ...others] = parts.flat();
  const spread = (differences: readonly number[]): number =>
    Math.sqrt(
      ((groupCount - 1) / groupCount) * differences.reduce((sum, difference) => sum + difference * difference, 0),
    );
  const eigenvalueErrors = vector(count);
  const directionErrors = vector(count);
  for (let k = 0; k < count; k++) {
    const mean = others.reduce((sum, fit) => sum + fit.eigenvalues[k] / groupCount, 0);
    eigenvalueErrors[k] = spread(others.map((fit) => fit.eigenvalues[k] - mean));
    directionErrors[k] = spread(others.map((fit) => sine(row(whole, k), row(fit, k))));
  }
  const projection = matrix(count, moments.componentCount, whole.projection);
  const { eigenvalues, totalVariance } = whole;
  return { components: { eigenvalues, projection }, eigenvalueErrors, directionErrors, totalVariance };
}

interface FitShard {
  readonly moments: EnergyMoments;
  readonly count: number;
  readonly range: Range;
}

/** A fit as plain data, which a worker returns. */
interface Fit {
  readonly eigenvalues: Vector;
  /** [count, K]. */
  readonly projection: Vector;
  readonly totalVariance: number;
}

/** The fits g of a range: g = 0 with all groups, else without group g − 1. Runs in a worker. */
async function fitShard({ moments, count, range }: FitShard, shard: Shard): Promise<Fit[]> {
  const fits: Fit[] = [];
  for (let g = range.start; g < range.end && !shard.cancelled(); g++) {
    const covariance = covarianceWithout(moments, g - 1);
    const order = moments.componentCount;
    const { eigenvalues, projection } = covarianceComponents(
      (v, out) => multiply(covariance, order, v, out),
      order,
      count,
    );
    let totalVariance = 0;
    for (let i = 0, at = 0; i < order; at += order - i, i++) totalVariance += covariance[at];
    fits.push({ eigenvalues, projection: projection.data, totalVariance });
    await shard.rest();
  }
  return fits;
}

const fitsWithout = task('expectation/component-errors', fitShard);

/** The covariance of all energies but those of one group, divided by n − 1: the upper triangle, row by row. */
function covarianceWithout({ componentCount: order, groups, sums, products }: EnergyMoments, without: number): Vector {
  const triangle = products.length / groups.length;
  const covariance = vector(triangle);
  const sum = vector(order);
  let count = 0;
  groups.forEach(({ start, end }, g) => {
    if (g === without) return;
    count += end - start;
    for (let i = 0; i < order; i++) sum[i] += sums[g * order + i];
    for (let i = 0; i < triangle; i++) covariance[i] += products[g * triangle + i];
  });
  for (let i = 0, at = 0; i < order; i++) {
    for (let j = i; j < order; j++, at++) covariance[at] = (covariance[at] - (sum[i] * sum[j]) / count) / (count - 1);
  }
  return covariance;
}

/** Writes a symmetric matrix times v. */
function multiply(triangle: Vector, order: number, v: Vector, out: Vector): void {
  out.fill(0);
  for (let i = 0, at = 0; i < order; i++) {
    const own = v[i];
    let along = triangle[at++] * own;
    for (let j = i + 1; j < order; j++, at++) {
      const entry = triangle[at];
      along += entry * v[j];
      out[j] += entry * own;
    }
    out[i] += along;
  }
}

function row({ projection, eigenvalues }: Fit, k: number): Vector {
  const order = projection.length / eigenvalues.length;
  return projection.subarray(k * order, (k + 1) * order);
}

/** Sine of the angle between the lines along a and b. */
function sine(a: Vector, b: Vector): number {
  const [aa, ab, bb] = [dot(a, a), dot(a, b), dot(b, b)];
  // From the part of a orthogonal to b: 1 − cosine² would round small angles to 0.
  return Math.sqrt(a.reduce((sum, entry, i) => sum + squared(entry - (ab / bb) * b[i]), 0) / aa);
}

/**
 * Runs of neighbouring components whose variances the sample does not separate: it determines the plane that they span,
 * not the directions within the plane.
 * @param within largest difference of neighbours, in standard errors of their difference as if both were independent
 */
export function undecidedPlanes(eigenvalues: Vector, errors: Vector, within: number): number[][] {
  const planes: number[][] = [];
  for (let k = 1; k < eigenvalues.length; k++) {
    if (eigenvalues[k - 1] - eigenvalues[k] > within * hypot(errors[k - 1], errors[k])) continue;
    const last = planes[planes.length - 1];
    if (last?.[last.length - 1] === k - 1) last.push(k);
    else planes.push([k - 1, k]);
  }
  return planes;
}
