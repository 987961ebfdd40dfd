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

test('a line that the separator cuts into more or fewer fields than the heading is refused, not misread', () => {
  const advice = 'check separator and decimalMark, or repair the line';
  for (const line of ['2020-01-02,5,32', '2020-01-02,3,257.85', '2020-01-02']) {
    assert.equal(
      complaint(`date,close\n${line}\n`),
      `readSeries: prices.csv line 2 expects 2 fields, got ${line.split(',').length}; ${advice}`,
    );
  }
  // Spreadsheets end lines with separators.
  assert.deepEqual([...read('date,close\n2020-01-02,1,,\n2020-01-03,2,,\n').values], [1, 2]);
});

test('a quote that swallows what follows is refused where it began', () => {
  const text = 'date,close,note\n2020-01-02,5,"up\n2020-01-03,6,x\n2020-01-06,7,"down\n2020-01-07,8,x\n';
  assert.match(complaint(text), /^readSeries: prices\.csv line 2 expects a separator after a closing quote, got "d"; check /);
  assert.match(complaint('date,close\n2020-01-02,"5"3\n'), /line 2 expects a separator after a closing quote, got "3"/);
  assert.deepEqual([...read('date,close\n2020-01-02, "5" \n2020-01-03,6\n').values], [5, 6]);
});

test('a column that is named twice, and a list of missing texts that is none, are refused', () => {
  assert.equal(
    complaint('date,close,close\n2020-01-02,5,50\n'),
    'readSeries: column close expects to be named once, got it twice; rename one in prices.csv',
  );
  assert.equal(
    complaint('date,close\n', { missing: 'NA' as never }),
    "readSeries: missing expects a list of texts, got \"NA\"; give for example ['.']",
  );
});

test('what was left out, and gaps of ten days or more, stand in the notes; many gaps in one', () => {
  const gaps = 'date,close\n2020-01-01,\n2020-01-02,1\n2020-01-12,2\n2020-01-23,3\n';
  const { notes } = read(gaps, { missing: [''] });
  assert.deepEqual(notes, ['1 day without a value left out', 'no value for 10 days between 2020-01-12 and 2020-01-23']);
  const months = Array.from({ length: 9 }, (_, i) => `2020-0${i + 1}-01,1`).join('\n');
  assert.deepEqual(
    read(`date,close\n${months}\n`).notes,
    ['8 times no value for 10 days or more, at the longest: no value for 30 days between 2020-01-01 and 2020-02-01'],
  );
});

test('a row without a value is checked for its date all the same', () => {
  for (const [row, problem] of [['rubbish,', /expects a date/], ['2020-01-02,', /expects a new date/], ['2020-01-01,', /sort/]] as const) {
    assert.match(complaint(`date,close\n2020-01-02,1\n${row}\n`, { missing: [''] }), problem);
  }
});

test('days as data frames write them, with a midnight behind, are days; another time is none', () => {
  const text = 'date,close\n2020-01-02 00:00:00-05:00,1\n2020-01-03T00:00:00Z,2\n2020-01-06 00:00,3\n';
  assert.deepEqual(read(text).dates, ['2020-01-02', '2020-01-03', '2020-01-06']);
  assert.match(complaint('date,close\n2020-01-02 09:30:00,1\n'), /expects a date YYYY-MM-DD in date, got "2020-01-02 09:30:00"/);
});

test('a file in UTF-16, or of one long line, is told from one that is none in a short message', () => {
  assert.match(complaint('date,close\n2020-01-02,1\n'.split('').join('\0')), /expects text in UTF-8, got bytes of 0/);
  assert.ok(complaint('date,'.repeat(10_000)).length < 250);
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
    'readSeries: column close expects to be one of date, open, got none of them; check prices.csv and separator',
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
  assert.match(complaint('date,close\n2020-01-02,"1\n'), /prices.csv line 2 expects a closing quote, got none; check separator and decimalMark, or repair the line/);
  assert.match(complaint('date,close\n', { separator: '; ' }), /separator expects one character, got "; "/);
  assert.throws(() => readSeries(join(folder, 'none.csv'), { dateColumn: 'date', valueColumn: 'close' }), {
    name: 'Error',
    message: /^readSeries: path expects a readable file, got .*none\.csv \(ENOENT\); check the name$/,
  });
});
