/** A column's values in the order of the rows. */
type Column = readonly unknown[];

/**
 * What a page brings in place of danfo.js's data frame, whose package needs Node: named columns of equal length, shown as the same
 * table.
 */
export class DataFrame {
  /** Stands here because a minifier shortens names, and tables are recognised by that of their class. */
  static readonly name = 'DataFrame';
  readonly columns: string[];
  readonly index: number[];
  readonly #values: readonly Column[];

  /** @param columns values by the column's name, of equal length */
  constructor(columns: Readonly<Record<string, Column>>, index?: readonly number[]) {
    this.columns = Object.keys(columns);
    this.#values = Object.values(columns);
    this.index = index ? [...index] : Array.from(this.#values[0] ?? [], (_, row) => row);
  }

  /** Numbers of rows and columns. */
  get shape(): [number, number] {
    return [this.index.length, this.columns.length];
  }

  /** The rows. */
  get values(): unknown[][] {
    return this.index.map((_, row) => this.#values.map((column) => column[row]));
  }

  /** The first rows. */
  head(count = 5): DataFrame {
    return this.#rows(0, count);
  }

  /** The last rows. */
  tail(count = 5): DataFrame {
    return this.#rows(Math.max(0, this.index.length - count), this.index.length);
  }

  #rows(from: number, to: number): DataFrame {
    const columns = this.columns.map((name, c) => [name, this.#values[c].slice(from, to)]);
    return new DataFrame(Object.fromEntries(columns), this.index.slice(from, to));
  }
}
