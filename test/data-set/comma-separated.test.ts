import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dayFirst, monthFirst, readSeries, type ReadSeriesOptions } from 'microcanon/data-set';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'series-'));
});
after(() => rmSync(folder, { recursive: true }));

function read(text: string, options: Partial<ReadSeriesOptions> = {}) {
  const path = join(folder, 'prices.csv');
  writeFileSync(path, text);
  return readSeries(path, { dateColumn: 'date', valueColumn: 'close', ...options });
}

/** The one error that reading `text` gives, without the folder. */
function complaint(text: string, options: Partial<ReadSeriesOptions> = {}): string {
  try {
    read(text, options);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return error.message.replaceAll(join(folder, '/'), '');
  }
  return assert.fail('no error');
}

test('reads the named columns in any order, whatever stands beside them', () => {
  const { name, dates, values } = read('open,close,date\n1,2.5,2020-01-02\n3,-4e-1,2020-01-03\n');
  assert.equal(name, 'prices.csv');
  assert.deepEqual(dates, ['2020-01-02', '2020-01-03']);
  assert.deepEqual([...values], [2.5, -0.4]);
});

test('understands Windows line ends, a byte-order mark, blank lines, quotes and another separator', () => {
  const { values } = read('\uFEFF"date";"close";"note"\r\n2020-01-02;"1.5";"a ; ""b""\r\nc"\r\n\r\n2020-01-03;2;\r\n', { separator: ';' });
  assert.deepEqual([...values], [1.5, 2]);
});

test('reads decimal commas and dates with the day or the month first when told so', () => {
  const options = { separator: ';', decimalMark: ',', dates: dayFirst };
  const continental = read('date;close\n31.12.2019;1,25\n2/1/2020;-3,5e1\n03-01-2020;7\n', options);
  assert.deepEqual(continental.dates, ['2019-12-31', '2020-01-02', '2020-01-03']);
  assert.deepEqual([...continental.values], [1.25, -35, 7]);
  assert.deepEqual(read('date,close\n12/31/2019,1\n1/2/2020,2\n', { dates: monthFirst }).dates, ['2019-12-31', '2020-01-02']);
});

test('a date or number in another notation than told names its line', () => {
  const options = { separator: ';', decimalMark: ',', dates: dayFirst };
  for (const bad of ['2020-01-02', '12/31/2020', '31.02.2020', '1/2.2020', '1.2.20']) {
    assert.equal(
      complaint(`date;close\n${bad};1\n`, options),
      `readSeries: prices.csv line 2 expects a date DD.MM.YYYY in date, got "${bad}"; repair the line`,
    );
  }
  for (const bad of ['1.5', '1.000,5', '1,2,3', '1 000']) {
    assert.equal(
      complaint(`date;close\n01.02.2020;${bad}\n`, options),
      `readSeries: prices.csv line 2 expects a finite number in close, got "${bad}"; repair the line or name it in missing`,
    );
  }
  assert.match(
    complaint('date;close\n', { separator: ';', decimalMark: ';' }),
    /decimalMark expects '\.' or ',', got ";"; give one of the two/,
  );
  assert.match(
    complaint('date,close\n', { decimalMark: ',' }),
    /separator expects another character than decimalMark, got "," for both; give for example ';'/,
  );
});

test('leaves out the rows that its source marks as missing, and only those', () => {
  const text = 'date,close\n2020-01-01,.\n2020-01-02,1\n2020-01-03,.\n2020-01-04,2\n';
  assert.deepEqual(read(text, { missing: ['.'] }).dates, ['2020-01-02', '2020-01-04']);
  assert.equal(
    complaint(text),
    'readSeries: prices.csv line 2 expects a finite number in close, got "."; repair the line or name it in missing',
  );
});

test('an empty file, and one of blank lines, is one clear error', () => {
  for (const text of ['', '\n\n']) {
    assert.equal(
      complaint(text),
      'readSeries: prices.csv expects a heading and at least 2 values, got an empty file; download it again',
    );
  }
});

test('a missing column names the columns there are', () => {
  assert.equal(
    complaint('date,open\n2020-01-02,1\n'),
    'readSeries: column close expects to be one of date, open, got none of them; check prices.csv',
  );
});

test('a value that is no finite number names its line', () => {
  for (const bad of ['NaN', 'Infinity', '1e999', 'abc', '', '0x10', '1,5'.replace(',', ' '), '=1+1']) {
    assert.equal(
      complaint(`date,close\n2020-01-02,1\n2020-01-03,${bad}\n`),
      `readSeries: prices.csv line 3 expects a finite number in close, got "${bad}"; repair the line or name it in missing`,
    );
  }
});

test('malformed, repeated and unsorted dates name their line', () => {
  for (const bad of ['02/01/2020', '2020-02-30', '2020-1-2', '']) {
    assert.match(
      complaint(`date,close\n${bad},1\n`),
      /^readSeries: prices.csv line 2 expects a date YYYY-MM-DD in date, got ".*"; repair the line$/,
    );
  }
  assert.equal(
    complaint('date,close\n2020-01-02,1\n2020-01-02,2\n'),
    'readSeries: prices.csv line 3 expects a new date, got 2020-01-02 again; remove one of the two lines',
  );
  assert.equal(
    complaint('date,close\n2020-01-03,1\n2020-01-02,2\n'),
    'readSeries: prices.csv line 3 expects a date after 2020-01-03, got 2020-01-02; sort the lines by date',
  );
});

test('too few values say how many there are', () => {
  assert.equal(
    complaint('date,close\n2020-01-02,1\n2020-01-03,2\n', { minimum: 4096 }),
    'readSeries: prices.csv expects at least 4096 values in close, got 2; give a longer series',
  );
  assert.match(complaint('date,close\n'), /expects at least 2 values in close, got 0/);
});

test('an unclosed quote, a file that is not there and an odd separator are one clear error each', () => {
  assert.match(complaint('date,close\n2020-01-02,"1\n'), /prices.csv line 2 expects a closing quote, got none; repair the file/);
  assert.match(complaint('date,close\n', { separator: '; ' }), /separator expects one character, got "; "/);
  assert.throws(() => readSeries(join(folder, 'none.csv'), { dateColumn: 'date', valueColumn: 'close' }), {
    name: 'Error',
    message: /^readSeries: path expects a readable file, got .*none\.csv \(ENOENT\); check the name$/,
  });
});
