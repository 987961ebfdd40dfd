import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecb, fetchSeries, fred, sp500, usTreasuryYield } from 'microcanon/data-set';
import { useFolder } from '../environment.js';
import { ecbAnswer, fredAnswer } from './answers.js';
import { complaint, folder, read } from './prices.js';

const head = 'date,close\n2020-01-02,10\n2020-01-03,11\n';

test('a last line without its end is left out with a note where its number may be cut, wherever the cut lies', () => {
  const last = '2020-01-06,1538.50';
  for (let length = 1; length <= last.length; length++) {
    const { values, notes } = read(head + last.slice(0, length));
    assert.deepEqual([...values], [10, 11]);
    assert.deepEqual(notes, [
      `the last line has no end, so that it may be cut short: "${last.slice(0, length)}" left out`,
    ]);
  }
  for (const end of ['\n', '\r\n', '\r']) {
    const { values, notes } = read((head + last).replaceAll('\n', end) + end);
    assert.deepEqual([...values], [10, 11, 1538.5]);
    assert.deepEqual(notes, [], 'a last line with its end gets no note');
  }
});

test('a last line without its end is kept with a note where a separator or a quote ends date and value', () => {
  for (const [text, last] of [
    ['date,close,volume\n2020-01-02,10,1\n2020-01-03,11,1\n2020-01-06,12,3', 12],
    ['date,close,volume\n2020-01-02,10,1\n2020-01-03,11,1\n2020-01-06,12,', 12],
    ['"date","close"\n"2020-01-02","10"\n"2020-01-03","12"', 12],
  ] as const) {
    const { values, notes } = read(text);
    assert.equal(values[values.length - 1], last);
    assert.deepEqual(notes, ['the last line has no end, but its date and value are whole: kept']);
  }
  const { values } = read('close,date\n10,2020-01-02\n11,2020-01-03\n12,2020-01-0');
  assert.deepEqual([...values], [10, 11], 'a date may be cut too');
  assert.match(
    complaint('"date","close"\n"2020-01-02","10"\n"2020-01-03","1'),
    /line 3 expects a closing quote, got none/,
  );
});

test('a file of too few values says that its last line was left out', () => {
  assert.match(
    complaint('date,close\n2020-01-02,10\n2020-01-03,11'),
    /expects at least 2 values in close, got 1 \(the last line has no end, so that it may be cut short: "2020-01-03,11" left out\)/,
  );
});

test('answers of sources are judged in the same way', async () => {
  useFolder('fetched', folder());
  const cut = await fetchSeries(fred, 'DGS10', { text: fredAnswer.slice(0, -2) });
  assert.deepEqual([...cut.series.values], [6.58, 6.49]);
  assert.match(
    cut.series.notes[0],
    /^the last line has no end, so that it may be cut short: "2000-01-18,6\.7" left out$/,
  );
  const key = 'YC/B.U2.EUR.4F.G_N_A.SV_C_YM.SR_5Y';
  const lines = ecbAnswer.split('\r\n').slice(0, 3).join('\r\n');
  const behind = await fetchSeries(ecb, key, { text: lines.slice(0, lines.indexOf('3.45702') + 10) });
  assert.deepEqual([...behind.series.values], [3.43845, 3.45702]);
  assert.equal(behind.series.notes[0], 'the last line has no end, but its date and value are whole: kept');
  await assert.rejects(
    fetchSeries(ecb, key, { text: lines.slice(0, lines.indexOf('3.45702') + 3) }),
    /at least two values/,
  );
});

test('the shipped series are whole; the last line of the index has no end, but a whole value', () => {
  assert.deepEqual(sp500().notes[0], 'the last line has no end, but its date and value are whole: kept');
  assert.ok(usTreasuryYield(10).notes.every((note) => !note.includes('end')));
});

test('the separator is found out from the two headings', () => {
  for (const separator of [';', '\t', '|']) {
    const { values, notes } = read(head.replaceAll(',', separator));
    assert.deepEqual([...values], [10, 11]);
    assert.deepEqual(notes, [`fields are separated by ${separator === '\t' ? 'tabs' : `"${separator}"`}`]);
    assert.deepEqual(read(head.replaceAll(',', separator), { separator }).notes, []);
  }
  assert.match(
    complaint(head, { separator: ';' }),
    /column date expects to be one of date,close, got none of them; give separator: ","$/,
  );
});

