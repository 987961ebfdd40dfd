import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { differences, latest, standardise, usTreasuryYield } from 'microcanon/data-set';
import { root } from '../support.js';

test('the yields cover 9574 business days from 2 January 1962 to 12 May 2000', () => {
  for (const maturity of [5, 10] as const) {
    const { dates, values } = usTreasuryYield(maturity);
    assert.equal(values.length, 9574);
    assert.deepEqual([dates[0], dates[9573]], ['1962-01-02', '2000-05-12']);
    for (const date of dates) assert.ok(![0, 6].includes(new Date(date).getUTCDay()), `${date} is no weekend`);
  }
});

test('the 10-year yield is that of the Federal Reserve’s own dated table on both sides of irregular holidays', () => {
  const { dates, values } = usTreasuryYield(10);
  const published: [string, number][] = [
    ['1962-01-02', 4.06],
    ['1963-11-22', 4.09],
    ['1963-11-26', 4.08],
    ['1968-04-08', 5.54],
    ['1968-04-10', 5.53],
    ['1969-07-18', 6.7],
    ['1969-07-22', 6.66],
    ['1973-12-21', 6.78],
    ['1973-12-26', 6.83],
    ['1977-07-13', 7.28],
    ['1977-07-15', 7.31],
    ['1981-09-30', 15.84],
    ['1985-09-26', 10.22],
    ['1985-09-30', 10.31],
    ['1987-10-16', 10.23],
    ['1987-10-20', 9.4],
    ['1994-04-26', 6.86],
    ['1994-04-28', 7.04],
    ['1996-04-05', 6.57],
    ['1999-04-02', 5.2],
    ['2000-05-12', 6.51],
  ];
  for (const [date, value] of published) assert.equal(values[dates.indexOf(date)], value, date);
  for (const closed of ['1963-11-25', '1969-07-21', '1977-07-14', '1985-09-27', '1994-04-27', '1976-07-05']) {
    assert.ok(!dates.includes(closed), closed);
  }
});

test('the 5-year yield has its peak of 16.27 percent, and both give the 4096 differences that a target needs', () => {
  assert.equal(Math.max(...usTreasuryYield(5).values), 16.27);
  for (const maturity of [5, 10] as const) {
    const { standardDeviation } = standardise(latest(differences(usTreasuryYield(maturity)), 4096));
    assert.ok(standardDeviation > 0.04 && standardDeviation < 0.1, `${standardDeviation} percent a day`);
  }
  assert.throws(
    () => usTreasuryYield(7 as 5),
    /^RangeError: usTreasuryYield: maturity expects 5 or 10 years, got 7; fetch others from FRED$/,
  );
});

test('the file is the one that data/README.md describes', () => {
  const folder = join(root, 'data');
  const checksum = createHash('sha256')
    .update(readFileSync(join(folder, 'us-treasury-yields.csv')))
    .digest('hex');
  assert.ok(readFileSync(join(folder, 'README.md'), 'utf8').includes(checksum));
});
