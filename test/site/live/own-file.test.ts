import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ElementHandle, Page } from 'puppeteer-core';
import { ensemble } from '../../../lib/array/index.js';
import { exportPaths } from '../../../lib/data-set/index.js';
import { withInitializer } from '../../../lib/site/browser/live/own-file/initializer.js';
import { corePart } from '../../../lib/site/live/core-part.js';
import { packageParts } from '../../../lib/site/live/package-parts.js';
import { partScript } from '../../../lib/site/live/part.js';
import { writeSite } from '../../../lib/site/site.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { type BrowserName, browserNames, openBrowser } from '../browser.js';
import { code, notebook, prose } from '../sample.js';

test('the initial value of a constant is replaced where the constant is declared, whatever else bears its name', () => {
  const cell = "import { f } from 'm';\nconst file = sample; // ← your own\nconst g = { file: sample };";
  assert.equal(withInitializer(cell, 'file', "'a.csv'"), cell.replace('file = sample', "file = 'a.csv'"));
  assert.equal(
    withInitializer('const a = 1, file: string = join(b, c), d = 2;', 'file', 'x'),
    'const a = 1, file: string = x, d = 2;',
  );
  assert.equal(withInitializer('f(file); let other = 2;', 'file', 'x'), undefined);
});

const run = {
  profile: 'quick',
  seconds: 1,
  reads: ['hyparquet-writer'],
};
const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };

/** Cells 3, 5, 7 and 9: a series of the notebook, one of the reader, exports, and attempts to reach a server. */
const cells = (address: string): string[] => [
  `import { writeFileSync } from 'node:fs';
const sample = '/tmp/sample.csv';
writeFileSync(sample, 'date,close\\n2020-01-02,10\\n2020-01-03,11\\n');`,
  `import { readSeries } from 'microcanon/data-set';
const file = sample; // ← your own
const levels = readSeries(file, { dateColumn: 'date', valueColumn: 'close' });
console.log(levels.values.length, Math.max(...levels.values));`,
  `import { ensemble } from 'microcanon/array';
import { exportPaths } from 'microcanon/data-set';
const paths = ensemble(2, 3, Float64Array.from([0.1, 1 / 3, 2, -1e-9, 5, levels.values.length]));
for (const kind of ['csv', 'parquet']) exportPaths(\`/tmp/paths.\${kind}\`, paths);
exportPaths('/tmp/paths.npz', paths, { target: [1, 2] });`,
  `const tries = [fetch('${address}'), new Promise((resolve, reject) => {
  const socket = new WebSocket('${address.replace('http', 'ws')}');
  socket.onopen = resolve;
  socket.onerror = reject;
})];
console.log((await Promise.allSettled(tries)).map(({ status }) => status).join(' '));`,
];

let parts: Promise<Record<string, string>> | undefined;

async function scripts(): Promise<Record<string, string>> {
  return {
    core: partScript('core', await corePart()),
    parquet: partScript('parquet', await packageParts.parquet.code()),
  };
}

interface Opened {
  readonly page: Page;
  readonly folder: string;
  /** Addresses that were asked for at a server on this machine. */
  readonly requests: readonly string[];
}

async function opened(t: TestContext, name: BrowserName): Promise<Opened | undefined> {
  const browser = await openBrowser(t, name);
  if (browser === undefined) return undefined;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('seen');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const folder = temporaryFolder(t);
  const site = join(folder, 'site');
  const sources = cells(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`).map((source) => code(source));
  sources[1].metadata.tags = ['own-file'];
  const all = sources.flatMap((cell) => [prose('A sentence.'), cell]);
  writeSite(site, { facts, notebooks: [{ name: '00-tour', notebook: notebook(prose('# A page'), ...all), run }] });
  mkdirSync(join(site, 'assets', 'live'), { recursive: true });
  parts ??= scripts();
  for (const [part, script] of Object.entries(await parts))
    writeFileSync(join(site, 'assets', 'live', `${part}.js`), script);
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 1400 });
  await page.goto(pathToFileURL(join(site, '00-tour.html')).href);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
  return { page, folder, requests };
}

async function choose(page: Page, file: string): Promise<void> {
  const input = (await page.$('#cell-5 input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
}

const until = (page: Page, cell: number, state: string): Promise<unknown> =>
  page.waitForSelector(`#cell-${cell}[data-state=${state}]`, { timeout: 20_000 });

const outputOf = (page: Page, cell: number): Promise<string> =>
  page.$eval(`#cell-${cell} .output`, (element) => element.textContent?.trim() ?? '');

/** The files that a cell offers, by name. */
async function offered(page: Page, cell: number): Promise<Record<string, Buffer>> {
  const files = await page.$$eval(`#cell-${cell} .files a`, (links) =>
    Promise.all(
      (links as HTMLAnchorElement[]).map(async ({ href, download }) => {
        const bytes = new Uint8Array(await (await fetch(href)).arrayBuffer());
        return [download, [...bytes]] as const;
      }),
    ),
  );
  return Object.fromEntries(files.map(([name, bytes]) => [name, Buffer.from(bytes)]));
}

for (const browser of browserNames) {
  test(`${browser}: a reader’s file takes the place of the example, paths can be downloaded, and nothing is sent`, async (t) => {
    const all = await opened(t, browser);
    if (all === undefined) return;
    const { page, folder, requests } = all;
    const file = join(folder, "reader's.csv");
    writeFileSync(file, 'date,close\n2021-01-04,1\n2021-01-05,2\n2021-01-06,30\n');
    await choose(page, file);
    await until(page, 9, 'done');
    assert.equal(await outputOf(page, 5), '3 30');
    assert.match(
      await page.$eval('#cell-5 code', (element) => element.textContent ?? ''),
      /const file = 'reader\\'s\.csv'; \/\/ ← your own/,
    );
    assert.equal(await outputOf(page, 9), 'rejected rejected');
    assert.deepEqual(requests, []);
    const paths = ensemble(2, 3, Float64Array.from([0.1, 1 / 3, 2, -1e-9, 5, 3]));
    const found = await offered(page, 7);
    for (const name of ['paths.csv', 'paths.parquet', 'paths.npz']) {
      exportPaths(join(folder, name), paths, name.endsWith('npz') ? { target: [1, 2] } : {});
      assert.deepEqual(found[name], readFileSync(join(folder, name)), name);
    }
    assert.deepEqual(Object.keys(await offered(page, 3)), ['sample.csv']);
  });
}

test('a file that is no series gives the error of the notebook, and the next one is read', async (t) => {
  const all = await opened(t, 'chromium');
  if (all === undefined) return;
  const { page, folder } = all;
  const [bad, good] = ['bad.csv', 'good.csv'].map((name) => join(folder, name));
  writeFileSync(bad, 'day,price\n2021-01-04,1\n');
  writeFileSync(good, 'date,close\n2021-01-04,1\n2021-01-05,7\n');
  await choose(page, bad);
  await until(page, 5, 'failed');
  assert.match(
    await outputOf(page, 5),
    /readSeries: column date expects to be one of day, price, got none of them; check bad\.csv/,
  );
  assert.equal(await page.$eval('#cell-7', (cell) => cell.getAttribute('data-state')), 'idle');
  // As a drop from outside of the browser comes to the page.
  await page.evaluate(
    (text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'good.csv'));
      document
        .querySelector('#cell-5')!
        .dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    readFileSync(good, 'utf8'),
  );
  await until(page, 7, 'done');
  assert.equal(await outputOf(page, 5), '2 7');
});
