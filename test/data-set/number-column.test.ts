import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadSeriesOptions } from 'microcanon/data-set';
import { complaint, read } from './prices.js';

/** A file of these values, one a day, between quotes. */
const column = (...values: readonly string[]): string =>
  `date,close\n${values.map((value, i) => `2020-01-${String(i + 10)},"${value}"\n`).join('')}`;

const valuesOf = (texts: readonly string[], options: Partial<ReadSeriesOptions> = {}): number[] => [
  ...read(column(...texts), options).values,
];

test('marks between thousands are recognised in the whole column, with either decimal mark', () => {
  for (const [a, b, note] of [
    ['3,412.50', '1,000,999.75', 'commas as marks between thousands'],
    ['3.412,50', '1.000.999,75', 'points as marks between thousands and commas before decimals'],
    ['3 412.50', '1 000 999.75', 'spaces as marks between thousands'],
    ['3\u00a0412,50', '1\u202f000\u2009999,75', 'spaces as marks between thousands and commas before decimals'],
    ["3'412.50", '1’000’999.75', 'apostrophes as marks between thousands'],
    ['3_412.50', '1_000_999.75', 'underscores as marks between thousands'],
    ['3412,50', '1000999,75', 'commas before decimals'],
  ]) {
    const { values, notes } = read(column(a, b, '-7'));
    assert.deepEqual([...values], [3412.5, 1000999.75, -7], a);
    assert.deepEqual(notes, [`numbers are read with ${note}`]);
  }
});

test('marks that are told need no note and settle what is doubtful', () => {
  assert.deepEqual(read(column('3,412', '999'), { thousandsMark: ',' }).notes, []);
  assert.deepEqual(valuesOf(['3,412', '999'], { thousandsMark: ',' }), [3412, 999]);
  assert.deepEqual(valuesOf(['3,412', '999'], { decimalMark: ',' }), [3.412, 999]);
  assert.deepEqual(valuesOf(['3.412', '999'], { thousandsMark: '.' }), [3412, 999]);
  assert.deepEqual(valuesOf(['1.101', '998'], { decimalMark: '.' }), [1.101, 998]);
  assert.deepEqual(valuesOf(['1.101', '998,5'], { decimalMark: ',' }), [1101, 998.5], 'the one way that is left');
});

test('a number with two meanings is refused, and each is offered by its option', () => {
  assert.equal(
    complaint(column('998', '3,412')),
    'readSeries: prices.csv line 3 expects a number that can be read in one way in close, got "3,412"; ' +
      "give thousandsMark: ',' if it stands for 3412, decimalMark: ',' if it stands for 3.412",
  );
  assert.equal(
    complaint(column('998', '999', '1.101')),
    'readSeries: prices.csv line 4 expects a number that can be read in one way in close, got "1.101"; ' +
      "give decimalMark: '.' if it stands for 1.101, thousandsMark: '.' if it stands for 1101".replace(
        'thousandsMark',
        "decimalMark: ',', thousandsMark",
      ),
  );
  // Where fields are parted by semicolons, decimals may be too by commas.
  assert.match(
    complaint('date;close\n2020-01-02;5.323\n2020-01-03;5.290\n'),
    /line 2 expects a number that can be read in one way/,
  );
  assert.deepEqual(
    valuesOf(['5.323', '5.290', '5.401']),
    [5.323, 5.29, 5.401],
    'points stand before decimals unless something speaks against it',
  );
  assert.deepEqual(valuesOf(['99.875', '100', '100.125']), [99.875, 100, 100.125]);
});

test('marks that do not stand between thousands are refused with their line', () => {
  for (const bad of [
    '12,34.5',
    '1,2345',
    '3,41',
    '1,,000',
    ',100',
    '1,000,00',
    '0,412.5',
    '1.000.00',
    '1 00',
    "1'00",
    '1,000 000',
  ]) {
    assert.match(
      complaint(column('3,412.50', '999.75', bad)),
      /^readSeries: prices\.csv line 4 expects a finite number in close, got ".*"; marks must stand between thousands, as in 1,234,567\.50: repair the line$/,
      bad,
    );
  }
});

