import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { displaySymbol } from '../../lib/array';
import { figure } from '../../lib/figure';
import { readNotebook } from '../../lib/workbook/notebook';
import { SiteNotebook, writeSite } from '../../lib/workbook/site/site';
import { openBrowser } from './browser';
import { code, notebook, prose, result } from './sample';
import { temporaryFolder } from './temporary-folder';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };

const scores = [
  { figure: 'Figure 3', claim: 'minimum of the divergence', paper: 0.09, ours: 0.083, standardError: 0.036, verdict: 'agrees', where: '01' },
  { figure: 'Table 1', claim: 'scattering mean', paper: 4.24, verdict: 'not yet computed', where: '04' },
] as const;

async function wave(caption: string): Promise<Record<string, unknown>> {
  const x = Array.from({ length: 100 }, (_, i) => i);
  const y = x.map((i) => Math.sin(i / 9));
  const bundle = await figure({ data: [{ x, y, name: 'regular' }, { x, y: y.map((v) => -v), name: 'target', line: { color: '#1a1a1a' } }], caption })[displaySymbol]();
  return JSON.parse(JSON.stringify(bundle));
}

/** Two pages: figures, a wide table, long lines and long formulas on the first, a failed cell on the second. */
async function sampleNotebooks(): Promise<SiteNotebook[]> {
  const wideRow = Array.from({ length: 30 }, (_, i) => `<td>${1000 * i}</td>`).join('');
  const longSum = Array.from({ length: 30 }, (_, i) => `x_{${i}}`).join(' + ');
  const error = { ename: 'RangeError', evalue: 'step size', traceback: ['RangeError: step size'] };
  return [
    {
      name: '00-tour',
      run: { profile: 'quick', seconds: 12 },
      notebook: notebook(
        prose('# The tour\n\n**Question.** What is $x$?'),
        prose(`## First\n\nSee [the field](01-field.ipynb#Second).\n\n$$${longSum} \\tag{3}$$`),
        code(`const long = '${'abc'.repeat(80)}';`, result(await wave('One wave, key 1'))),
        prose('## Second'),
        code('table', result({ 'text/html': `<table><tr>${wideRow}</tr></table>`, 'text/plain': 'a table' }), result(await wave('Another wave, key 2'))),
        code('text', { output_type: 'stream', name: 'stdout', text: 'word '.repeat(200) }),
      ),
    },
    {
      name: '01-field',
      run: { profile: 'quick', seconds: 3, failure: { cell: 2, firstLine: 'fail()', error: 'RangeError: step size' } },
      notebook: notebook(prose('# The field\n\nDoes it hold?'), code('fail()', { output_type: 'error', ...error }), prose('## Second')),
    },
  ];
}

async function sampleSite(t: TestContext): Promise<string> {
  const folder = join(temporaryFolder(t), 'site');
  assert.deepEqual(writeSite(folder, { notebooks: await sampleNotebooks(), scores, facts }), []);
  return folder;
}

interface Watched {
  readonly page: Page;
  /** Errors in the console, failed loads, and requests to anywhere but the file system. */
  readonly complaints: string[];
}

async function open(browser: Browser, file: string, width: number, dark = false): Promise<Watched> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`network: ${request.url()}`);
  });
  await page.setViewport({ width, height: 800, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn', { timeout: 30000 });
  return { page, complaints };
}

test('every page draws all its figures, fits a phone, and asks for nothing but its own files', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const site = await sampleSite(t);
  for (const [file, figures] of [['index.html', 0], ['00-tour.html', 2], ['01-field.html', 0], ['scorecard.html', 0], ['references.html', 0]] as const) {
    for (const width of [1300, 360]) {
      const { page, complaints } = await open(browser, join(site, file), width);
      const seen = await page.evaluate(() => ({
        traces: [...document.querySelectorAll('.figure')].map((element) => element.querySelectorAll('.plot svg .trace').length),
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href),
      }));
      assert.deepEqual(seen.traces, Array(figures).fill(2), `${file}: traces of each figure`);
      assert.equal(seen.overflow, 0, `${file} overflows at width ${width}`);
      assert.deepEqual(complaints, [], `${file} at width ${width}`);
      for (const link of seen.links) assert.ok(existsSync(new URL(link)), `${file} links to ${link}`);
      await page.close();
    }
  }
});

