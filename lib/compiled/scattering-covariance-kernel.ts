import { type Vector, vector } from '../array/index.js';
import { checkedDerivatives } from './checked-derivatives.js';
import type { DerivativeKernel, Precision } from './derivative-kernel.js';
import { fourierLayout, placeFilter, smallestOf } from './lane-fourier.js';
import { interleave, laneLayout, lanesOf, separate } from './lane-layout.js';

export interface ScatteringCovarianceKernelOptions {
  /** d, a power of two from 8. */
  readonly signalLength: number;
  /** N from 1. */
  readonly pathCount: number;
  readonly precision?: Precision;
  /** Transfer functions of the first-order filters over the frequencies 0 … d − 1, F of them. */
  readonly first: readonly Vector[];
  /** Those of the second order, even in the frequency so that a real signal stays real, S of them. */
  readonly second: readonly Vector[];
  /** P, a row a component, of as many numbers as there are covariances of channels; the covariances themselves when left out. */
  readonly projection?: readonly (readonly number[])[];
}

type Method = 'scatter' | 'gather' | 'rowSums' | 'gram' | 'centre' | 'project' | 'spread' | 'offset' | 'mix';

const kernelName = 'scattering-covariance';
/** Points of time in a block of a table of channels. */
const blockLength = 64;
/** Bytes between two rows of a block. */
const gapBytes = 64;

/**
 * The scattering covariance of paths and its derivatives, compiled: covariances over time, divided by d − 1, of the rectified
 * channels that lib/energy/scattering-covariance.ts defines, or a matrix times them.
 *
 * Covariances are sums of products less products of sums: in the lanes' precision over 64 points, in double over blocks. ReLU
 * passes derivatives where a channel is above 0, and its kinks add nothing to the Hessian.
 * @throws RangeError when signalLength is no power of two from 8, the paths do not fit into 4 GB, or there is no SIMD for
 *   double precision
 * Cost: with C = 2F(1 + S) channels, per path, 1 + 2F + FS transforms and C²d/2 multiplications and additions for values; as
 * many transforms and C²d for a pullback; twice the transforms and 2C²d for a Hessian product, 3C²d with its Gauss-Newton
 * term. 4Cd bytes per path in single precision.
 */
