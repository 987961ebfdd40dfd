import { type Ensemble, firstNonFinite, type Matrix } from '../array/index.js';
import { host } from '../host/index.js';
import { npyFile } from './npy.js';
import { fileName, shownPath } from './text-file.js';
import { storedZip } from './zip.js';

/** A table of numbers: paths, or a result's matrix. */
export type PathTable = Ensemble | Matrix;

/** A vector or a matrix that is exported beside the paths. */
type Further = ArrayLike<number> | PathTable;

/** Largest count of numbers in a text file, at 20 characters each: strings are limited to about 2²⁹ characters. */
const MOST_AS_TEXT = Math.floor(2 ** 28 / 20);

/**
 * Writes paths into a file, in the format of the ending of its name. The file replaces an older one as a whole; when writing fails, the
 * older file stays.
 *
 * - `.csv`: a heading `day,path 1,path 2,…`, then one line per day, numbers with all their digits;
 * - `.parquet`: columns `day`, `path 1`, `path 2`, …, one row per day, in double precision;
 * - `.npy`: the array [N, d] in double precision, for `numpy.load`;
 * - `.npz`: that array under the name `paths`, and the arrays of `also` under their names.
 * @param file name, in a folder that exists
 * @param paths [N, d]
 * @param also for `.npz`: further vectors or matrices by name, such as a target energy
 * @throws RangeError when the name has another ending, there is no path, or a number of `paths` or `also` is not finite; Error when
 * the file cannot be written
 * Cost: 8 bytes per number, about 19 in text.
 */
export function exportPaths(file: string, paths: PathTable, also: Readonly<Record<string, Further>> = {}): void {
  const kind = /\.[^.]*$/.exec(fileName(file))?.[0].toLowerCase();
  const extra = Object.entries(also);
  checkPaths(paths);
  if (extra.length > 0 && kind !== '.npz')
    fail(`also expects a file ending in .npz, got ${file}; name it so, or leave also out`);
  for (const [name, values] of extra) checkFurther(name, values);
  write(file, contentOf(kind, file, paths, extra));
}

function fail(message: string): never {
  throw new RangeError(`exportPaths: ${message}`);
}

function checkPaths(paths: PathTable): void {
  const [rows, columns] = shapeOf(paths);
  if (rows < 1) fail('paths expects at least one path, got none; generate some');
  const bad = firstNonFinite(paths.data);
  if (bad < 0) return;
  const path = Math.floor(bad / columns) + 1;
  fail(`paths expects finite numbers, got ${paths.data[bad]} in path ${path}; look for what made it`);
}

function checkFurther(name: string, values: Further): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    fail(`also expects names of letters, digits and _, got '${name}'; rename it`);
  if (name === 'paths') fail("also expects names other than 'paths', got 'paths'; rename it");
  const numbers = isTable(values) ? values.data : values;
  if (typeof numbers !== 'object' || !(numbers?.length > 0)) {
    fail(`also expects arrays or matrices of numbers, got none for ${name}; give for example an energy's target`);
  }
  const bad = firstNonFinite(numbers);
  if (bad >= 0)
    fail(`also expects finite numbers, got ${numbers[bad]} at index ${bad} of ${name}; look for what made it`);
}

/** The content of a file of this kind. */
function contentOf(
  kind: string | undefined,
  file: string,
  paths: PathTable,
  extra: readonly (readonly [string, Further])[],
): string | Uint8Array {
  switch (kind) {
    case '.csv':
      return commaSeparated(paths);
    case '.parquet':
      return parquet(paths);
    case '.npy':
      return npyOf(paths);
    case '.npz':
      return storedZip(
        Object.fromEntries(
          [['paths', paths] as const, ...extra].map(([name, values]) => [`${name}.npy`, npyOf(values)]),
        ),
      );
    default:
      return fail(`file expects a name that ends in .csv, .parquet, .npy or .npz, got ${file}; rename it`);
  }
}

function npyOf(values: Further): Uint8Array {
  return isTable(values) ? npyFile(values.data, shapeOf(values)) : npyFile(values, [values.length]);
}

function write(file: string, content: string | Uint8Array): void {
  try {
    host.files.write(file, content);
  } catch (cause) {
    const reason = (cause as { code?: string }).code ?? String(cause);
    throw new Error(
      `exportPaths: file expects a place that can be written, got ${shownPath(file)} (${reason}); check the folder`,
      { cause },
    );
  }
}

function isTable(values: Further): values is PathTable {
  return typeof values === 'object' && values !== null && 'data' in values;
}

function shapeOf(table: PathTable): [number, number] {
  return 'pathCount' in table ? [table.pathCount, table.signalLength] : [table.rowCount, table.columnCount];
}

function commaSeparated(paths: PathTable): string {
  const { data } = paths;
  const [rows, columns] = shapeOf(paths);
  if (data.length > MOST_AS_TEXT)
    fail(`file expects at most ${MOST_AS_TEXT} numbers as text, got ${data.length}; name it .npz`);
  const lines = [['day', ...Array.from({ length: rows }, (_, n) => `path ${n + 1}`)].join(',')];
  for (let t = 0; t < columns; t++)
    lines.push([t, ...Array.from({ length: rows }, (_, n) => data[n * columns + t])].join(','));
  return `${lines.join('\n')}\n`;
}

type Writer = typeof import('hyparquet-writer', { with: { 'resolution-mode': 'import' }});

function parquet(paths: PathTable): Uint8Array {
  const { data } = paths;
  const [rows, columns] = shapeOf(paths);
  // Loaded here because other formats do not need the package.
  const { parquetWriteBuffer } = host.load<Writer>('hyparquet-writer');
  const days = { name: 'day', data: Array.from({ length: columns }, (_, t) => t), type: 'INT32' as const };
  const ofPaths = Array.from({ length: rows }, (_, n) => ({
    name: `path ${n + 1}`,
    data: data.subarray(n * columns, (n + 1) * columns),
    type: 'DOUBLE' as const,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData: [days, ...ofPaths] }));
}
