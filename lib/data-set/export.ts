import { type Ensemble, firstNonFinite, type Matrix } from '../array/index.js';
import { host } from '../host/index.js';
import { npyFile } from './npy.js';
import { fileName, shownPath } from './text-file.js';
import { storedZip } from './zip.js';

/** Anything of rows and columns: paths, or a result's matrix. */
export type PathTable = Ensemble | Matrix;

/** Most numbers of a file in text, 20 characters each; a string of the whole could not be held of many more. */
const MOST_AS_TEXT = Math.floor(2 ** 28 / 20);

/**
 * Writes paths into a file, in the format that its name ends with; the file is there as a whole or not at all, in place of an
 * older one.
 *
 * - `.csv`: a heading `day,path 1,path 2,…`, then one line per day, numbers with all their digits;
 * - `.parquet`: columns `day`, `path 1`, `path 2`, …, a row a day, in double precision;
 * - `.npy`: the array [N, d] in double precision, for `numpy.load`;
 * - `.npz`: the same under the name `paths`, and beside it the arrays given in `also`, each under its own.
 * @param file name, in a folder that exists
 * @param paths [N, d]
 * @param also for `.npz`: further vectors or matrices by name, such as a target energy
 * @throws RangeError when the file's name ends otherwise, there is no path, or a number of `paths` or `also` is not finite; Error
 * when it cannot be written
 * Cost: 8 bytes a number, in text about 19.
 */
export function exportPaths(
  file: string,
  paths: PathTable,
  also: Readonly<Record<string, ArrayLike<number> | PathTable>> = {},
): void {
  const [rows, columns] = shapeOf(paths);
  const fail = (message: string): never => {
    throw new RangeError(`exportPaths: ${message}`);
  };
  if (rows < 1) fail('paths expects at least one path, got none; generate some');
  const bad = firstNonFinite(paths.data);
  if (bad >= 0) {
    fail(
      `paths expects finite numbers, got ${paths.data[bad]} in path ${Math.floor(bad / columns) + 1}; look for what made it`,
    );
  }
  const extra = Object.entries(also);
  const kind = /\.[^.]*$/.exec(fileName(file))?.[0].toLowerCase();
  if (extra.length > 0 && kind !== '.npz')
    fail(`also expects a file ending in .npz, got ${file}; name it so, or leave also out`);
  for (const [name, values] of extra) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      fail(`also expects names of letters, digits and _, got '${name}'; rename it`);
    if (name === 'paths') fail("also expects names other than 'paths', got it; rename it");
    const numbers = isTable(values) ? values.data : values;
    if (typeof numbers !== 'object' || !(numbers?.length > 0)) {
      fail(`also expects arrays or matrices of numbers, got none for ${name}; give for example an energy's target`);
    }
    const worst = firstNonFinite(numbers);
    if (worst >= 0) {
      fail(`also expects finite numbers, got ${numbers[worst]} at index ${worst} of ${name}; look for what made it`);
    }
  }
  switch (kind) {
    case '.csv':
      write(file, commaSeparated(paths, rows, columns, fail));
      return;
    case '.parquet':
      write(file, parquet(paths, rows, columns));
      return;
    case '.npy':
      write(file, npyFile(paths.data, [rows, columns]));
      return;
    case '.npz':
      write(
        file,
        storedZip(
          Object.fromEntries(
            [['paths', paths] as const, ...extra].map(([name, values]) => [
              `${name}.npy`,
              isTable(values) ? npyFile(values.data, shapeOf(values)) : npyFile(values, [values.length]),
            ]),
          ),
        ),
      );
      return;
    default:
      fail(`file expects a name that ends in .csv, .parquet, .npy or .npz, got ${file}; rename it`);
      return;
  }
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

function isTable(values: ArrayLike<number> | PathTable): values is PathTable {
  return typeof values === 'object' && values !== null && 'data' in values;
}

function shapeOf(table: PathTable): [number, number] {
  return 'pathCount' in table ? [table.pathCount, table.signalLength] : [table.rowCount, table.columnCount];
}

function commaSeparated({ data }: PathTable, rows: number, columns: number, fail: (message: string) => never): string {
  if (data.length > MOST_AS_TEXT)
    fail(`file expects at most ${MOST_AS_TEXT} numbers as text, got ${data.length}; name it .npz`);
  const lines = [['day', ...Array.from({ length: rows }, (_, n) => `path ${n + 1}`)].join(',')];
  for (let t = 0; t < columns; t++)
    lines.push([t, ...Array.from({ length: rows }, (_, n) => data[n * columns + t])].join(','));
  return `${lines.join('\n')}\n`;
}

type Writer = typeof import('hyparquet-writer', { with: { 'resolution-mode': 'import' }});

function parquet({ data }: PathTable, rows: number, columns: number): Uint8Array {
  // It is an ES module, and loading it only here spares all others the time.
  const { parquetWriteBuffer } = host.load<Writer>('hyparquet-writer');
  const days = { name: 'day', data: Array.from({ length: columns }, (_, t) => t), type: 'INT32' as const };
  const ofPaths = Array.from({ length: rows }, (_, n) => ({
    name: `path ${n + 1}`,
    data: data.subarray(n * columns, (n + 1) * columns),
    type: 'DOUBLE' as const,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData: [days, ...ofPaths] }));
}
