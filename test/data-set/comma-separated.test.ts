import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { dayFirst, monthFirst, monthNamed, readSeries, yearFirst } from 'microcanon/data-set';
import { complaint, folder, read } from './prices.js';

test('reads the named columns in any order, whatever stands beside them', () => {
  const { name, dates, values } = read('open,close,date\n1,2.5,2020-01-02\n3,-4e-1,2020-01-03\n');
  assert.equal(name, 'prices.csv');
  assert.deepEqual(dates, ['2020-01-02', '2020-01-03']);
  assert.deepEqual([...values], [2.5, -0.4]);
});

test('understands Windows line ends, a byte-order mark, blank lines, quotes and another separator', () => {
  const { values } = read('\uFEFF"date";"close";"note"\r\n2020-01-02;"1.5";"a ; ""b""\r\nc"\r\n\r\n2020-01-03;2;\r\n', {
    separator: ';',
  });
  assert.deepEqual([...values], [1.5, 2]);
});

test('reads decimal commas and dates with the day or the month first when told so', () => {
  const options = { separator: ';', decimalMark: ',', dates: dayFirst };
  const continental = read('date;close\n31.12.2019;1,25\n2/1/2020;-3,5e1\n03-01-2020;7\n', options);
  assert.deepEqual(continental.dates, ['2019-12-31', '2020-01-02', '2020-01-03']);
  assert.deepEqual([...continental.values], [1.25, -35, 7]);
  assert.deepEqual(read('date,close\n12/31/2019,1\n1/2/2020,2\n', { dates: monthFirst }).dates, [
    '2019-12-31',
    '2020-01-02',
  ]);
});

