import type { DataFrame } from 'danfojs-node';
import { host } from '../host/index.js';

type Cell = string | number | boolean | null;

/**
 * A danfojs data frame of named columns of equal length; a notebook shows it as a table.
 * @throws RangeError when the columns differ in length or there is none
 * Cost: the first one loads danfojs, about a second.
 */
export function dataFrame(columns: Readonly<Record<string, ArrayLike<Cell>>>): DataFrame {
  const entries = Object.entries(columns);
  if (entries.length === 0)
    throw new RangeError('dataFrame: columns expects at least one column, got none; add { name: values }');
  const [[firstName, first]] = entries;
  for (const [name, values] of entries) {
    if (values.length !== first.length) {
      throw new RangeError(
        `dataFrame: column ${name} expects ${first.length} values like ${firstName}, got ${values.length}; give one for each row`,
      );
    }
  }
  const { DataFrame } = host.load<typeof import('danfojs-node')>('danfojs-node');
  return new DataFrame(Object.fromEntries(entries.map(([name, values]) => [name, Array.from(values)])));
}

/**
 * A danfojs data frame of `rows`; columns stand in the order in which names first occur, a missing cell is empty.
 * @throws RangeError when there is no row
 */
export function resultTable(rows: readonly Readonly<Record<string, Cell | undefined>>[]): DataFrame {
  if (rows.length === 0)
    throw new RangeError('resultTable: rows expects at least one row, got none; compute a result first');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return dataFrame(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])));
}
