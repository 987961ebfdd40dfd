import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { crc32, inflateRawSync } from 'node:zlib';
import { ensemble, matrixOf } from 'microcanon/array';
import { exportPaths } from 'microcanon/data-set';

const folder = mkdtempSync(join(tmpdir(), 'microcanon-export-'));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const numbers = [1.5, -0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0];
const paths = ensemble(2, 3, Float64Array.from(numbers));

/** An array as the NumPy format's description says, version 1.0. */
function parseNpy(bytes: Buffer): { shape: number[]; values: number[] } {
  assert.deepEqual([...bytes.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const length = bytes.readUInt16LE(8);
  assert.equal((10 + length) % 64, 0, 'numbers begin at a multiple of 64 bytes');
  const header = bytes.toString('latin1', 10, 10 + length);
  assert.equal(header.at(-1), '\n');
  const parts = /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(([\d, ]+)\), \} *\n$/.exec(header);
  assert.ok(parts, header);
  const shape = parts[1]
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const body = bytes.subarray(10 + length);
  return { shape, values: Array.from({ length: body.length / 8 }, (_, i) => body.readDoubleLE(8 * i)) };
}

/** The files of an archive, found from its end as readers do. */
function parseZip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  let entry = bytes.readUInt32LE(end + 16);
  assert.equal(entry + bytes.readUInt32LE(end + 12), end);
  const files = new Map<string, Buffer>();
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    assert.equal(bytes.readUInt32LE(entry), 0x02014b50);
    const [method, sum, size] = [
      bytes.readUInt16LE(entry + 10),
      bytes.readUInt32LE(entry + 16),
      bytes.readUInt32LE(entry + 20),
    ];
    const [nameLength, place] = [bytes.readUInt16LE(entry + 28), bytes.readUInt32LE(entry + 42)];
    const name = bytes.toString('latin1', entry + 46, entry + 46 + nameLength);
    assert.equal(bytes.readUInt32LE(place), 0x04034b50);
    assert.equal(bytes.toString('latin1', place + 30, place + 30 + bytes.readUInt16LE(place + 26)), name);
    const begin = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28);
    const stored = bytes.subarray(begin, begin + size);
    const content = method === 0 ? stored : inflateRawSync(stored);
    assert.equal(crc32(content), sum);
    files.set(name, content);
    entry += 46 + nameLength + bytes.readUInt16LE(entry + 30) + bytes.readUInt16LE(entry + 32);
  }
  assert.equal(entry, end);
  return files;
}

test('npy: the array comes back bit for bit, with its shape', () => {
  exportPaths(at('paths.npy'), paths);
  assert.deepEqual(parseNpy(readFileSync(at('paths.npy'))), { shape: [2, 3], values: numbers });
});

test('npz: an archive of the paths and what else was given, vectors and matrices', () => {
  exportPaths(at('paths.npz'), paths, { target: [1, 2], energies: matrixOf([[1], [2]]) });
  const files = parseZip(readFileSync(at('paths.npz')));
  assert.deepEqual([...files.keys()], ['paths.npy', 'target.npy', 'energies.npy']);
  assert.deepEqual(parseNpy(files.get('paths.npy')!), { shape: [2, 3], values: numbers });
  assert.deepEqual(parseNpy(files.get('target.npy')!), { shape: [2], values: [1, 2] });
  assert.deepEqual(parseNpy(files.get('energies.npy')!), { shape: [2, 1], values: [1, 2] });
});

test('npz: the same arrays give the same bytes, in any time zone and at any time', () => {
  const zone = process.env.TZ;
  const files = ['UTC', 'Asia/Tokyo', 'America/New_York'].map((name) => {
    process.env.TZ = name;
    exportPaths(at('again.npz'), paths, { target: [1, 2] });
    return readFileSync(at('again.npz'));
  });
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  for (const file of files) assert.deepEqual(file, files[0]);
  // The date field of the first entry: 1 January 1980, midnight.
  assert.equal(files[0].readUInt32LE(10), 0x00210000);
});

test('csv: a heading, a line a day, every number with all its digits', () => {
  exportPaths(at('paths.csv'), paths);
  const [heading, ...lines] = readFileSync(at('paths.csv'), 'utf8').trimEnd().split('\n');
  assert.equal(heading, 'day,path 1,path 2');
  assert.deepEqual(
    lines.map((line) => line.split(',').map(Number)),
    [
      [0, 1.5, 5e-324],
      [1, -0.1, 1.7976931348623157e308],
      [2, 1 / 3, 0],
    ],
  );
});

test('parquet: another program reads the same columns', async () => {
  exportPaths(at('paths.parquet'), paths);
  const bytes = readFileSync(at('paths.parquet'));
  assert.equal(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', bytes.length - 4), 'PAR1PAR1');
  const { parquetReadObjects } = await import('hyparquet');
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  assert.deepEqual(rows[0], { day: 0, 'path 1': 1.5, 'path 2': 5e-324 });
  assert.deepEqual(rows[2], { day: 2, 'path 1': 1 / 3, 'path 2': -0 });
});

test('a file takes the place of an older one as a whole, and a refused export leaves it as it was', () => {
  writeFileSync(at('older.npy'), 'older');
  const bad = ensemble(1, 2, Float64Array.of(0, NaN));
  assert.throws(() => exportPaths(at('older.npy'), bad), {
    name: 'RangeError',
    message: 'exportPaths: paths expects finite numbers, got NaN in path 1; look for what made it',
  });
  assert.equal(readFileSync(at('older.npy'), 'utf8'), 'older');
  exportPaths(at('older.npy'), paths);
  assert.equal(parseNpy(readFileSync(at('older.npy'))).values.length, 6);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  );
});

test('what cannot be exported is one clear error each', () => {
  const refuses = (run: () => void, message: string | RegExp): void => assert.throws(run, { message });
  refuses(
    () => exportPaths('paths.xlsx', paths),
    'exportPaths: file expects a name that ends in .csv, .parquet, .npy or .npz, got paths.xlsx; rename it',
  );
  refuses(() => exportPaths(at('paths.csv'), paths, { target: [1] }), /also expects a file ending in \.npz/);
  refuses(
    () => exportPaths(at('paths.npz'), paths, { '../target': [1] }),
    /also expects names of letters, digits and _, got '\.\.\/target'/,
  );
  for (const other of [[1], paths]) {
    refuses(() => exportPaths(at('paths.npz'), paths, { paths: other }), /other than 'paths'/);
  }
  const none = /^exportPaths: also expects arrays or matrices of numbers, got none for n; /;
  for (const odd of [5, 'text', undefined, null, [], { values: [1] }]) {
    refuses(() => exportPaths(at('odd.npz'), paths, { n: odd as never }), none);
  }
  refuses(
    () => exportPaths(at('odd.npz'), paths, { n: [1, Infinity] }),
    'exportPaths: also expects finite numbers, got Infinity at index 1 of n; look for what made it',
  );
  const absent = join(folder, 'absent', 'paths.npy');
  refuses(
    () => exportPaths(absent, paths),
    /^exportPaths: file expects a place that can be written, got .* \(ENOENT\); check the folder$/,
  );
});
