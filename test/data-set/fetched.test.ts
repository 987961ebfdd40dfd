import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  DamagedSeriesError,
  ecb,
  type Fetched,
  type FetchOptions,
  fetchedSeries,
  fetchSeries,
  fred,
  keptSeries,
  riksbank,
  type SeriesSource,
  yahoo,
} from 'microcanon/data-set';
import { download } from '../../lib/data-set/download.js';
import { useFolder } from '../environment.js';
import { answeringServer } from './answering-server.js';
import { ecbAnswer, fredAnswer, fredOldAnswer, riksbankAnswer, yahooAnswer } from './answers.js';

const ecbKey = 'YC/B.U2.EUR.4F.G_N_A.SV_C_YM.SR_5Y';

/** An empty folder for fetched series, while the test runs. */
function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fetched-'));
  useFolder('fetched', folder);
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** What a source is asked for, and how it answers. */
type Exchange = [
  t: TestContext,
  source: SeriesSource,
  identifier: string,
  answer: RequestListener,
  options?: FetchOptions,
];

async function fetched(...[t, source, identifier, answer, options]: Exchange): Promise<Fetched> {
  return fetchSeries(source, identifier, { server: await answeringServer(t, answer), ...options });
}

/** The message of the one error that an answer leads to; nothing may be kept then. */
async function complaint(...exchange: Exchange): Promise<string> {
  const folder = folderOf(exchange[0]);
  try {
    await fetched(...exchange);
  } catch (error) {
    assert.deepEqual(readdirSync(folder), [], 'nothing is kept');
    const { message } = error as Error;
    assert.doesNotMatch(message, /\n/);
    return message.replace(/127\.0\.0\.1:\d+/g, 'HOST');
  }
  return assert.fail('no error');
}

const text =
  (content: string): RequestListener =>
  (_, response) =>
    void response.end(content);
const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end(code === 204 ? undefined : 'no');

test('the Riksbank is asked for series and days in the path, and its list of date and value is read', async (t) => {
  folderOf(t);
  let asked: string | undefined;
  const { series } = await fetched(t, riksbank, 'EMGVB5Y', (request, response) => {
    asked = request.url;
    response.end(riksbankAnswer);
  });
  assert.equal(asked, '/swea/v1/Observations/EMGVB5Y/2000-01-03/2024-04-30');
  assert.equal(series.name, 'EMGVB5Y');
  assert.deepEqual(series.dates, ['2000-01-03', '2000-01-04', '2000-01-05']);
  assert.deepEqual([...series.values], [5.323, 5.29, 5.401]);
  assert.match(
    series.source.replace(/127\.0\.0\.1:\d+/, 'HOST'),
    /^Sveriges riksbank, EMGVB5Y, from http:\/\/HOST\/swea\/v1\/Observations\/EMGVB5Y\/2000-01-03\/2024-04-30 at \d{4}-/,
  );
  assert.deepEqual(series.notes, ['no value for 8882 days after 2000-01-05'], 'most of the days asked for are missing');
});

test('FRED is asked by query; holidays stand as empty fields, in older files as points', async (t) => {
  folderOf(t);
  for (const answer of [fredAnswer, fredOldAnswer]) {
    let asked: string | undefined;
    const range = { from: '2000-01-01', to: '2000-12-31' };
    const { series } = await fetched(
      t,
      fred,
      'DGS10',
      (request, response) => {
        asked = request.url;
        response.end(answer);
      },
      { range },
    );
    assert.equal(asked, '/graph/fredgraph.csv?id=DGS10&cosd=2000-01-01&coed=2000-12-31');
    assert.deepEqual([...series.values], [6.58, 6.49, 6.75]);
    assert.deepEqual(series.notes, [
      '1 day without a value left out',
      'no value for 13 days between 2000-01-04 and 2000-01-18',
      'no value for 348 days after 2000-01-18',
    ]);
  }
});

