/** A covariance of channels a ≤ b in the sums of products that assembly/channel-table.ts writes. */
export interface GramPlace {
  readonly a: number;
  readonly b: number;
  /** Index of the sum. */
  readonly entry: number;
  /** How often the covariance enters the derivative along a channel: 2 for a variance, 1 for a covariance. */
  readonly multiplicity: number;
}

/**
 * The places of covariances, in the order of the components: the upper triangle, row by row.
 *
 * Sums stand in tiles of 4 rows and 2 columns, tile rows one after the other; tile row i has the columns from 4i on.
 */
export function gramPlaces(channels: number, rows: number): GramPlace[] {
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

/** Number of sums in all tiles. */
export function gramEntries(rows: number): number {
  let entries = 0;
  for (let i = 0; i < rows; i += 4) entries += 4 * (rows - i);
  return entries;
}
