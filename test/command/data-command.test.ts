import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { answeringServer } from '../data-set/answering-server.js';
import { fredAnswer, riksbankAnswer } from '../data-set/answers.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const commandLine = join(root, 'dist', 'lib', 'command', 'command-line.js');

/** Exit code, output and errors of `microcanon data` with these words. */
function data(folder: string, ...words: string[]): Promise<[number, string, string]> {
  return new Promise((done) => {
    const env = { ...process.env, MICROCANON_FETCHED: folder };
    execFile(process.execPath, [commandLine, 'data', ...words], { env, encoding: 'utf8' }, (error, stdout, stderr) => {
      done([error === null ? 0 : Number(error.code), stdout, stderr]);
    });
  });
}

test('fetch keeps a series and says what came, list says what is here and what to run for the rest', async (t) => {
  const folder = join(temporaryFolder(t), 'fetched');
  const server = await answeringServer(t, (_, response) => void response.end(riksbankAnswer));
  const [code, output] = await data(folder, 'fetch', 'riksbank', 'EMGVB5Y', '--server', server);
  assert.equal(code, 0);
  assert.equal(
    output,
    `EMGVB5Y of Sveriges riksbank: 3 values, 2000-01-03 to 2000-01-05, kept in ${join(folder, 'riksbank-EMGVB5Y.json')}\n` +
      '  no value for 8882 days after 2000-01-05\n',
  );
  assert.equal((await data(folder, 'fetch', 'riksbank', 'SEGVB5YC', '--server', server))[0], 0);
  const [listCode, listed] = await data(folder, 'list');
  assert.equal(listCode, 0);
  assert.match(
    listed,
    /^riksbank EMGVB5Y: EUR government bonds, 5 years, yield in percent\n {2}3 values, 2000-01-03 to 2000-01-05\n/,
  );
  assert.match(listed, /\nriksbank SEGVB5YC: fetched\n {2}3 values, /);
  assert.match(listed, /is not on this computer yet: run npx microcanon data fetch fred DGS10\n/);
});

test('a saved file and the days wanted are given with options, and what was done to the answer is said', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'saved.csv');
  writeFileSync(file, fredAnswer);
  const range = ['--from', '2000-01-04', '--to', '2000-01-20'];
  const [code, output] = await data(folder, 'fetch', 'fred', 'DGS10', '--file', file, ...range);
  assert.equal(code, 0);
  assert.ok(
    output.startsWith(
      `DGS10 of Federal Reserve Bank of St. Louis: 2 values, 2000-01-04 to 2000-01-18, kept in ${join(folder, 'fred-DGS10.json')}\n` +
        '  1 day outside 2000-01-04 to 2000-01-20 left out\n' +
        '  1 day without a value left out\n',
    ),
    output,
  );
});

test('a failure is one sentence with exit code 1, wrong usage one with 2, and neither keeps anything', async (t) => {
  const folder = join(temporaryFolder(t), 'fetched');
  const server = await answeringServer(
    t,
    (_, response) => void response.writeHead(429, { 'Retry-After': '900' }).end(),
  );
  const cases: [string[], number, RegExp][] = [
    [
      ['fetch', 'riksbank', 'EMGVB5Y', '--server', server],
      1,
      /^data: 127[^\n]* refuses the series: status 429, too many requests; run the same again in 900 s\n$/,
    ],
    [
      ['fetch', 'riksbank', 'EMGVB5Y', '--file', '/no/such/file'],
      1,
      /^data: --file expects a readable file, got \/no\/such\/file \(ENOENT\); check the name\n$/,
    ],
    [
      ['fetch', 'riksbank', 'EMGVB5Y', '--from', 'yesterday'],
      2,
      /^data: option --from expects a day of the calendar, YYYY-MM-DD, got 'yesterday'; [^\n]*\n$/,
    ],
    [
      ['fetch', 'riksbank', '../x'],
      2,
      /^data: riksbank: identifier expects one like EMGVB5Y, got '\.\.\/x'; [^\n]*\n$/,
    ],
    [['fetch', 'bank', 'X'], 2, /^data: SOURCE expects one of riksbank, fred, ecb, yahoo, got 'bank'; [^\n]*\n$/],
    [['fetch', 'rikbank', 'X'], 2, /got 'rikbank' \(did you mean riksbank\?\); [^\n]*\n$/],
    [
      ['fetch', 'fred', 'DGS5', '--from', '2020-13-01'],
      2,
      /^data: option --from expects a day of the calendar, YYYY-MM-DD, got '2020-13-01';/,
    ],
    [
      ['fetch', 'fred', 'DGS5', '--to', '1999-12-31'],
      2,
      /^data: option --from expects a day up to --to 1999-12-31, got '2000-01-03'; exchange the two\n$/,
    ],
    [['fetch', 'toString', 'X'], 2, /^data: SOURCE expects one of /],
    [['fetch', 'riksbank'], 2, /^data: expects list, or fetch SOURCE SERIES, got 'fetch riksbank'; [^\n]*\n$/],
    [['list', '--from', '2000-01-03'], 2, /^data: option --from goes with fetch, got list; leave it out\n$/],
    [
      ['fetch', 'fred', 'DGS5', '--file', 'a', '--server', 'http://b'],
      2,
      /^data: options --server and --file exclude each other; leave one out\n$/,
    ],
  ];
  for (const [words, exitCode, message] of cases) {
    const [code, , errors] = await data(folder, ...words);
    assert.equal(code, exitCode, errors);
    assert.match(errors, message);
  }
  assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], []);
});