test('figures and page follow the choice of light or dark, and the choice is kept', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const site = await sampleSite(t);
  const { page } = await open(browser, join(site, '00-tour.html'), 1300, true);
  const look = () => page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    target: getComputedStyle(document.querySelectorAll('.plot .trace path.js-line')[1]).stroke,
  }));
  const brightness = (colour: string) => colour.match(/\d+/g)!.slice(0, 3).reduce((sum, channel) => sum + Number(channel), 0) / 3;
  const dark = await look();
  assert.ok(brightness(dark.paper) < 60 && brightness(dark.target) > 180, JSON.stringify(dark));
  await page.click('.theme-switch');
  await page.waitForFunction(() => getComputedStyle(document.querySelectorAll('.plot .trace path.js-line')[1]).stroke === 'rgb(26, 26, 26)');
  assert.ok(brightness((await look()).paper) > 200);
  await page.reload();
  assert.ok(brightness((await look()).paper) > 200);
});

test('code folds one by one and all at once', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const { page } = await open(browser, join(await sampleSite(t), '00-tour.html'), 1300);
  const opened = () => page.$$eval('details.source', (all) => all.map((details) => details.open));
  assert.deepEqual(await opened(), [true, true, true]);
  await page.click('details.source summary');
  assert.deepEqual(await opened(), [false, true, true]);
  await page.click('.code-switch');
  assert.deepEqual(await opened(), [false, false, false]);
  await page.click('.code-switch');
  assert.deepEqual(await opened(), [true, true, true]);
});

test('print and readers without scripts see the still pictures', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const site = await sampleSite(t);
  const shown = (page: Page) => page.$$eval('.figure', (all) => all.map((element) => {
    const visible = (selector: string) => getComputedStyle(element.querySelector(selector)!).display !== 'none';
    return { still: visible('.still') && element.querySelector<HTMLImageElement>('.still')!.naturalWidth > 0, plot: visible('.plot') };
  }));
  const { page } = await open(browser, join(site, '00-tour.html'), 1300);
  assert.deepEqual(await shown(page), Array(2).fill({ still: false, plot: true }));
  await page.emulateMediaType('print');
  assert.deepEqual(await shown(page), Array(2).fill({ still: true, plot: false }));
  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(pathToFileURL(join(site, '00-tour.html')).href);
  assert.deepEqual(await shown(plain), Array(2).fill({ still: true, plot: false }));
});

test('the first page lists every notebook with title and question and tells which failed', async (t) => {
  const index = readFileSync(join(await sampleSite(t), 'index.html'), 'utf8');
  assert.match(index, /href="00-tour\.html"[^]*The tour[^]*What is [^]*katex/);
  assert.match(index, /href="01-field\.html"[^]*The field[^]*Does it hold\?[^]*incomplete: a cell failed/);
  assert.match(index, /1 agrees?<[^]*1 is not yet computed/);
});

test('a page names the cell that failed, with its error, and leads on and back', async (t) => {
  const page = readFileSync(join(await sampleSite(t), '01-field.html'), 'utf8');
  assert.match(page, /Cell <a href="#cell-2">2<\/a>\s*\(<code>fail\(\)<\/code>\) failed: RangeError: step size/);
  assert.match(page, /rel="prev" href="00-tour\.html"><span>Previous<\/span>The tour/);
});

test('the executed notebooks can be downloaded and the scorecard read as JSON', async (t) => {
  const site = await sampleSite(t);
  assert.equal(readNotebook(join(site, 'notebooks', '00-tour.ipynb')).cells[2].outputs?.length, 1);
  assert.deepEqual(JSON.parse(readFileSync(join(site, 'scorecard.json'), 'utf8')), scores);
});

test('pages, notebooks and pictures of departed notebooks are removed by the next build', async (t) => {
  const site = await sampleSite(t);
  writeFileSync(join(site, 'figures', 'old.png'), '');
  mkdirSync(join(site, 'notebooks', '.ipynb_checkpoints'));
  const [, second] = await sampleNotebooks();
  writeSite(site, { notebooks: [second], scores, facts });
  assert.deepEqual(readdirSync(site).sort(), ['01-field.html', 'assets', 'figures', 'index.html', 'notebooks', 'references.html', 'scorecard.html', 'scorecard.json']);
  assert.deepEqual(readdirSync(join(site, 'notebooks')), ['01-field.ipynb']);
  assert.deepEqual(readdirSync(join(site, 'figures')), []);
});