test('a date or number in another notation than told names its line', () => {
  const options = { separator: ';', decimalMark: ',', dates: dayFirst };
  for (const bad of ['31.02.2020', '1/2.2020', '1.2.20']) {
    assert.equal(
      complaint(`date;close\n30.01.2020;1\n${bad};1\n`, options),
      `readSeries: prices.csv line 3 expects a date DD.MM.YYYY in date, got "${bad}"; repair the line`,
    );
  }
  for (const bad of ['1.5', '1,2,3', '1 00', '12.34,5', '1.00,5', '1,000.5']) {
    assert.match(
      complaint(`date;close\n01.02.2020;${bad}\n`, options),
      /^readSeries: prices\.csv line 2 expects a finite number in close, got ".*"; marks must stand between thousands, .*: repair the line$/,
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
  assert.match(
    complaint(text),
    /^readSeries: prices\.csv line 2 expects a separator after a closing quote, got "d"; check /,
  );
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
    'readSeries: missing expects a list of texts, got "NA"; give for example [\'.\']',
  );
});

test('what was left out, and gaps of ten days or more, stand in the notes; many gaps in one', () => {
  const gaps = 'date,close\n2020-01-01,\n2020-01-02,1\n2020-01-12,2\n2020-01-23,3\n';
  const { notes } = read(gaps, { missing: [''] });
  assert.deepEqual(notes, ['1 day without a value left out', 'no value for 10 days between 2020-01-12 and 2020-01-23']);
  const months = Array.from({ length: 9 }, (_, i) => `2020-0${i + 1}-01,1`).join('\n');
  assert.deepEqual(read(`date,close\n${months}\n`).notes, [
    '8 times no value for 10 days or more, at the longest: no value for 30 days between 2020-01-01 and 2020-02-01',
  ]);
});

test('a row without a value is checked for its date all the same', () => {
  for (const [row, problem] of [
    ['rubbish,', /expects a date/],
    ['2020-01-02,', /expects a new date/],
    ['2020-01-01,', /sort/],
  ] as const) {
    assert.match(complaint(`date,close\n2020-01-02,1\n${row}\n2020-01-03,2\n`, { missing: [''] }), problem);
  }
});

test('days as data frames write them, with a midnight behind, are days; another time is none', () => {
  const text = 'date,close\n2020-01-02 00:00:00-05:00,1\n2020-01-03T00:00:00Z,2\n2020-01-06 00:00,3\n';
  assert.deepEqual(read(text).dates, ['2020-01-02', '2020-01-03', '2020-01-06']);
  assert.match(
    complaint('date,close\n2020-01-02 09:30:00,1\n'),
    /expects a date YYYY-MM-DD in date, got "2020-01-02 09:30:00"/,
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
    'readSeries: column close expects to be one of date, open, got none of them; check prices.csv and separator',
  );
});

test('a value that is no finite number names its line; only what cannot be a number is advised to be named in missing', () => {
  const naming = 'repair the line or name it in missing';
  for (const [bad, advice] of [
    ['NaN', naming],
    ['Infinity', naming],
    ['abc', naming],
    ['', naming],
    ['#N/A', naming],
    ['-', naming],
    ['1e999', 'repair the line'],
    ['0x10', 'repair the line'],
    ['=1+1', 'repair the line'],
    ['5.3-', 'repair the line'],
    ['1 5', 'marks must stand between thousands, as in 1,234,567.50: repair the line'],
    ['150.25K', 'write the number out, without K, M or B'],
  ]) {
    assert.equal(
      complaint(`date,close\n2020-01-02,1\n2020-01-03,${bad}\n`),
      `readSeries: prices.csv line 3 expects a finite number in close, got "${bad}"; ${advice}`,
    );
  }
});

test('malformed, repeated and unsorted dates name their line', () => {
  for (const bad of ['2020-02-30', '2020-1-2', '']) {
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
    complaint('date,close\n2020-01-03,1\n2020-01-06,1\n2020-01-02,2\n'),
    'readSeries: prices.csv line 4 expects a date after 2020-01-06, got 2020-01-02; sort the lines by date',
  );
  assert.equal(
    complaint('date,close\n2020-01-06,1\n2020-01-03,1\n2020-01-02,2\n2020-01-07,2\n'),
    'readSeries: prices.csv line 5 expects a date before 2020-01-02, got 2020-01-07; sort the lines by date',
  );
});

test('dates in another notation name the options that read them all, and where they come from', () => {
  const from = (...names: string[]): string => `(import { ${names.join(', ')} } from 'microcanon/data-set')`;
  const got = (text: string): string =>
    `readSeries: prices.csv line 2 expects a date YYYY-MM-DD in date, got "${text}"; `;
  assert.equal(
    complaint('date,close\n01/02/2024,1\n01/03/2024,2\n'),
    `${got('01/02/2024')}give dates: dayFirst if it is 2024-02-01, dates: monthFirst if it is 2024-01-02 ${from('dayFirst', 'monthFirst')}`,
  );
  assert.equal(
    complaint('date,close\n01/02/2024,1\n01/13/2024,2\n'),
    `${got('01/02/2024')}give dates: monthFirst if it is 2024-01-02 ${from('monthFirst')}`,
  );
  assert.equal(
    complaint('date,close\n31.1.2024,1\n1.2.2024,2\n'),
    `${got('31.1.2024')}give dates: dayFirst if it is 2024-01-31 ${from('dayFirst')}`,
  );
  assert.equal(
    complaint('date,close\nApr 17 2024,1\nApr 18 2024,2\n'),
    `${got('Apr 17 2024')}give dates: monthNamed if it is 2024-04-17 ${from('monthNamed')}`,
  );
  assert.match(complaint('date,close\n01/02/24,1\n01/03/24,2\n'), /got "01\/02\/24"; write years with four digits$/);
  assert.match(
    complaint('date,close\n2020-01-02 09:30:00,1\n2020-01-02 10:30:00,1\n'),
    /give one line per day, its date without a time$/,
  );
  assert.match(
    complaint('date,close\n45293,1\n45294,2\n'),
    /these are a spreadsheet’s day numbers: format the column as YYYY-MM-DD/,
  );
  assert.match(
    complaint('date,close\n12/31/2019,1\n1/2/2020,2\n', { dates: dayFirst }),
    /give dates: monthFirst if it is 2019-12-31 /,
  );
});

test('dates of every notation are those of the calendar', () => {
  const dates = ['2024-02-29', '2024-03-01'];
  for (const [notation, ...texts] of [
    [yearFirst, '2024/02/29', '20240301'],
    [yearFirst, '2024.02.29', '2024-03-01 0:00'],
    [dayFirst, '29.2.2024', '01/03/2024'],
    [monthFirst, '2/29/2024', '03-01-2024 00:00:00'],
    [monthNamed, '29 Feb 2024', '1-Mar-2024'],
    [monthNamed, 'February 29, 2024', 'Mar 1 2024'],
    [monthNamed, '29. FEB. 2024', 'mar. 01, 2024'],
  ] as const) {
    assert.deepEqual(
      read(`date;close\n${texts.join(';1\n')};2\n`, { dates: notation, separator: ';' }).dates,
      dates,
      texts.join(),
    );
  }
  for (const none of ['29 Feb 2023', '30 Fob 2024', '0 Mar 2024', 'Mar 2024'])
    assert.equal(monthNamed.parse(none), undefined, none);
});

test('a file with the newest day first is turned round, which is noted', () => {
  const { dates, values, notes } = read('date,close\n2020-01-06,3\n2020-01-03,2\n2020-01-02,1\n');
  assert.deepEqual(dates, ['2020-01-02', '2020-01-03', '2020-01-06']);
  assert.deepEqual([...values], [1, 2, 3]);
  assert.deepEqual(notes, ['the file lists the newest day first: turned round']);
});

test('too few values say how many there are', () => {
  assert.equal(
    complaint('date,close\n2020-01-02,1\n2020-01-03,2\n', { minimum: 4096 }),
    'readSeries: prices.csv expects at least 4096 values in close, got 2; give a longer series',
  );
  assert.match(complaint('date,close\n'), /expects at least 2 values in close, got 0/);
});

test('an unclosed quote, a file that is not there and an odd option are one clear error each', () => {
  assert.match(
    complaint('date,close\n2020-01-02,"1\n'),
    /prices.csv line 2 expects a closing quote, got none; check separator and decimalMark, or repair the line/,
  );
  assert.match(complaint('date,close\n', { separator: '; ' }), /separator expects one character, got "; "/);
  for (const none of ['"', '\n'])
    assert.match(complaint('date,close\n', { separator: none }), /separator expects one character/);
  assert.match(complaint('date,close\n', { thousandsMark: 'x' }), /thousandsMark expects one of ",",".*", got "x"/);
  assert.match(
    complaint('date,close\n', { thousandsMark: ',', decimalMark: ',' }),
    /thousandsMark expects another character than decimalMark/,
  );
  assert.match(complaint('date,close\n', { minimum: NaN }), /minimum expects a whole number from 1 on, got NaN/);
  assert.match(
    complaint('date,close\n', { dates: 'dayFirst' as never }),
    /dates expects a notation such as dayFirst, got "dayFirst"/,
  );
  assert.match(
    complaint('date,close\n', { dateColumn: 0 as never }),
    /dateColumn expects the heading of a column, got 0/,
  );
  const [columns, absent] = [{ dateColumn: 'date', valueColumn: 'close' }, join(folder(), 'none.csv')];
  assert.throws(() => readSeries(absent, columns), {
    name: 'Error',
    message: `readSeries: path expects a readable file, got ${absent} (ENOENT); check the name`,
  });
  const short = relative(process.cwd(), absent);
  assert.throws(() => readSeries(short, columns), {
    message: new RegExp(`got ${short}, that is ${absent} \\(ENOENT\\)`),
  });
  assert.throws(() => readSeries('~/prices.csv', columns), /; ~ is not understood: write the folder out$/);
  assert.throws(() => readSeries('https://example.org/prices.csv', columns), /; download it, and give the file$/);
  assert.throws(() => readSeries(folder(), columns), /\(EISDIR\); it is a folder: give a file in it$/);
});
