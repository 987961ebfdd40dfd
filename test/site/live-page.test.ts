import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { bibliography } from '../../lib/site/bibliography.js';
import { proseScript } from '../../lib/site/live/types-part.js';
import type { Cell } from '../../lib/site/notebook.js';
import { writeSite } from '../../lib/site/site.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { type BrowserName, browserNames, openBrowser } from './browser.js';
import { code, notebook, prose, result } from './sample.js';
import { stubPart } from './stub-part.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };
const plotly = 'application/vnd.plotly.v1+json';

const wave = (height: number, errors?: readonly number[]): Record<string, unknown> => ({
  [plotly]: {
    data: [{ x: [0, 1, 2], y: [0, height, 1], name: 'wave', customdata: errors }],
    layout: { height: 300 },
  },
  'text/plain': 'a wave',
});

const works = bibliography([
  {
    id: 'bruna2019',
    type: 'article-journal',
    title: 'Multiscale sparse microcanonical models',
    author: [
      { family: 'Bruna', given: 'J.' },
      { family: 'Mallat', given: 'S.' },
    ],
    issued: { 'date-parts': [[2019]] },
  },
]);

const showing = (bundle: object): string => `show(${JSON.stringify(bundle)});`;

/** A page of these code cells, each with a sentence above it, and what it complains of. */
async function livePage(
  t: TestContext,
  browserName: BrowserName,
  cells: readonly Cell[],
  part = stubPart,
): Promise<{ page: Page; complaints: string[]; folder: string } | undefined> {
  const browser = await openBrowser(t, browserName);
  if (browser === undefined) return undefined;
  const folder = join(temporaryFolder(t), 'site');
  const notebookCells = [prose('# A page'), ...cells.flatMap((cell) => [prose('A sentence.'), cell])];
  const notebooks = [{ name: '00-tour', notebook: notebook(...notebookCells) }];
  writeSite(folder, { facts, notebooks, bibliography: works });
  writeFileSync(join(folder, 'assets', 'live', 'core.js'), part);
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewport({ width: 1200, height: 900 });
  await page.goto(pathToFileURL(join(folder, '00-tour.html')).href);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
  return { page, complaints, folder };
}

/** Number of the k-th code cell on the page. */
const numberOf = (k: number): number => 2 * k + 3;

async function press(page: Page, name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
}

async function until(page: Page, k: number, state: string): Promise<void> {
  await page.waitForSelector(`#cell-${numberOf(k)}[data-state=${state}]`, { timeout: 10_000 });
}

const status = (page: Page): Promise<string> => page.$eval('.live-bar p', (line) => line.textContent ?? '');

const said = (page: Page, pattern: RegExp): Promise<unknown> =>
  page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector('.live-bar p')?.textContent ?? ''),
    {},
    pattern.source,
  );