test('the ECB is asked by key; its columns are found by their headings', async (t) => {
  folderOf(t);
  let asked: string | undefined;
  const { series, path } = await fetched(t, ecb, ecbKey, (request, response) => {
    asked = request.url;
    response.end(ecbAnswer);
  });
  assert.equal(asked, `/service/data/${ecbKey}?format=csvdata&startPeriod=2000-01-03&endPeriod=2024-04-30`);
  assert.deepEqual(series.dates, ['2004-09-06', '2004-09-07']);
  assert.deepEqual([...series.values], [3.43845, 3.45702]);
  assert.deepEqual(series.notes, [
    '1 day without a value left out',
    'no value for 1708 days before 2004-09-06',
    'no value for 7175 days after 2004-09-07',
  ]);
  assert.ok(path.endsWith('ecb-YC.B.U2.EUR.4F.G_N_A.SV_C_YM.SR_5Y.json'));
});

test('Yahoo is asked for seconds since 1970; its adjusted closes are dated by the day at the exchange', async (t) => {
  folderOf(t);
  let asked: string | undefined;
  const { series, path } = await fetched(t, yahoo, '^GSPC', (request, response) => {
    asked = request.url;
    response.end(yahooAnswer);
  });
  assert.equal(asked, '/v8/finance/chart/%5EGSPC?period1=946771200&period2=1714521600&interval=1d');
  assert.deepEqual(series.dates, ['2000-01-03', '2000-01-04']);
  assert.deepEqual([...series.values], [1455.21, 1399.41]);
  assert.equal(series.notes[0], '1 day without a value left out');
  assert.ok(path.endsWith('yahoo-index-GSPC.json'));
  const closes = JSON.parse(yahooAnswer);
  delete closes.chart.result[0].indicators.adjclose;
  assert.deepEqual(
    [...(await fetched(t, yahoo, '^GSPC', text(JSON.stringify(closes)))).series.values],
    [1455.22, 1399.42],
  );
});

