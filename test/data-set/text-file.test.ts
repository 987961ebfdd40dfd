import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { storedZip } from '../../lib/data-set/zip.js';
import { complaint, read } from './prices.js';

const text = 'date,close\n2020-01-02,10\n2020-01-03,11\n';

function utf16(content: string, bigEndian = false): Buffer {
  const bytes = Buffer.from(`\uFEFF${content}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

test('UTF-8 and UTF-16 with a byte-order mark, packed with gzip or not, read the same', () => {
  for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), utf16(text), utf16(text, true)]) {
    for (const file of [bytes, gzipSync(bytes)]) {
      const { values, notes } = read(file);
      assert.deepEqual([...values], [10, 11]);
      assert.deepEqual(notes, []);
    }
  }
  assert.deepEqual(
    [...read(Buffer.concat([gzipSync(text.slice(0, 20)), gzipSync(text.slice(20))])).values],
    [10, 11],
    'two packed files in one',
  );
});

test('lines may end with LF, CR LF, CR, or each in turn', () => {
  for (const end of ['\n', '\r\n', '\r']) assert.deepEqual([...read(text.replaceAll('\n', end)).values], [10, 11]);
  assert.deepEqual([...read('date,close\r2020-01-02,10\n2020-01-03,11\r\n').values], [10, 11]);
  assert.match(
    complaint('date,close\r2020-01-02,10\r\n\r2020-01-03,x\n'),
    /line 4 expects a finite number/,
    'an empty line counts',
  );
});

test('a file in neither is read as Windows-1252, which is noted', () => {
  const latin = Buffer.from('date,schlu\xdf\n2020-01-02,"1\xa0000"\n2020-01-03,11\n', 'latin1');
  const { values, notes } = read(latin, { valueColumn: 'schluß' });
  assert.deepEqual([...values], [1000, 11]);
  assert.equal(notes[0], 'the file is not in UTF-8: read as Windows-1252');
});

test('a packed file that was cut or damaged is refused', () => {
  const packed = gzipSync(text.repeat(100));
  for (const damaged of [
    packed.subarray(0, packed.length - 9),
    packed.subarray(0, 12),
    Buffer.concat([packed.subarray(0, 20), Buffer.alloc(30, 7)]),
  ]) {
    assert.match(complaint(damaged), /^readSeries: prices\.csv is a damaged gzip file \(.*\); download it again$/);
  }
});

test('files that are no text are named, with what to do', () => {
  const sheet = storedZip({ 'xl/workbook.xml': Buffer.from('<workbook/>') });
  assert.equal(
    complaint(sheet),
    'readSeries: prices.csv expects a table as text, got a zip archive, such as an Excel workbook (.xlsx); save the sheet as CSV, or unpack the archive',
  );
  assert.match(
    complaint(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])),
    /got an old Excel workbook \(\.xls\); save the sheet as CSV/,
  );
  assert.match(complaint('PAR1xxxxPAR1'), /got a Parquet file; write the table as CSV/);
  assert.match(complaint('<!doctype html><p>Sign in'), /got a web page or XML; open it in a browser/);
  assert.match(complaint('[{"date":"2020-01-02"}]'), /got what looks like JSON/);
  assert.match(
    complaint(text.split('').join('\0')),
    /expects text in UTF-8, got bytes of 0, as binary files have them/,
  );
});

test('a file that is too large, or becomes so, is refused before it fills the memory', () => {
  const bomb = gzipSync(Buffer.alloc(65 * 2 ** 20, 10), { level: 1 });
  assert.match(complaint(bomb), /expects at most 64 MiB when unpacked, got more/);
  for (const content of [
    'date,'.repeat(10_000),
    `date,close${','.repeat(1e6)}\n2020-01-02,1\n`,
    `date,close\n${'"'.repeat(1e6 + 1)}`,
    'x'.repeat(1e6),
  ]) {
    complaint(content);
  }
  assert.deepEqual([...read(text + '\n'.repeat(1e6)).values], [10, 11]);
});
