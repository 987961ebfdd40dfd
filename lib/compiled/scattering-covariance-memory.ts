import type { Vector } from '../array/index.js';
import type { Precision } from './derivative-kernel.js';
import { type GramPlace, gramEntries, gramPlaces } from './gram-places.js';
import { fourierLayout, placeFilter, smallestOf } from './lane-fourier.js';
import { type LaneGroups, laneGroups } from './lane-groups.js';
import { type LaneKernel, laneLayout, lanesOf } from './lane-layout.js';

/** Filters, paths and precision of a compiled scattering covariance. */
export interface ScatteringCovarianceKernelOptions {
  /** d, a power of two from 8. */
  readonly signalLength: number;
  /** N from 1. */
  readonly pathCount: number;
  /** 'single' when left out. */
  readonly precision?: Precision;
  /** Transfer functions of the first-order filters over the frequencies 0 … d − 1, F of them. */
  readonly first: readonly Vector[];
  /** Those of the second order, even in the frequency so that a real signal stays real, S of them. */
  readonly second: readonly Vector[];
  /** P, a row per component, as long as the list of covariances of channels; the covariances themselves when left out. */
  readonly projection?: readonly (readonly number[])[];
}

/** The functions of assembly/scattering-covariance.ts. */
export type CovarianceFunction =
  | 'scatter'
  | 'gather'
  | 'rowSums'
  | 'gram'
  | 'centre'
  | 'project'
  | 'spread'
  | 'offset'
  | 'mix';

/** Addresses of what is kept of a group: a table of its channels' values over time, and each channel's sum. */
export interface CovarianceGroup {
  readonly channels: number;
  readonly sums: number;
}

/** The kernel and the addresses in its memory. */
export interface ScatteringCovarianceMemory {
  readonly kernel: LaneKernel<CovarianceFunction>;
  readonly groups: LaneGroups;
  readonly states: readonly CovarianceGroup[];
  /** d. */
  readonly length: number;
  readonly width: number;
  readonly elementBytes: number;
  readonly firstCount: number;
  readonly secondCount: number;
  /** C, and the rows of tables: C rounded up to a multiple of 4. */
  readonly channelCount: number;
  readonly rows: number;
  readonly componentCount: number;
  readonly places: readonly GramPlace[];
  /** Number of sums of products. */
  readonly entries: number;
  readonly twiddles: number;
  readonly filters: number;
  readonly reaches: number;
  /** Work space: a path's signal and two filtered ones, d points each. */
  readonly signal: number;
  readonly inner: number;
  readonly outer: number;
  /** Sums of products of channels; of derivatives of channels. */
  readonly gramSums: number;
  readonly rateSums: number;
  /** Tables like a group's: derivatives of channels along a direction, and slopes along channels. */
  readonly rates: number;
  readonly slopes: number;
  /** One number per row of a table. */
  readonly offsets: number;
  /** Matrices of weights of products of channels, [rows, rows]: one for each group, and one for rates. */
  readonly matrices: readonly number[];
  readonly rateMatrix: number;
  /** With a projection only: P in tiles, its transpose, projected values, and weights of components. */
  readonly projection: ProjectionPlace | undefined;
}

export interface ProjectionPlace {
  readonly matrix: number;
  readonly transposed: number;
  /** Rows of P in fours. */
  readonly fours: number;
  readonly projected: number;
  readonly weights: number;
}

/** Points of time in a block of a table of channels; assembly/channel-table.ts has the same number. */
const blockLength = 64;
/** Bytes between two rows of a block: at strides of powers of two rows would contend for the same lines of the cache. */
const gapBytes = 64;

/** Lays out the memory and fills its tables. */
export function scatteringCovarianceMemory(options: ScatteringCovarianceKernelOptions): ScatteringCovarianceMemory {
  const { signalLength: d, pathCount, first, second, projection } = options;
  const lanes = lanesOf('scatteringCovarianceKernel', 'scattering-covariance', options.precision);
  const { width, elementBytes } = lanes;
  const fourier = fourierLayout(d);
  const channelCount = 2 * first.length * (1 + second.length);
  const rows = 4 * Math.ceil(channelCount / 4);
  const places = gramPlaces(channelCount, rows);
  const entries = gramEntries(rows);
  const componentCount = projection ? projection.length : places.length;
  const fours = Math.ceil(componentCount / 4);
  const groups = laneGroups(pathCount, width);

  const layout = laneLayout(lanes);
  const twiddles = layout.constants(fourier.twiddles.length);
  const filters = layout.constants((first.length + second.length) * d);
  // Reaches are whole numbers of 32 bits.
  const reaches = layout.constants(first.length + second.length);
  const [signal, inner, outer] = [layout.points(d), layout.points(d), layout.points(d)];
  const matrix = projection ? layout.constants((fours * 4 * entries * 8) / elementBytes) : 0;
  const transposed = projection ? layout.constants(places.length * componentCount) : 0;
  const [gramSums, rateSums, projected] = [layout.sums(entries), layout.sums(rows), layout.sums(4 * fours)];
  const [weights, offsets] = [layout.numbers(componentCount), layout.numbers(rows)];
  const tableSize = rows * (blockLength + gapBytes / (width * elementBytes)) * Math.ceil(d / blockLength);
  const [rates, slopes] = [layout.numbers(tableSize), layout.numbers(tableSize)];
  const matrices = Array.from({ length: groups.count + 1 }, () => layout.numbers(rows * rows));
  const states = Array.from({ length: groups.count }, () => ({
    channels: layout.numbers(tableSize),
    sums: layout.sums(rows),
  }));
  const kernel = layout.open<CovarianceFunction>('scattering-covariance');
  const { elements, doubles, integers } = kernel;

  elements.set(fourier.twiddles, twiddles / elementBytes);
  [...first, ...second].forEach((filter, i) => {
    // Transforms are not divided by d; filters are.
    const { values, reach } = placeFilter(fourier, filter, 1 / d, smallestOf(elementBytes));
    elements.set(values, filters / elementBytes + i * d);
    integers[reaches / 4 + i] = reach;
  });
  projection?.forEach((row, k) => {
    places.forEach(({ entry, multiplicity }, i) => {
      doubles[matrix / 8 + ((k >> 2) * entries + entry) * 4 + (k & 3)] = row[i] / (d - 1);
      elements[transposed / elementBytes + i * componentCount + k] = (multiplicity * row[i]) / (d - 1);
    });
  });
  return {
    kernel,
    groups,
    states,
    length: d,
    width,
    elementBytes,
    firstCount: first.length,
    secondCount: second.length,
    channelCount,
    rows,
    componentCount,
    places,
    entries,
    twiddles,
    filters,
    reaches,
    signal,
    inner,
    outer,
    gramSums,
    rateSums,
    rates,
    slopes,
    offsets,
    matrices: matrices.slice(0, groups.count),
    rateMatrix: matrices[groups.count],
    projection: projection && { matrix, transposed, fours, projected, weights },
  };
}
