import { checkLength, checkPositive, type Vector, vector } from '../array/index.js';
import { exp } from '../special/index.js';
import type { LineGrid } from './line-grid.js';

/** Transition probabilities from each point of a grid to points nearby: only the band where they are not negligible. */
export interface BandedKernel {
  /** n, points of the grid. */
  readonly pointCount: number;
  /** Entries that are kept of each row. */
  readonly width: number;
  /** Point of the first entry of each row, [n]; below 0 where the band begins left of the grid. */
  readonly first: Vector;
  /** Row by row, [n · width]; 0 outside of the grid. */
  readonly entries: Vector;
}

/** Reach of a row, in standard deviations of the noise: beyond it lies less mass than rounding leaves. */
const REACH = 8.5;

/**
 * The kernel of the step x − h U′(x) + √(2h) ξ between the points of a grid, each row with mass 1.
 *
 * With five points or more per standard deviation √(2h) of the noise, sums over the band are integrals to rounding.
 * @param gradient U′ at each point, [n]
 * @param stepSize h > 0
 * @throws RangeError when the step size is not positive and finite, or when a step leads from a point so far off the grid that the
 *   row has no mass
 * Cost: one exponential per point and two products per entry, since a row is a power series times a table.
 */
export function langevinKernel(
  { points, spacing }: LineGrid,
  gradient: Vector,
  { stepSize }: { readonly stepSize: number },
): BandedKernel {
  checkPositive('langevinKernel: stepSize', stepSize);
  const pointCount = points.length;
  checkLength('langevinKernel: gradient', gradient, pointCount);
  const half = Math.ceil((REACH * Math.sqrt(2 * stepSize)) / spacing) + 1;
  const width = 2 * half + 1;
  const table = vector(half + 1).map((_, k) => exp(-(k * spacing * (k * spacing)) / (4 * stepSize)));
  const [first, entries] = [vector(pointCount), vector(pointCount * width)];
  for (let i = 0; i < pointCount; i++) {
    const end = i - (stepSize * gradient[i]) / spacing;
    const middle = Math.round(end);
    const [low, high] = [Math.max(0, half - middle), Math.min(width, pointCount + half - middle)];
    // exp(−(kδ − o)²/(4h)) is exp(−k²δ²/(4h)) · exp(oδ/(2h))ᵏ up to a factor of the row, o the offset of its middle.
    const factor = exp(((end - middle) * spacing * spacing) / (2 * stepSize));
    const row = i * width;
    first[i] = middle - half;
    for (let k = 0, power = 1; k <= half; k++, power *= factor) entries[row + half + k] = table[k] * power;
    for (let k = 1, power = 1 / factor; k <= half; k++, power /= factor) entries[row + half - k] = table[k] * power;
    let mass = 0;
    for (let j = low; j < high; j++) mass += entries[row + j];
    if (!(mass > 0)) {
      throw new RangeError(
        `langevinKernel: gradient expects steps that stay on the grid, got ${gradient[i]} at ${points[i]}; take a smaller step or a wider grid`,
      );
    }
    for (let j = 0; j < width; j++) entries[row + j] = j < low || j >= high ? 0 : entries[row + j] / mass;
  }
  return { pointCount, width, first, entries };
}

/**
 * The law after a step: masses p become pK.
 * @param masses [n]
 * Cost: one product per entry.
 */
export function pushed(kernel: BandedKernel, masses: Vector): Vector {
  checkLength('pushed: masses', masses, kernel.pointCount);
  const result = vector(kernel.pointCount);
  eachRow(kernel, (i, begin, from, to) => {
    const mass = masses[i];
    for (let j = from; j < to; j++) result[j] += mass * kernel.entries[begin + j];
  });
  return result;
}

/**
 * Means after a step: Kf, the mean of f where a step from each point ends.
 * @param values f at each point, [n]
 * Cost: one product per entry.
 */
export function meansAfter(kernel: BandedKernel, values: Vector): Vector {
  checkLength('meansAfter: values', values, kernel.pointCount);
  const result = vector(kernel.pointCount);
  eachRow(kernel, (i, begin, from, to) => {
    let sum = 0;
    for (let j = from; j < to; j++) sum += values[j] * kernel.entries[begin + j];
    result[i] = sum;
  });
  return result;
}

/** Calls for each row i with the points `from` to `to − 1` that its band meets: entry (i, j) is `entries[begin + j]`. */
export function eachRow(
  { pointCount, width, first }: Pick<BandedKernel, 'pointCount' | 'width' | 'first'>,
  call: (i: number, begin: number, from: number, to: number) => void,
): void {
  for (let i = 0; i < pointCount; i++) {
    call(i, i * width - first[i], Math.max(0, first[i]), Math.min(pointCount, first[i] + width));
  }
}
