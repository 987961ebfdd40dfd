import type { Vector } from '../array/index.js';
import type { RowRange } from './lane-layout.js';
import type {
  CovarianceFunction,
  CovarianceGroup,
  ScatteringCovarianceMemory,
} from './scattering-covariance-memory.js';

/** Steps through the scattering covariance of one group of paths: channels, covariances, and slopes back along the channels. */
export class ScatteringCovariancePhases {
  private readonly run: Readonly<Record<CovarianceFunction, (...addresses: number[]) => void>>;

  constructor(private readonly memory: ScatteringCovarianceMemory) {
    this.run = memory.kernel.run;
  }

  /**
   * Writes the channels of real signals to a table.
   * @param gates bytes from the table to one whose positive values open the ReLUs; 0 for the table itself
   */
  scatter(rows: RowRange, table: number, gates: number): void {
    const { kernel, signal, inner, outer, length, twiddles, filters, reaches, firstCount, secondCount } = this.memory;
    kernel.clear(signal, 2 * this.numberBytes * length);
    kernel.copyIn(rows, signal, 2);
    const [F, S] = [firstCount, secondCount];
    const { rows: tableRows } = this.memory;
    this.run.scatter(signal, inner, outer, length, twiddles, filters, reaches, F, S, table, tableRows, gates);
  }

  /** Adds up the channels of a table, and the products of a group's channels with them, centred, in `gramSums`. */
  covariances({ channels, sums }: CovarianceGroup, table: number, tableSums: number, factor: number): void {
    const { run, memory } = this;
    const { rows, length, gramSums, entries, width } = memory;
    this.clearSums(tableSums, rows * width);
    run.rowSums(table, rows, length, tableSums);
    this.clearSums(gramSums, entries * width);
    run.gram(channels, channels - table, rows, length, gramSums);
    run.centre(gramSums, sums, tableSums, rows, factor / length);
  }

  /** Copies the components out of `gramSums`, a row per path. */
  components(out: Vector, firstPath: number, count: number): void {
    const { kernel, projection, gramSums, entries, componentCount, places, width, length } = this.memory;
    const { doubles } = kernel;
    if (projection) this.run.project(projection.matrix, projection.fours, gramSums, entries, projection.projected);
    for (let lane = 0; lane < count; lane++) {
      const row = (firstPath + lane) * componentCount;
      for (let k = 0; k < componentCount; k++) {
        out[row + k] = projection
          ? doubles[projection.projected / 8 + k * width + lane]
          : doubles[gramSums / 8 + places[k].entry * width + lane] / (length - 1);
      }
    }
  }

  /**
   * Writes the matrix W of weights of products of channels.
   * @param weightOf weight of component k in a lane
   */
  setMatrix(matrix: number, weightOf: (lane: number, k: number) => number): void {
    const { kernel, projection, places, componentCount, channelCount, rows, width, length, elementBytes } = this.memory;
    const { elements } = kernel;
    const start = matrix / elementBytes;
    for (let lane = 0; lane < width; lane++) {
      for (let k = 0; k < componentCount; k++) {
        const weight = weightOf(lane, k);
        if (projection) {
          elements[projection.weights / elementBytes + k * width + lane] = weight;
          continue;
        }
        const { a, b, multiplicity } = places[k];
        const entry = (multiplicity * weight) / (length - 1);
        elements[start + (a * rows + b) * width + lane] = entry;
        elements[start + (b * rows + a) * width + lane] = entry;
      }
    }
    if (!projection) return;
    this.run.spread(projection.transposed, projection.weights, componentCount, matrix, channelCount, rows);
  }

  clearOffsets(): void {
    const { offsets, rows, width, elementBytes } = this.memory;
    this.clearSums(offsets, (rows * width * elementBytes) / 8);
  }

  /** Subtracts W times the means of channels from the offsets, which `mix` adds to every slope. */
  addOffsets(matrix: number, sums: number): void {
    const { length, rows, offsets } = this.memory;
    this.run.offset(matrix, sums, 1 / length, rows, offsets);
  }

  /**
   * Writes W times a table of channels plus offsets to the slopes, where the gates are open; or adds W times the table alone.
   * @param gates table of the channels that open the ReLUs
   */
  mix(matrix: number, table: number, gates: number, adds: boolean): void {
    const { offsets, slopes, rows, length } = this.memory;
    this.run.mix(matrix, table, gates, offsets, slopes, rows, length, adds ? 1 : 0);
  }

  /** Goes back from slopes along channels to slopes along paths, and copies those out. */
  gather(group: number, out: RowRange): void {
    const { kernel, states, signal, inner, outer, length, twiddles, filters, slopes, rows } = this.memory;
    const [F, S] = [this.memory.firstCount, this.memory.secondCount];
    const { channels } = states[group];
    this.run.gather(signal, inner, outer, length, twiddles, filters, F, S, slopes, rows, channels);
    kernel.copyOut(signal, 2, out);
  }

  private get numberBytes(): number {
    return this.memory.width * this.memory.elementBytes;
  }

  private clearSums(at: number, doubles: number): void {
    this.memory.kernel.doubles.fill(0, at / 8, at / 8 + doubles);
  }
}