test('what is kept is the answer as it came, with its origin, date and checksum, and is read back', async (t) => {
  const folder = folderOf(t);
  const { series, path } = await fetched(t, riksbank, 'EMGVB5Y', text(riksbankAnswer));
  assert.deepEqual(readdirSync(folder), ['riksbank-EMGVB5Y.json']);
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  assert.equal(kept.answer, riksbankAnswer);
  assert.equal(kept.checksum, createHash('sha256').update(riksbankAnswer).digest('hex'));
  assert.match(kept.address, /^http:\/\/127\.0\.0\.1:\d+\/swea\//);
  assert.ok(Math.abs(Date.parse(kept.fetched) - Date.now()) < 60_000);
  const again = fetchedSeries(riksbank, 'EMGVB5Y');
  assert.deepEqual([again.dates, again.values, again.source], [series.dates, series.values, series.source]);
});

test('an answer that a browser saved is kept the same way, without an address', async (t) => {
  folderOf(t);
  const { series, path } = await fetchSeries(fred, 'DGS10', { text: fredAnswer });
  assert.equal(series.values.length, 3);
  assert.equal((await fetchSeries(riksbank, 'EMGVB5Y', { text: `\uFEFF${riksbankAnswer}` })).series.values.length, 3);
  assert.match(series.source, /^Federal Reserve Bank of St\. Louis, DGS10, read from a file at /);
  assert.ok(!('address' in JSON.parse(readFileSync(path, 'utf8'))));
});

test('an absent series, and a damaged file, say in one sentence what to run', async (t) => {
  const folder = folderOf(t);
  assert.throws(() => fetchedSeries(riksbank, 'EMGVB5Y'), {
    name: 'AbsentSeriesError',
    message:
      'The series EMGVB5Y of Sveriges riksbank is not on this computer yet: ' +
      'run npx microcanon data fetch riksbank EMGVB5Y',
  });
  const { path } = await fetched(t, riksbank, 'EMGVB5Y', text(riksbankAnswer));
  const whole = readFileSync(path, 'utf8');
  const damages: [string, RegExp][] = [
    [whole.replace('5.323', '6.323'), /its checksum differs/],
    [whole.slice(0, -20), /damaged/],
    ['null', /it holds another series/],
    [whole.replace('"EMGVB5Y"', '"USGVB5Y"'), /it holds another series/],
  ];
  for (const [content, reason] of damages) {
    writeFileSync(join(folder, 'riksbank-EMGVB5Y.json'), content);
    assert.throws(
      () => keptSeries(riksbank, 'EMGVB5Y'),
      (error: Error) => {
        assert.ok(error instanceof DamagedSeriesError);
        assert.match(error.message, reason);
        return /is damaged \(.*\): run npx microcanon data fetch riksbank EMGVB5Y$/.test(error.message);
      },
    );
  }
});

test('a place that cannot be written or read is one clear error', async (t) => {
  const folder = folderOf(t);
  const { path } = await fetched(t, riksbank, 'EMGVB5Y', text(riksbankAnswer));
  rmSync(path);
  mkdirSync(path);
  assert.throws(() => keptSeries(riksbank, 'EMGVB5Y'), {
    name: 'DamagedSeriesError',
    message: `The file ${path} cannot be read (EISDIR): remove it, then run npx microcanon data fetch riksbank EMGVB5Y`,
  });
  await assert.rejects(
    fetched(t, riksbank, 'EMGVB5Y', text(riksbankAnswer)),
    /^Error: fetchSeries: EMGVB5Y is not kept: .* cannot be written \(E[A-Z]+\); set MICROCANON_FETCHED to a folder that can be written$/,
  );
  assert.deepEqual(readdirSync(folder), ['riksbank-EMGVB5Y.json']);
});

test('an answer with fewer values than are kept of the same days does not take their place', async (t) => {
  folderOf(t);
  const { path } = await fetchSeries(fred, 'DGS10', { text: fredAnswer });
  const before = readFileSync(path, 'utf8');
  const half = fredAnswer.slice(0, fredAnswer.indexOf('2000-01-17'));
  await assert.rejects(fetchSeries(fred, 'DGS10', { text: half }), {
    name: 'RangeError',
    message:
      'fetchSeries: the answer for DGS10 has 2 values, and the stored one of the same days has 3; ' +
      `run the same again, or remove ${path} first`,
  });
  assert.equal(readFileSync(path, 'utf8'), before);
  const range = { from: '2000-01-03', to: '2000-01-04' };
  assert.equal(
    (await fetchSeries(fred, 'DGS10', { text: half, range })).series.values.length,
    2,
    'of other days it does',
  );
});

test('a failed fetch leaves the earlier file as it was, and no other', async (t) => {
  const folder = folderOf(t);
  const { path } = await fetched(t, riksbank, 'EMGVB5Y', text(riksbankAnswer));
  const before = readFileSync(path, 'utf8');
  for (const answer of [status(500), text('<html>'), text(riksbankAnswer.slice(0, -5)), text('[]')]) {
    await assert.rejects(fetched(t, riksbank, 'EMGVB5Y', answer));
    assert.deepEqual(readdirSync(folder), ['riksbank-EMGVB5Y.json']);
    assert.equal(readFileSync(path, 'utf8'), before);
  }
});

test('too many requests: a server that names a time soon is asked again then', async (t) => {
  const times: number[] = [];
  const lines: string[] = [];
  const server = await answeringServer(t, (_, response) => {
    times.push(Date.now());
    if (times.length < 3) response.writeHead(429, { 'Retry-After': times.length === 1 ? '0' : '1' }).end();
    else response.end('here');
  });
  assert.equal(await download(server, { say: (line) => lines.push(line) }), 'here');
  assert.equal(times.length, 3);
  for (const n of [1, 2]) assert.ok(times[n] - times[n - 1] > 900, 'never at once');
  const line = `${new URL(server).host} has had too many requests; asking again in 1 s`;
  assert.deepEqual(lines, [line, line]);
});

test('too many requests: where patience ends, the message says how long to wait, when the server does', async (t) => {
  const start = 'HOST refuses the series: status 429, too many requests; run the same again ';
  const refused = (headers?: Record<string, string>, patience?: number): Promise<string> =>
    complaint(t, riksbank, 'EMGVB5Y', status(429, headers), { patience });
  assert.equal(await refused({ 'Retry-After': '61' }), `${start}in 61 s`);
  assert.equal(await refused({ 'Retry-After': '1' }, 1.5), `${start}in 1 s`);
  const later = new Date(Date.now() + 600_000).toUTCString();
  const seconds = /in (\d+) s$/.exec(await refused({ 'Retry-After': later }))?.[1];
  assert.ok(Math.abs(Number(seconds) - 600) < 10, `a date ten minutes away: ${seconds} s`);
  for (const odd of ['-5', '1.5']) assert.equal(await refused({ 'Retry-After': odd }), `${start}in some minutes`);
  assert.equal(await refused(), `${start}in some minutes`);
  assert.equal(await refused({ 'Retry-After': 'soon; rm -rf' }), `${start}in some minutes`);
});

test('other refusals name the status and the way by hand', async (t) => {
  assert.equal(
    await complaint(t, fred, 'DGS99', status(404)),
    'HOST refuses the series: status 404, no such series or no value on these days; ' +
      'check the identifier, --from and --to, ' +
      'or save http://HOST/graph/fredgraph.csv?id=DGS99&cosd=2000-01-03&coed=2024-04-30 with a browser ' +
      'and give the file with --file',
  );
  assert.match(
    await complaint(t, yahoo, 'XYZ', status(400)),
    /refuses the series: status 400, no such series or no value on these days; /,
  );
  assert.match(
    await complaint(t, fred, 'DGS5', status(503)),
    /^HOST refuses the series: status 503; try again later, or save /,
  );
  folderOf(t);
  await assert.rejects(
    fetchSeries(fred, 'DGS5', { server: 'http://127.0.0.1:9' }),
    /^Error: cannot reach 127\.0\.0\.1:9: .*; check the connection, or save/,
  );
});

test('a web page with status 200 is no answer, whatever the source', async (t) => {
  const page = text('\n<!DOCTYPE html><html><body>Sign in</body></html>');
  for (const [source, identifier] of [
    [riksbank, 'EMGVB5Y'],
    [fred, 'DGS5'],
    [ecb, ecbKey],
    [yahoo, '^GSPC'],
  ] as const) {
    assert.match(
      await complaint(t, source, identifier, page),
      new RegExp(
        `^${source.name}: the answer is a web page in place of (JSON|comma-separated values); ` +
          'open the address in a browser, save the data and give them with --file$',
      ),
    );
  }
});

test('an answer that ends before its stated length, or stops in the middle, is refused', async (t) => {
  const short: RequestListener = (_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' });
    response.write(riksbankAnswer.slice(0, 40));
    setTimeout(() => response.destroy(), 20);
  };
  const chunked: RequestListener = (_, response) => {
    response.write(fredAnswer.slice(0, 50));
    setTimeout(() => response.destroy(), 20);
  };
  const part = /^HOST sent a part of the answer only \(.+\); run the same again, or save /;
  assert.match(await complaint(t, riksbank, 'EMGVB5Y', short), part);
  assert.match(await complaint(t, fred, 'DGS10', chunked), part);
});

test('Yahoo’s chart of another symbol or step, and a second value of the last day, are told', async (t) => {
  const chart = (change: (result: { meta: object; timestamp: number[]; indicators: object }) => void): string => {
    const answer = JSON.parse(yahooAnswer);
    change(answer.chart.result[0]);
    return JSON.stringify(answer);
  };
  for (const [meta, got] of [
    [{ symbol: 'AAPL' }, 'AAPL by 1d'],
    [{ dataGranularity: '1mo' }, '\\^GSPC by 1mo'],
  ] as const) {
    assert.match(
      await complaint(t, yahoo, '^GSPC', text(chart((result) => Object.assign(result.meta, meta)))),
      new RegExp(
        `^yahoo: the answer is about ${got}, and not about \\^GSPC by days \\(1d\\); give the answer to this series$`,
      ),
    );
  }
  const live = chart((result) => {
    result.timestamp = [946909800, 946996200, 947019600];
    result.indicators = { quote: [{ close: [1455.22, 1399.42, 1399.5] }] };
  });
  const { series } = await fetchSeries(yahoo, '^GSPC', { text: live });
  assert.deepEqual([...series.values], [1455.22, 1399.42]);
  assert.equal(series.notes[0], 'the latest price, a second value of 2000-01-04, left out');
});

test('days that begin at midnight in New York keep their dates when clocks change; without a zone the offset serves', async (t) => {
  folderOf(t);
  const times = ['2020-03-06T05:00Z', '2020-03-09T04:00Z', '2020-03-10T04:00Z'].map((time) => Date.parse(time) / 1000);
  const chart = (exchangeTimezoneName: unknown, timestamp: number[]): string =>
    JSON.stringify({
      chart: {
        result: [
          {
            meta: { exchangeTimezoneName, gmtoffset: -18000 },
            timestamp,
            indicators: { quote: [{ close: [1, 2, 3] }] },
          },
        ],
      },
    });
  const datesOf = async (answer: string) => (await fetchSeries(yahoo, 'DX-Y.NYB', { text: answer })).series.dates;
  assert.deepEqual(await datesOf(chart('America/New_York', times)), ['2020-03-06', '2020-03-09', '2020-03-10']);
  const atClose = times.map((time) => time + 16 * 3600);
  assert.deepEqual(await datesOf(chart('Nowhere/None', atClose)), ['2020-03-06', '2020-03-09', '2020-03-10']);
});

test('JSON that was cut does not parse; a last line that was cut is left out, which is said', async (t) => {
  assert.equal(
    await complaint(t, riksbank, 'EMGVB5Y', text(riksbankAnswer.slice(0, 80))),
    'riksbank: the answer is no whole JSON (80 characters, from "[{"date":"2000-01-03","value":5.323},{"d"); ' +
      'fetch it again',
  );
  const { series } = await fetchSeries(fred, 'DGS10', { text: fredAnswer.slice(0, -3) });
  assert.deepEqual([...series.values], [6.58, 6.49]);
  assert.equal(series.notes[0], 'the last line has no end, so that it may be cut short: "2000-01-18,6." left out');
  assert.equal(
    await complaint(t, fred, 'DGS10', text('observation_date,DGS10\n2000-01-03,6.58\n2000-01\n')),
    'fred: line 3 expects 2 fields, got 1; fetch it again',
  );
});

test('a range without values says which range, whether the answer is nothing, an empty list or a heading', async (t) => {
  const range = { from: '1900-01-01', to: '1900-12-31' };
  const noValues = (name: string): string =>
    `${name}: the answer has 0 of at least two values from 1900-01-01 to 1900-12-31; ask for other days with --from and --to`;
  assert.equal(await complaint(t, riksbank, 'EMGVB5Y', status(204), { range }), noValues('EMGVB5Y'));
  assert.equal(await complaint(t, riksbank, 'EMGVB5Y', text('[]'), { range }), noValues('EMGVB5Y'));
  assert.equal(await complaint(t, fred, 'DGS5', text('observation_date,DGS5\n'), { range }), noValues('DGS5'));
  assert.equal(await complaint(t, fred, 'DGS5', text('observation_date,DGS5'), { range }), noValues('DGS5'));
  assert.equal(await complaint(t, ecb, ecbKey, text('\n'), { range }), noValues(ecbKey));
  const empty = JSON.stringify({ chart: { result: [{ meta: {}, indicators: { quote: [{}] } }], error: null } });
  assert.equal(await complaint(t, yahoo, 'VOD.L', text(empty), { range }), noValues('VOD.L'));
});

test('days outside the range are left out, and an order from new to old is turned around, both said', async (t) => {
  folderOf(t);
  const newestFirst = JSON.stringify(JSON.parse(riksbankAnswer).reverse());
  const range = { from: '2000-01-04', to: '2000-02-01' };
  const { series } = await fetchSeries(riksbank, 'EMGVB5Y', { text: newestFirst, range });
  assert.deepEqual(series.dates, ['2000-01-04', '2000-01-05']);
  assert.deepEqual([...series.values], [5.29, 5.401]);
  assert.deepEqual(series.notes, [
    'the source lists the newest day first: turned around',
    '1 day outside 2000-01-04 to 2000-02-01 left out',
    'no value for 27 days after 2000-01-05',
  ]);
});

test('repeated, unsorted and malformed dates are one clear error each', async (t) => {
  const list = (...dates: string[]): RequestListener => text(JSON.stringify(dates.map((date) => ({ date, value: 1 }))));
  assert.equal(
    await complaint(t, riksbank, 'EMGVB5Y', list('2000-01-03', '2000-01-04', '2000-01-04')),
    'EMGVB5Y: the date 2000-01-04 comes twice; ask the source, or repair a saved file and give it with --file',
  );
  assert.equal(
    await complaint(t, riksbank, 'EMGVB5Y', list('2000-01-04', '2000-01-05', '2000-01-03')),
    'EMGVB5Y: the dates are not from old to new: 2000-01-03 comes after 2000-01-05; ' +
      'ask the source, or sort a saved file and give it with --file',
  );
  assert.equal(
    await complaint(t, riksbank, 'EMGVB5Y', list('2000-01-03', '2000-02-30')),
    'EMGVB5Y: entry 2 has "2000-02-30" in place of a date YYYY-MM-DD; ask for a daily series, or fetch it again',
  );
});

test('text where a number should be is one clear error, with what stands there made harmless', async (t) => {
  const json = JSON.stringify([
    { date: '2000-01-03', value: 1 },
    { date: '2000-01-04', value: 'n/a\u001b[31m' },
  ]);
  assert.equal(
    await complaint(t, riksbank, 'EMGVB5Y', text(json)),
    'riksbank: the value of 2000-01-04 is "n/a [31m", which is no number; ask the source',
  );
  assert.equal(
    await complaint(t, fred, 'DGS10', text('observation_date,DGS10\n2000-01-03,six\n')),
    'fred: line 2 has "six" in DGS10, which is no number; ask the source',
  );
  assert.match(
    await complaint(t, riksbank, 'EMGVB5Y', text('[{"date":"2000-01-03","value":true}]')),
    / is "true", which is no number/,
  );
});

test('layouts that the source does not document are one clear error each', async (t) => {
  assert.match(
    await complaint(t, riksbank, 'EMGVB5Y', text('{"message":"maintenance"}')),
    /^riksbank: answer is \{"message":"maintenance"\} in place of a list; /,
  );
  assert.match(
    await complaint(t, riksbank, 'EMGVB5Y', text('[null]')),
    /^riksbank: answer\[0\] is null in place of an object; /,
  );
  assert.equal(
    await complaint(t, fred, 'DGS5', text(fredAnswer)),
    'fred: the answer lacks the columns observation_date and DGS5 (it has observation_date, DGS10); ' +
      'give the answer to this series, or see whether the source changed its layout',
  );
  assert.equal(
    await complaint(t, fred, 'DGS5', text('observation_date,DGS5,DGS5\n2000-01-03,5,50\n2000-01-04,6,60\n')),
    'fred: the answer has the column DGS5 twice; ask for one series',
  );
  const two = `${ecbAnswer + ecbAnswer.split('\r\n')[1].replace('SR_5Y', 'SR_9Y').replace('2004-09-06', '2004-09-09')}\r\n`;
  assert.equal(
    await complaint(t, ecb, ecbKey, text(two)),
    'ecb: line 5 is about the series YC.B.U2.EUR.4F.G_N_A.SV_C_YM.SR_9Y, and not about YC.B.U2.EUR.4F.G_N_A.SV_C_YM.SR_5Y; ' +
      'give the answer to this series',
  );
  assert.match(
    await complaint(t, ecb, ecbKey, text(ecbAnswer.replace('KEY,', 'NAME,'))),
    /^ecb: the answer lacks the columns TIME_PERIOD and OBS_VALUE and KEY \(it has NAME,/,
  );
  const error = { code: 'Not Found', description: 'No data found, symbol may be delisted' };
  const refused = JSON.stringify({ chart: { result: null, error } });
  assert.equal(
    await complaint(t, yahoo, 'XYZ', text(refused)),
    'yahoo: the source refuses, "No data found, symbol may be delisted"; check the symbol',
  );
  for (const [odd, wrong] of [
    ['5', 'answer is 5 in place of an object'],
    ['null', 'answer is null in place of an object'],
    ['{}', 'answer.chart is missing'],
    ['{"chart":{"result":[]}}', 'answer.chart.result[0] is missing'],
    ['{"chart":{"result":{"0":1}}}', 'answer.chart.result is {"0":1} in place of a list'],
    ['{"chart":{"result":[{"timestamp":"now"}]}}', 'answer.chart.result[0].timestamp is "now" in place of a list'],
    ['{"chart":{"result":[{"meta":{"symbol":7}}]}}', 'answer.chart.result[0].meta.symbol is 7 in place of a text'],
  ]) {
    assert.ok((await complaint(t, yahoo, 'XYZ', text(odd))).startsWith(`yahoo: ${wrong}; `), odd);
  }
  const uneven = JSON.parse(yahooAnswer);
  uneven.chart.result[0].timestamp.pop();
  assert.match(
    await complaint(t, yahoo, '^GSPC', text(JSON.stringify(uneven))),
    /^yahoo: the answer has 2 timestamps and 3 closes; fetch it again$/,
  );
  uneven.chart.result[0].timestamp = [946909800, 1e300, 3];
  assert.match(
    await complaint(t, yahoo, '^GSPC', text(JSON.stringify(uneven))),
    /timestamp 2 is 1e\+300, which is no whole number of seconds/,
  );
});

test('only an identifier of the source’s pattern reaches an address or a file name', async (t) => {
  const folder = folderOf(t);
  for (const bad of ['', '../../etc/passwd', 'a b', 'emgvb5y', 'X\n', 'A/B/C', '%2e%2e', 'X'.repeat(81)]) {
    for (const source of [riksbank, fred, ecb, yahoo]) {
      await assert.rejects(
        fetchSeries(source, bad, { text: riksbankAnswer }),
        /^RangeError: \w+: identifier expects one like /,
      );
      assert.throws(() => fetchedSeries(source, bad), /^RangeError: \w+: identifier expects one like /);
    }
  }
  assert.deepEqual(readdirSync(folder), []);
  assert.ok(!existsSync(join(folder, '..', 'etc')));
});

test('days and servers that are none are refused before anything is asked', async () => {
  const ask = (options: FetchOptions) => fetchSeries(riksbank, 'EMGVB5Y', options);
  await assert.rejects(
    ask({ range: { from: '2000-1-3', to: '2001-01-01' } }),
    /fetchSeries: from expects a date YYYY-MM-DD, got '2000-1-3'/,
  );
  await assert.rejects(
    ask({ range: { from: '2000-01-03', to: 'today' } }),
    /fetchSeries: to expects a date YYYY-MM-DD, got 'today'/,
  );
  await assert.rejects(
    ask({ range: { from: '2002-01-01', to: '2001-01-01' } }),
    /from expects a date up to 2001-01-01, got 2002-01-01; exchange them/,
  );
  const servers = [
    'example.org',
    'file:///etc',
    'ftp://example.org',
    'http://user@example.org',
    'https://example.org/?x=1',
  ];
  for (const server of servers) {
    await assert.rejects(ask({ server }), /fetchSeries: server expects an address like https:\/\/example\.org, got /);
  }
});

test('an answer that comes too late or never ends is given up', async (t) => {
  const silent = await answeringServer(t, () => {});
  await assert.rejects(
    download(silent, { timeout: 0.2 }),
    /^Error: cannot reach .*: no whole answer in 0\.2 seconds; /,
  );
  const slow = await answeringServer(t, (_, response) => void response.write('['));
  await assert.rejects(
    download(slow, { timeout: 0.2 }),
    /sent a part of the answer only \(no whole answer in 0\.2 seconds\)/,
  );
  const block = Buffer.alloc(2 ** 20, 32);
  const endless = await answeringServer(t, (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(block));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  await assert.rejects(download(endless, { timeout: 30 }), /sends more than 32 MiB; ask for fewer days/);
});

test('letters that are split between two parts of an answer are put together', async (t) => {
  const bytes = Buffer.from('Sveriges é', 'utf8');
  const server = await answeringServer(t, (_, response) => {
    response.write(bytes.subarray(0, bytes.length - 1));
    setTimeout(() => response.end(bytes.subarray(bytes.length - 1)), 20);
  });
  assert.equal(await download(server), 'Sveriges é');
});