export function scatteringCovarianceKernel(options: ScatteringCovarianceKernelOptions): DerivativeKernel {
  const { signalLength: d, pathCount, first, second, projection } = options;
  const lanes = lanesOf('scatteringCovarianceKernel', kernelName, options.precision);
  const { width, elementBytes } = lanes;
  const fourier = fourierLayout(d);
  const channels = 2 * first.length * (1 + second.length);
  const rows = 4 * Math.ceil(channels / 4);
  const places = gramPlaces(channels, rows);
  const componentCount = projection ? projection.length : places.length;
  const groupCount = Math.ceil(pathCount / width);
  const groupSize = (group: number): number => Math.min(width, pathCount - group * width);

  const layout = laneLayout(lanes);
  const twiddles = layout.constants(fourier.twiddles.length);
  const filters = layout.constants((first.length + second.length) * d);
  // Reaches are whole numbers of 32 bits.
  const reachesAt = layout.constants(first.length + second.length);
  const [x, inner, outer] = [layout.points(d), layout.points(d), layout.points(d)];
  const entries = gramEntries(rows);
  const fours = Math.ceil(componentCount / 4);
  const projectionAt = projection ? layout.constants((fours * 4 * entries * 8) / elementBytes) : 0;
  const transposedAt = projection ? layout.constants(places.length * componentCount) : 0;
  const [gramSums, rateSums, projected] = [layout.sums(entries), layout.sums(rows), layout.sums(4 * fours)];
  const [weightsAt, offsets] = [layout.numbers(componentCount), layout.numbers(rows)];
  const tableSize = rows * (blockLength + gapBytes / (width * elementBytes)) * Math.ceil(d / blockLength);
  const [rates, slopes] = [layout.numbers(tableSize), layout.numbers(tableSize)];
  const matrices = Array.from({ length: groupCount + 1 }, () => layout.numbers(rows * rows));
  const ratesMatrix = matrices[groupCount];
  const states = Array.from({ length: groupCount }, () => ({
    channels: layout.numbers(tableSize),
    sums: layout.sums(rows),
  }));
  const { run, elements, doubles } = layout.open<Method>(kernelName);

  elements.set(fourier.twiddles, twiddles / elementBytes);
  const reaches = new Uint32Array(elements.buffer);
  [...first, ...second].forEach((filter, i) => {
    // Transforms are not divided by d; filters are.
    const placed = placeFilter(fourier, filter, 1 / d, smallestOf(elementBytes));
    elements.set(placed.values, filters / elementBytes + i * d);
    reaches[reachesAt / 4 + i] = placed.reach;
  });
  projection?.forEach((row, k) => {
    places.forEach(({ entry, multiplicity }, i) => {
      doubles[projectionAt / 8 + ((k >> 2) * entries + entry) * 4 + (k & 3)] = row[i] / (d - 1);
      elements[transposedAt / elementBytes + i * componentCount + k] = (multiplicity * row[i]) / (d - 1);
    });
  });
  const energies = vector(pathCount * componentCount);
  let matrixOf = (group: number): number => matrices[group];

  function zero(at: number, count: number): void {
    doubles.fill(0, at / 8, at / 8 + count);
  }

  /** Puts real signals into the lanes. */
  function enter(paths: Vector, firstPath: number, count: number): void {
    elements.fill(0, x / elementBytes, x / elementBytes + 2 * width * d);
    interleave(paths, firstPath, count, d, elements, x / elementBytes, width, 2 * width);
  }

  function scatter(table: number, gates: number): void {
    run.scatter(x, inner, outer, d, twiddles, filters, reachesAt, first.length, second.length, table, rows, gates);
  }

  /** Copies the components out of the Gram sums, a row a path. */
  function components(out: Vector, firstPath: number, count: number): void {
    if (projection) run.project(projectionAt, fours, gramSums, entries, projected);
    for (let lane = 0; lane < count; lane++) {
      const row = (firstPath + lane) * componentCount;
      for (let k = 0; k < componentCount; k++) {
        out[row + k] = projection
          ? doubles[projected / 8 + k * width + lane]
          : doubles[gramSums / 8 + places[k].entry * width + lane] / (d - 1);
      }
    }
  }

  /** Writes the matrix W of weights in the channels' products, of factor · weights. */
  function setMatrix(matrix: number, weights: Vector, firstPath: number, count: number, factor: number): void {
    for (let lane = 0; lane < width; lane++) {
      const row = (firstPath + Math.min(lane, count - 1)) * componentCount;
      for (let k = 0; k < componentCount; k++) {
        const weight = factor * weights[row + k];
        if (projection) {
          elements[weightsAt / elementBytes + k * width + lane] = weight;
          continue;
        }
        const { a, b, multiplicity } = places[k];
        const entry = (multiplicity * weight) / (d - 1);
        elements[matrix / elementBytes + (a * rows + b) * width + lane] = entry;
        elements[matrix / elementBytes + (b * rows + a) * width + lane] = entry;
      }
    }
    if (projection) run.spread(transposedAt, weightsAt, componentCount, matrix, channels, rows);
  }

  /** Goes back from slopes in the channels to slopes in the paths, and copies those out. */
  function leave(group: number, out: Vector, firstPath: number): void {
    run.gather(
      x,
      inner,
      outer,
      d,
      twiddles,
      filters,
      first.length,
      second.length,
      slopes,
      rows,
      states[group].channels,
    );
    separate(elements, x / elementBytes, 2 * width, out, firstPath, groupSize(group), d);
  }

  return checkedDerivatives('scatteringCovarianceKernel', {
    pathCount,
    signalLength: d,
    componentCount,
    width,
    load(paths) {
      states.forEach(({ channels: table, sums }, group) => {
        enter(paths, group * width, groupSize(group));
        scatter(table, 0);
        zero(sums, rows * width);
        run.rowSums(table, rows, d, sums);
        zero(gramSums, entries * width);
        run.gram(table, 0, rows, d, gramSums);
        run.centre(gramSums, sums, sums, rows, 0.5 / d);
        components(energies, group * width, groupSize(group));
      });
    },
    values: (out) => out.set(energies),
    pullback(weights, out) {
      const shared = weights.length === componentCount;
      matrixOf = (group) => matrices[shared ? 0 : group];
      states.forEach(({ channels: table, sums }, group) => {
        const matrix = matrixOf(group);
        if (!shared) setMatrix(matrix, weights, group * width, groupSize(group), 1);
        else if (group === 0) setMatrix(matrix, weights, 0, 1, 1);
        zero(offsets, (rows * width * elementBytes) / 8);
        run.offset(matrix, sums, 1 / d, rows, offsets);
        run.mix(matrix, table, table, offsets, slopes, rows, d, 0);
        leave(group, out, group * width);
      });
    },
    hessianProduct(group, directions, c, out, changes) {
      const { channels: table, sums } = states[group];
      const count = groupSize(group);
      enter(directions, 0, count);
      scatter(rates, table - rates);
      zero(rateSums, rows * width);
      run.rowSums(rates, rows, d, rateSums);
      zero(gramSums, entries * width);
      run.gram(table, table - rates, rows, d, gramSums);
      run.centre(gramSums, sums, rateSums, rows, 1 / d);
      components(changes, 0, count);
      const matrix = matrixOf(group);
      zero(offsets, (rows * width * elementBytes) / 8);
      run.offset(matrix, rateSums, 1 / d, rows, offsets);
      if (c !== 0) {
        setMatrix(ratesMatrix, changes, 0, count, c);
        run.offset(ratesMatrix, sums, 1 / d, rows, offsets);
      }
      run.mix(matrix, rates, table, offsets, slopes, rows, d, 0);
      if (c !== 0) run.mix(ratesMatrix, table, table, offsets, slopes, rows, d, 1);
      leave(group, out, 0);
    },
  });
}

/** A covariance of channels a ≤ b: where its Gram sum stands, and how often it stands in a symmetric matrix, doubled. */
interface GramPlace {
  readonly a: number;
  readonly b: number;
  readonly entry: number;
  readonly multiplicity: number;
}

/** The places of covariances, in the order of the components: the upper triangle, row by row. */
function gramPlaces(channels: number, rows: number): GramPlace[] {
  const tileRow: number[] = [];
  for (let i = 0, tiles = 0; i < rows; i += 4) {
    tileRow.push(tiles);
    tiles += (rows - i) / 2;
  }
  const places: GramPlace[] = [];
  for (let a = 0; a < channels; a++) {
    for (let b = a; b < channels; b++) {
      const i = a >> 2;
      const tile = tileRow[i] + ((b - 4 * i) >> 1);
      places.push({ a, b, entry: tile * 8 + (a & 3) * 2 + (b & 1), multiplicity: a === b ? 2 : 1 });
    }
  }
  return places;
}

/** Gram sums of all tiles. */
function gramEntries(rows: number): number {
  let entries = 0;
  for (let i = 0; i < rows; i += 4) entries += 4 * (rows - i);
  return entries;
}