test('text above the headings, comments and blank lines are passed over', () => {
  for (const above of ['# made by hand\n', 'sep=,\n', 'Exchange rates, "daily\n\nSource: central bank\n']) {
    const { values, notes } = read(above + head);
    assert.deepEqual([...values], [10, 11]);
    const count = above.trim().split(/\n+/).length;
    assert.deepEqual(notes, [`${count} line${count === 1 ? '' : 's'} above the headings left out`]);
  }
  const { values, notes } = read('date,close\n# a\n2020-01-02,10\n\n,,\n# 2020-01-03,5\n2020-01-03,11\n');
  assert.deepEqual([...values], [10, 11]);
  assert.deepEqual(notes, ['2 comments left out']);
  assert.match(
    complaint('# one\ndate,close\n2020-01-02,1\nrubbish\n2020-01-03,2\n'),
    /line 4 expects 2 fields, got 1/,
    'lines are counted from the top',
  );
});

test('headings on several lines, tickers or units, are read; the column of dates may be named on the last of them', () => {
  const frame = (ticker: string): string =>
    `Price,Close,High\nTicker,${ticker},${ticker}\nDate,,\n2024-01-02,10.5,11\n2024-01-03,10.7,11\n`;
  for (const ticker of ['ABC', '0700.HK', '600519']) {
    for (const dateColumn of ['Price', 'Date']) {
      const { values, notes } = read(frame(ticker), { dateColumn, valueColumn: 'Close' });
      assert.deepEqual([...values], [10.5, 10.7]);
      assert.deepEqual(notes, ['2 further lines of headings left out']);
    }
  }
  assert.deepEqual([...read('date,close\nday,EUR\n2020-01-02,10\n2020-01-03,11\n').values], [10, 11]);
  const bank =
    '"",BBK\n"",Rate of interest\nunit,PERCENT\nlast update,2024-01-05 09:00:00\n2024-01-02,2.01\n2024-01-03,.\n2024-01-04,2.05\n';
  const { values, notes } = read(bank, { dateColumn: '', valueColumn: 'BBK', missing: ['.'] });
  assert.deepEqual(
    [[...values], notes],
    [
      [2.01, 2.05],
      ['3 further lines of headings left out', '1 day without a value left out'],
    ],
  );
  assert.match(complaint('date,close\nfirst,9\n2020-01-02,10\n'), /line 2 expects a date/, 'a number is no heading');
  assert.match(
    complaint(frame('A').replace('Close,High', 'Close,Close'), { dateColumn: 'Price', valueColumn: 'Close' }),
    /named once, got it twice/,
  );
});

test('sentences and totals below the table are left out with a note; anything else there is refused', () => {
  for (const below of [
    'Source: central bank, 2024\n',
    'Total,21\n',
    '\n* Provisional values.,\n© A bank,\n',
    '"Figures are indicative.\nNo warranty"\n',
  ]) {
    const { values, notes } = read(head + below);
    assert.deepEqual([...values], [10, 11], below);
    assert.match(notes[0], /^\d lines? below the table left out: "/);
  }
  for (const [below, problem] of [
    ['2020-01\n', /line 4 expects 2 fields, got 1/],
    ['2020-01-32,12\n', /line 4 expects a date/],
    ['rubbish,\n', /line 4 expects a date/],
    ['Average 2020,12\n', /line 4 expects a date/],
    ['Source: a bank,\n2020-01-06,12\n', /line 4 expects a date/],
    ['Source: x\n'.repeat(30), /line 4 expects 2 fields/],
  ] as const) {
    assert.match(complaint(head + below), problem, below);
  }
});

test('headings and nothing else, headings that are absent, and a file without headings are told apart', () => {
  assert.match(complaint('date,close\n'), /expects at least 2 values in close, got 0; give a longer series/);
  assert.match(
    complaint('Date,Close\n2020-01-02,1\n'),
    /column date expects to be one of Date, Close, got none of them; give "Date"$/,
  );
  assert.match(
    complaint('2020-01-02,10\n2020-01-03,11\n'),
    /got none of them; put a line of headings above, for example date,close$/,
  );
});

test('columns may have any names', () => {
  const text = '__proto__,constructor\n2020-01-02,1\n2020-01-03,2\n';
  assert.deepEqual([...read(text, { dateColumn: '__proto__', valueColumn: 'constructor' }).values], [1, 2]);
  assert.match(
    complaint(text, { dateColumn: '__proto__', valueColumn: 'toString' }),
    /column toString expects to be one of __proto__, constructor/,
  );
  assert.deepEqual(
    [
      ...read('"da\nte","close, in €"\n2020-01-02,1\n2020-01-03,2\n', {
        dateColumn: 'da\nte',
        valueColumn: 'close, in €',
      }).values,
    ],
    [1, 2],
  );
});