for (const browserName of browserNames) {
  test(`${browserName}: Run all runs cells in order, and each output says how it compares with what was published`, async (t) => {
    const opened = await livePage(t, browserName, [
      code(`print('one\\n'); print('two');`, { output_type: 'stream', name: 'stdout', text: 'one\ntwo' }),
      code(showing(wave(2.5)), result(wave(2, [0, 0.25, 0]))),
      code(showing({ 'text/plain': 'mean 1.21 ± 0.10' }), result({ 'text/plain': 'mean 1.10 ± 0.10' })),
      code(
        showing({ 'text/html': '<table><tr><td>1</td><td>x</td></tr></table>' }),
        result({ 'text/html': '<table><tr><td>1</td><td>y</td></tr></table>' }),
      ),
    ]);
    if (opened === undefined) return;
    const { page, complaints } = opened;
    assert.equal(await page.evaluate(() => document.querySelector('script[src*="live/"]')), null);
    await press(page, 'Run all');
    await until(page, 3, 'done');
    const notes = await page.$$eval('.beside', (all) => all.map((note) => note.firstChild!.textContent!.trim()));
    assert.deepEqual(notes, [
      'Same as published, to the last bit.',
      'Differs from what was published by up to 0.25, relatively, 2 standard errors.',
      'Differs from what was published by up to 0.091, relatively, 1.1 standard errors.',
      'Differs from what was published.',
    ]);
    assert.match(
      await status(page),
      /^4 cells ran in .* Of 4 outputs computed here 1 are the published ones to the last bit, 3 differ\.$/,
    );
    assert.deepEqual(complaints, []);
  });

  test(`${browserName}: a figure is drawn in its place, keeps the reader’s zoom, and the published one stays reachable`, async (t) => {
    const opened = await livePage(t, browserName, [code(showing(wave(7)), result(wave(2)))]);
    if (opened === undefined) return;
    const { page } = opened;
    const drawn = () =>
      page.$eval('.plot', (plot) => {
        const { data, layout } = plot as unknown as { data: { y: number[] }[]; layout: { xaxis: { range: number[] } } };
        return { top: data[0].y[1], range: layout.xaxis.range };
      });
    await page.evaluate(() => {
      const { Plotly } = window as unknown as {
        Plotly: { relayout(plot: Element, change: object): Promise<void> };
      };
      const plot = document.querySelector('.plot')!;
      // As a reader's zoom does, which Plotly tells from a program's change by this mark.
      return Plotly.relayout(plot, { 'xaxis.range': [0.5, 1.5] });
    });
    await press(page, 'Run cell 3');
    await until(page, 0, 'done');
    await page.waitForFunction(
      () => document.querySelector<HTMLElement & { data: { y: number[] }[] }>('.plot')!.data[0].y[1] === 7,
    );
    assert.deepEqual((await drawn()).range, [0.5, 1.5]);
    assert.equal((await page.$$('.plot')).length, 1);
    await press(page, 'Show published');
    await page.waitForFunction(
      () => document.querySelector<HTMLElement & { data: { y: number[] }[] }>('.plot')!.data[0].y[1] === 2,
    );
    await press(page, 'Show published');
    await page.waitForFunction(
      () => document.querySelector<HTMLElement & { data: { y: number[] }[] }>('.plot')!.data[0].y[1] === 7,
    );
  });

  test(`${browserName}: a cell is run with those above it, a failing one leaves those below idle and shows its line`, async (t) => {
    const opened = await livePage(t, browserName, [
      code('scope.a = 1;'),
      code(`throw new RangeError('step size ' + scope.a)`),
      code('print(scope.a)'),
    ]);
    if (opened === undefined) return;
    const { page } = opened;
    const states = () => page.$$eval('.cell.code', (all) => all.map((cell) => cell.getAttribute('data-state')));
    await press(page, `Run cell ${numberOf(2)}`);
    await until(page, 1, 'failed');
    await said(page, /^Cell 5 failed/);
    assert.deepEqual(await states(), ['done', 'failed', 'idle']);
    assert.match(
      await page.$eval('.output.error', (error) => error.textContent!),
      /RangeError: step size 1\n.*cell \[2\]:1/,
    );
    assert.equal(await page.$eval('.output.error a', (link) => link.getAttribute('href')), '#cell-5');
    await press(page, `Run cell ${numberOf(2)}`);
    await until(page, 2, 'done');
    assert.equal(await page.$eval(`#cell-${numberOf(2)} .output`, (output) => output.textContent), '1');
  });

  test(`${browserName}: a progress bar moves while its cell runs and is gone at its end; a stopped cell says so`, async (t) => {
    const opened = await livePage(t, browserName, [
      code('bar(0); await sleep(300); bar(0.5); await sleep(60000);'),
      code('bar(0); bar(1); print(1)'),
    ]);
    if (opened === undefined) return;
    const { page } = opened;
    await press(page, 'Run all');
    await page.waitForFunction(() => document.querySelector('progress')?.value === 0);
    await page.waitForFunction(() => document.querySelector('progress')?.value === 0.5);
    await press(page, 'Stop cell 3');
    await until(page, 0, 'failed');
    await said(page, /^Cell 3 was stopped; variables stay/);
    assert.equal(await page.$('progress'), null);
    await press(page, `Run cell ${numberOf(1)}`);
    await until(page, 1, 'done');
    assert.equal(await page.$('progress'), null);
  });

  test(`${browserName}: a loop that ignores the stop loses its worker, and the cells above run again`, async (t) => {
    const opened = await livePage(t, browserName, [
      code('scope.a = (scope.a ?? 0) + 1; print(scope.a)'),
      code('for (;;);'),
    ]);
    if (opened === undefined) return;
    const { page } = opened;
    await press(page, 'Run all');
    await until(page, 1, 'running');
    await press(page, 'Stop cell 5');
    await said(page, /^Cell 5 does not stop/);
    await press(page, 'End it and run the cells above again');
    await said(page, /^Cell 3 ran/);
    assert.equal(await page.$eval('#cell-3 .output', (output) => output.textContent), '1');
    assert.equal(await page.$eval('#cell-5', (cell) => cell.getAttribute('data-state')), 'failed');
  });

  test(`${browserName}: a page says in a sentence that its worker died or never starts, or that a script is missing; what was published stays`, async (t) => {
    const published = code(
      `setTimeout(() => { throw new Error('out of memory'); }); await sleep(60000);`,
      result(wave(2)),
    );
    const above = code('scope.a = (scope.a ?? 0) + 1; print(scope.a)');
    const opened = await livePage(t, browserName, [above, published]);
    if (opened === undefined) return;
    await press(opened.page, 'Run all');
    await said(opened.page, /has died \(.*out of memory.*\).*What was published stays/);
    assert.equal((await opened.page.$$('.plot .trace')).length, 1);
    await press(opened.page, 'Run the cells above again');
    await said(opened.page, /^Cell 3 ran/);
    assert.equal(await opened.page.$eval('#cell-3 .output', (output) => output.textContent), '1');
    const broken = await livePage(
      t,
      browserName,
      [published],
      `microcanonPart('core', function () { throw new Error('torn'); });`,
    );
    await press(broken!.page, 'Run cell 3');
    await said(broken!.page, /^Cells cannot run here: .*torn.*What was published stays/);
    const missing = await livePage(t, browserName, [published], 'throw new Error("no part")');
    await press(missing!.page, 'Run cell 3');
    await said(missing!.page, /^Cells cannot run here: .*core.*What was published stays/);
  });

  test(`${browserName}: without vector instructions a page takes the plain kernels, and says so`, async (t) => {
    const opened = await livePage(t, browserName, [code('print(1)')]);
    if (opened === undefined) return;
    const { page, folder } = opened;
    writeFileSync(
      join(folder, 'assets', 'live', 'plain-kernels.js'),
      `microcanonPart('plain-kernels', function () {});`,
    );
    await page.evaluate(() => {
      WebAssembly.validate = () => false;
    });
    await press(page, 'Run all');
    await until(page, 0, 'done');
    assert.match(await page.$eval('.live-bar .remark', (line) => line.textContent!), /SIMD.*cells take longer/);
  });

  test(`${browserName}: Markdown and LaTeX that a cell gives are rendered as the site is; as they were written where the renderer is missing`, async (t) => {
    const markdown = (term: string) => ({
      'text/markdown': `### Bound\n\nBy [@bruna2019], $x^{${term}} > 0$, see [the tour](00-tour.ipynb).\n\n| a | b |\n|---|---|\n| 1 | *2* |\n`,
    });
    const latex = { 'text/latex': '$$\\frac{1}{2}$$' };
    const opened = await livePage(t, browserName, [
      code(showing(markdown('2')), result(markdown('2'))),
      code(showing(latex), result(latex)),
      code(showing(markdown('7')), result(markdown('2'))),
    ]);
    if (opened === undefined) return;
    const { page, folder, complaints } = opened;
    const shown = () => page.$$eval('.slot > :first-child', (all) => all.map((one) => one.innerHTML));
    const published = await shown();
    await page.$$eval('.slot > :first-child', (all) => all.map((one) => one.classList.add('published')));
    const works = { bruna2019: 'Bruna & Mallat, 2019' };
    writeFileSync(join(folder, 'assets', 'live', 'prose.js'), await proseScript({ pages: ['00-tour'], works }));
    await press(page, 'Run all');
    await said(page, /^3 cells ran/);
    assert.equal((await page.$$('.slot > .published')).length, 0);
    const here = await shown();
    assert.equal(here[0], published[0]);
    assert.equal(here[1], published[1]);
    assert.match(here[1], /class="katex-display"/);
    // The page counts its citations and headings of one name, an output those of its own.
    const alone = published[2].replace('Bound-1', 'Bound').replace('citation-2', 'citation-1');
    assert.equal(
      here[2],
      alone.replace('<mn>2</mn>', '<mn>7</mn>').replace('x^{2}', 'x^{7}').replace('mtight">2', 'mtight">7'),
    );
    assert.deepEqual(await page.$$eval('.beside', (all) => all.map((line) => line.firstChild!.textContent)), [
      'Same as published, to the last bit.',
      'Same as published, to the last bit.',
      'Differs from what was published by up to 0.71, relatively.',
    ]);
    assert.deepEqual(complaints, []);
    const bare = await livePage(t, browserName, [code(showing(latex))]);
    await press(bare!.page, 'Run all');
    await said(bare!.page, /^Cell 3 ran/);
    assert.equal(await bare!.page.$eval('.slot pre', (text) => text.textContent), '$$\\frac{1}{2}$$');
  });

  test(`${browserName}: a page whose storage is denied or full says so when it would keep something, and goes on`, async (t) => {
    const opened = await livePage(t, browserName, [code('print(1)')]);
    if (opened === undefined) return;
    const { page, complaints } = opened;
    const denied = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    await page.evaluate(`Object.defineProperty(window, 'localStorage', { get: ${denied}, configurable: true })`);
    await press(page, 'Change between light and dark');
    await said(page, /^This browser keeps nothing for this page/);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    await press(page, 'Close');
    await press(page, 'Hide code');
    assert.equal(await page.$eval('details.source', (source) => source.open), false);
    // One sentence is enough.
    assert.equal(await page.$eval('.live-bar', (bar) => (bar as HTMLElement).hidden), true);
    await press(page, 'Run all');
    await said(page, /^Cell 3 ran/);
    assert.deepEqual(complaints, []);
    await page.reload();
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    await page.evaluate(`Storage.prototype.setItem = ${full}`);
    await press(page, 'Hide code');
    await said(page, /^This browser keeps nothing for this page/);
    assert.equal(await page.$eval('details.source', (source) => source.open), false);
  });

  test(`${browserName}: cells are run by keys alone, and every button and state has a name for screen readers`, async (t) => {
    const opened = await livePage(t, browserName, [code('print(1)'), code('await sleep(60000)'), code('')]);
    if (opened === undefined) return;
    const { page } = opened;
    await page.focus('#cell-3 .code-frame pre');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Shift');
    await until(page, 0, 'done');
    assert.equal(await page.evaluate(() => document.activeElement!.closest('.cell')!.id), 'cell-5');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await until(page, 1, 'running');
    await page.focus('#cell-5 button[data-live=run]');
    await page.keyboard.press('Enter');
    await until(page, 1, 'failed');
    const names = await page.$$eval('.cell-tools button, .live-bar button, .beside button, button[data-live]', (all) =>
      all.map((button) => button.getAttribute('aria-label') ?? button.textContent!),
    );
    assert.deepEqual([...new Set(names)].sort(), ['Close', 'Run all', 'Run cell 3', 'Run cell 5']);
    assert.equal(await page.$eval('.live-bar p', (line) => line.getAttribute('role')), 'status');
    // What takes the focus is more than a stretch of text: it has a role, and a name.
    const nameless = await page.$$eval('[tabindex="0"], button, a, summary, input', (all) =>
      all
        .filter((one) => one.tagName !== 'INPUT' || one.closest('label') === null)
        .filter((one) =>
          one.hasAttribute('tabindex') && !one.hasAttribute('role')
            ? true
            : (one.getAttribute('aria-label') ?? one.textContent!.trim()) === '',
        )
        .map((one) => one.outerHTML.slice(0, 100)),
    );
    assert.deepEqual(nameless, []);
  });

  test(`${browserName}: on a phone nothing of it is wider than the page; in print there are no buttons`, async (t) => {
    const opened = await livePage(t, browserName, [
      code(`const long = '${'abc'.repeat(80)}';`),
      code(showing(wave(7)), result(wave(2))),
    ]);
    if (opened === undefined) return;
    const { page } = opened;
    await page.setViewport({ width: 360, height: 800 });
    await press(page, 'Run all');
    await until(page, 1, 'done');
    await said(page, /differs/);
    const beyond = await page.$$eval('.cell-tools *, .beside, .beside *, .live-bar, .live-bar *, .bar *', (all) =>
      all
        .filter((element) => element.getBoundingClientRect().left < 0 || element.getBoundingClientRect().right > 360)
        .map((element) => element.outerHTML),
    );
    assert.deepEqual(beyond, []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    const covered = await page.$$eval('.code-frame', (frames) =>
      frames.filter((frame) => {
        const [edit, text] = ['.edit', 'pre'].map((part) => frame.querySelector(part)!.getBoundingClientRect());
        return edit.height === 0 || edit.bottom > text.top;
      }),
    );
    assert.equal(covered.length, 0);
    const apart = await page.$$eval('.cell.code', (cells) =>
      cells.every((cell) => {
        const [state, edit, run] = ['.cell-state', '.edit', 'button[data-live=run]'].map((part) =>
          cell.querySelector(part)!.getBoundingClientRect(),
        );
        return state.right <= edit.left && edit.right <= run.left;
      }),
    );
    assert.ok(apart);
    if (browserName === 'firefox') return;
    await page.emulateMediaType('print');
    assert.deepEqual(
      await page.$$eval(
        'button, .live-bar, .cell-tools',
        (all) => all.filter((element) => element.checkVisibility()).length,
      ),
      0,
    );
  });
}