test('no text with a digit is advised to be named in missing', () => {
  for (const bad of ['3,412.50x', '12,34', '1e999', '(5', '5%%', '0x10', '3,412.50.1']) {
    assert.doesNotMatch(complaint(column('1.5', bad)), /missing/, bad);
  }
});

test('a mark of missing values that is a number stands for that number, however the file writes it', () => {
  const files: readonly (readonly [readonly string[], ReadSeriesOptions['missing'], Partial<ReadSeriesOptions>?])[] = [
    [['100', '-999.00', '-999', '-9.99e2', '101'], ['-999']],
    [['100', '-999.00', '-999', '101'], [-999]],
    [['100', '-999.0', '-999', '101'], ['-999.00']],
    [['100', '-999,00', '101', '\u2212999'], ['-999'], { decimalMark: ',' }],
    [['100', '-999,00', '101,0'], ['-999.00']],
    [['100', '-9.999,00', '-9999', '101,0'], ['-9999']],
    [['100', '-9,999.00', '-9999', '101'], ['-9999']],
    [['100', '-99999', '101'], ['-99,999.0']],
    [['100', '(999)', '101'], ['-999']],
    [['100', '-1e20', '101'], ['-1.0E+20']],
    [
      ['100', 'NA', '-999.0', '#N/A', '101'],
      ['NA', '-999', '#N/A'],
    ],
  ];
  for (const [texts, missing, options] of files) {
    const { values, notes } = read(column(...texts), { missing, ...options });
    assert.deepEqual([...values], [100, 101], texts.join(' '));
    const count = texts.length - 2;
    assert.ok(notes.includes(`${count} day${count === 1 ? '' : 's'} without a value left out`));
  }
});

test('a mark of missing values that is a text stays one', () => {
  assert.deepEqual(valuesOf(['1', 'na', '2'], { missing: ['na'] }), [1, 2]);
  assert.match(
    complaint(column('1', 'NA', '2'), { missing: ['na'] }),
    /got "NA"; repair the line or name it in missing/,
  );
  assert.deepEqual(valuesOf(['0', '1'], { missing: [''] }), [0, 1], 'nothing is not 0');
  assert.deepEqual(valuesOf(['0.0', '1', '2'], { missing: ['0'] }), [1, 2]);
});

test('currency signs are left out with a note; two currencies are refused', () => {
  for (const texts of [
    ['$1.50', '-$2', '$-3', '4'],
    ['1.50 €', '-2 €', '-3€', '4'],
    ['USD 1.50', 'USD -2', '-USD 3', '4'],
    ['1.50 SEK', '-2 SEK', '-3 SEK', '4 SEK'],
    ['£1.50', '(£2)', '£(3)', '£4'],
    ['1.50 kr', '-2 kr', '-3 kr', '4 kr'],
  ]) {
    const { values, notes } = read(column(...texts));
    assert.deepEqual([...values], [1.5, -2, -3, 4], texts.join());
    assert.match(notes[0], /^the currency sign (\$|€|USD|SEK|£|kr) left out$/);
  }
  assert.match(
    complaint(column('ABC 1', '2')),
    /line 2 expects a finite number in close, got "ABC 1"; repair the line/,
  );
  assert.match(
    complaint(column('$1', '€2')),
    /line 3 expects a number with \$ in close, as line 2 has it, got "€2"; write all values in one unit/,
  );
});

test('percent signs are left out with a note, on all values or on none', () => {
  const { values, notes } = read(column('5.3%', '-0.25 %', '12%'));
  assert.deepEqual([...values], [5.3, -0.25, 12]);
  assert.deepEqual(notes, ['percent signs left out: values are in percent']);
  assert.match(
    complaint(column('0.05', '5.3%')),
    /line 2 expects a number with % in close, as line 3 has it, got "0\.05"; write all values in one unit/,
  );
});

test('numbers in parentheses are negative, which is noted', () => {
  const { values, notes } = read(column('(1,234.50)', '7', '(0.5)'));
  assert.deepEqual([...values], [-1234.5, 7, -0.5]);
  assert.deepEqual(notes, [
    'numbers are read with commas as marks between thousands',
    '2 numbers in parentheses read as negative',
  ]);
  for (const bad of ['(-5)', '(5', '((5))', '()'])
    assert.match(complaint(column('1', bad)), /line 3 expects a finite number/, bad);
});
