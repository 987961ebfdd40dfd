import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'puppeteer-core';
import { plotlyType } from '../../../lib/site/cell-output.js';
import { pngSize } from '../../../lib/site/figure-output.js';
import { partScript } from '../../../lib/site/live/part.js';
import { editorScript, typesPart } from '../../../lib/site/live/types-part.js';
import type { StoredOutput } from '../../../lib/site/notebook.js';
import { writeSite } from '../../../lib/site/site.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { type BrowserName, browserNames, openBrowser } from '../browser.js';
import { code, notebook, prose, result } from '../sample.js';
import { stubPart } from '../stub-part.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };
const run = { profile: 'quick', seconds: 1, revision: 'abc1234' };
let scripts: { readonly editor: string; readonly types: string };
before(async () => {
  scripts = { editor: await editorScript(), types: partScript('types', await typesPart()) };
});

/** A site with one page of two code cells, 3 and 5, whose cells a stub runs. */
function siteWith(t: TestContext, ...further: StoredOutput[]): string {
  const folder = join(temporaryFolder(t), 'site');
  const cells = [
    prose('# A page'),
    prose('One.'),
    code('print("one");', { output_type: 'stream', name: 'stdout', text: 'one' }),
    prose('Two.'),
    code('const size = 2;\nprint("two");', { output_type: 'stream', name: 'stdout', text: 'two' }, ...further),
  ];
  writeSite(folder, { facts, notebooks: [{ name: '00-tour', notebook: notebook(...cells), run }] });
  const live = join(folder, 'assets', 'live');
  mkdirSync(live, { recursive: true });
  writeFileSync(join(live, 'core.js'), stubPart);
  writeFileSync(join(live, 'editor.js'), scripts.editor);
  writeFileSync(join(live, 'types.js'), scripts.types);
  return pathToFileURL(join(folder, '00-tour.html')).href;
}

async function pageAt(browser: BrowserContext, address: string, complaints: string[] = []): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewport({ width: 1200, height: 900 });
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
  return page;
}

async function opened(
  t: TestContext,
  name: BrowserName,
): Promise<{ page: Page; browser: BrowserContext; address: string; complaints: string[] } | undefined> {
  const browser = await openBrowser(t, name);
  if (browser === undefined) return undefined;
  const address = siteWith(t);
  const complaints: string[] = [];
  return { page: await pageAt(browser, address, complaints), browser, address, complaints };
}

/** Opens the editor of a cell by its button. */
async function edit(page: Page, number: number): Promise<void> {
  await page.$eval(`#cell-${number} .edit`, (button) => (button as HTMLElement).click());
  await page.waitForSelector(`#cell-${number} .cm-editor`);
}

async function endOfCode(page: Page): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press('End');
  await page.keyboard.up('Control');
}

const shownCode = (page: Page, number: number): Promise<string | null> =>
  page.$eval(`#cell-${number} .code-frame > pre code`, (element) => element.textContent);

for (const name of browserNames) {
  test(`${name}: a cell is edited by keyboard alone, runs as it was written, and is left by Escape`, async (t) => {
    const open = await opened(t, name);
    if (open === undefined) return;
    const { page, complaints } = open;
    const loaded = () => page.$$eval('script[src]', (all) => all.map((script) => script.getAttribute('src')));
    assert.ok(!(await loaded()).some((address) => address?.includes('live')));
    await page.focus('#cell-3 .code-frame > pre');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#cell-3 .cm-editor.cm-focused');
    assert.match(
      (await page.$eval('#cell-3 .cm-content', (content) => content.getAttribute('aria-label'))) ?? '',
      /^Code of cell 3\./,
    );
    await endOfCode(page);
    await page.keyboard.type('\nprint("more");');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Shift');
    await page.waitForSelector('#cell-3[data-state=done]');
    await page.waitForFunction(() => document.querySelector('#cell-3 .outputs')?.textContent?.includes('onemore'));
    assert.equal(await page.$eval('#cell-3 .change span', (words) => words.textContent), 'changed');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('.cm-editor') === null);
    assert.equal(await page.evaluate(() => document.activeElement?.matches('#cell-3 .code-frame > pre')), true);
    assert.equal(await shownCode(page, 3), 'print("one");\nprint("more");');
    assert.ok(await page.$('#cell-3 .code-frame > pre .hljs-string'));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.closest('#cell-3')?.id), 'cell-3');
    assert.deepEqual(complaints, []);
  });

  test(`${name}: changes survive a reload, and are reset one by one and all`, async (t) => {
    const open = await opened(t, name);
    if (open === undefined) return;
    const { page, address } = open;
    for (const number of [3, 5]) {
      await edit(page, number);
      await endOfCode(page);
      await page.keyboard.type(` // ${number}`);
    }
    await page.waitForFunction(() => document.querySelector('.changes summary')?.textContent === '2 changed');
    await page.goto(address);
    await page.waitForSelector('#cell-5.changed');
    assert.equal(await shownCode(page, 3), 'print("one"); // 3');
    assert.equal(await page.$eval('#cell-3 .change span', (words) => words.textContent), 'changed, not run');
    await page.click('#cell-3 .change button');
    assert.equal(await shownCode(page, 3), 'print("one");');
    await page.waitForFunction(() => document.querySelector('.changes summary')?.textContent === '1 changed');
    await page.click('.changes summary');
    await page.click('.changes button');
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.changes')?.hidden);
    assert.equal(await shownCode(page, 5), 'const size = 2;\nprint("two");');
    await page.goto(address);
    await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
    assert.equal(await page.$('.changed'), null);
  });

  test(`${name}: errors are underlined, members are completed with their docstrings`, async (t) => {
    const open = await opened(t, name);
    if (open === undefined) return;
    const { page, complaints } = open;
    const start = performance.now();
    await edit(page, 5);
    await endOfCode(page);
    await page.keyboard.type('\nsize.toFixd();');
    await page.waitForSelector('.cm-lintRange-error', { timeout: 60_000 });
    t.diagnostic(`first check after ${((performance.now() - start) / 1000).toFixed(1)} s`);
    for (let k = 0; k < 'ixd();'.length; k++) await page.keyboard.press('Backspace');
    const asked = performance.now();
    await page.keyboard.type('i');
    await page.waitForSelector('.cm-tooltip-autocomplete li[aria-selected]');
    t.diagnostic(`completion after ${(performance.now() - asked).toFixed(0)} ms, the typing delay counted`);
    const options = await page.$$eval('.cm-tooltip-autocomplete .cm-completionLabel', (all) =>
      all.map((one) => one.textContent),
    );
    assert.deepEqual(options, ['toFixed']);
    await page.waitForSelector('.cm-completionInfo');
    assert.match(
      await page.$eval('.cm-completionInfo', (info) => info.textContent ?? ''),
      /toFixed\(.*fixed-point notation/s,
    );
    // A list that has just opened takes no key, so that a key meant for the text does not choose from it.
    await new Promise((resolve) => setTimeout(resolve, 150));
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent?.endsWith('size.toFixed'));
    assert.deepEqual(complaints, []);
  });
}

for (const name of browserNames)
  test(`${name}: Tab goes through a cell in the order of reading, and a number that arrows step keeps the focus beside a loaded editor`, async (t) => {
    const started = await opened(t, name);
    if (started === undefined) return;
    const { page, complaints } = started;
    await edit(page, 3);
    await page.keyboard.press('Escape');
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement!;
        return element.getAttribute('aria-label') ?? element.textContent!.trim().split(' ')[0];
      });
    await page.focus('#cell-5 button[data-live=run]');
    const walk: string[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      walk.push(await focused());
      // The numbers are there when the scripts for them are loaded, a moment after the code has the focus.
      if (i === 1) await page.waitForSelector('#cell-5 .number[role=spinbutton]');
    }
    assert.deepEqual(walk, ['Code', 'Code of cell 5', 'size', 'Edit cell 5']);
    await page.focus('#cell-5 .number');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal(await shownCode(page, 5), 'const size = 4;\nprint("two");');
    assert.equal(await focused(), 'size');
    assert.match(await page.$eval('#cell-5 .change span', (label) => label.textContent!), /^changed/);
    await page.keyboard.press('Escape');
    assert.equal(await shownCode(page, 5), 'const size = 2;\nprint("two");');
    assert.deepEqual(complaints, []);
  });

test('where the browser keeps nothing, one sentence says so and the editing goes on', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const address = siteWith(t);
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.goto(address);
  await edit(page, 3);
  await endOfCode(page);
  await page.keyboard.type(' // more');
  await page.waitForFunction(() =>
    document.querySelector('.live-bar p')?.textContent?.startsWith('This browser keeps nothing'),
  );
  assert.equal(await page.$eval('#cell-3 .cm-content', (content) => content.textContent), 'print("one"); // more');
});

test('the downloaded notebook has the reader’s code, what it gave, and pictures of figures that were published or computed', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const figure = { data: [{ y: [1, 3, 2] }], layout: { width: 300, height: 200 } };
  const page = await pageAt(browser, siteWith(t, result({ [plotlyType]: figure, 'text/plain': 'Drawn' })));
  await page.evaluate(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob && blob.type.includes('ipynb'))
        void blob.text().then((text) => ((window as unknown as { saved: string }).saved = text));
      return createObjectURL(blob);
    };
  });
  await edit(page, 3);
  await endOfCode(page);
  await page.keyboard.type('\nprint("more");');
  await page.keyboard.down('Shift');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Shift');
  await page.waitForSelector('#cell-3[data-state=done]');
  await page.$eval('.colophon button', (button) => (button as HTMLElement).click());
  const saved = await page.waitForFunction(() => (window as unknown as { saved?: string }).saved);
  const { nbformat, nbformat_minor, cells } = JSON.parse((await saved.jsonValue()) as string);
  assert.deepEqual([nbformat, nbformat_minor, cells.length], [4, 5, 5]);
  assert.equal(cells[2].source, 'print("one");\nprint("more");');
  assert.deepEqual(cells[2].outputs, [{ output_type: 'stream', name: 'stdout', text: 'onemore' }]);
  const [stream, drawn] = cells[4].outputs;
  assert.deepEqual(stream, { output_type: 'stream', name: 'stdout', text: 'two' });
  const { 'image/png': picture, ...data } = drawn.data;
  assert.deepEqual(data, { [plotlyType]: figure, 'text/plain': 'Drawn' });
  // Two pixels per unit of the layout.
  assert.deepEqual(pngSize(Buffer.from(picture, 'base64')), { width: 600, height: 400 });
  assert.equal(cells[0].source, '# A page');
});

for (const name of browserNames) {
  test(`${name}: numbers of an open editor are dragged, stepped by keys, and marked as an edit; a click puts the cursor`, async (t) => {
    const open = await opened(t, name);
    if (open === undefined) return;
    const { page, complaints } = open;
    await edit(page, 5);
    await page.waitForFunction(() => document.querySelector('script[src*="drag.js"]') !== null);
    await page.waitForSelector('#cell-5 .cm-content .hljs-number');
    const codeOf = () => page.evaluate(() => globalThis.microcanonLive!.cells[1].code);
    const middle = () =>
      page.$eval('#cell-5 .cm-content .hljs-number', (element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      });
    // The script that drags has been run once the cell's numbers are marked.
    await page.hover('#cell-5 .cm-content .hljs-number');
    await page.waitForFunction(() => document.querySelector('#cell-5 pre .number') !== null);
    const { x, y } = await middle();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 17, y, { steps: 3 });
    await page.waitForSelector('#cell-5[data-state=done]');
    await page.mouse.up();
    assert.equal(await codeOf(), 'const size = 5;\nprint("two");');
    assert.equal(await page.$eval('#cell-5 .cm-line', ({ textContent }) => textContent), 'const size = 5;');
    await page.waitForFunction(() => document.querySelector('#cell-5 .change span')?.textContent === 'changed');
    await page.mouse.click(x, y);
    await page.keyboard.down('Alt');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.down('Shift');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.up('Shift');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Alt');
    assert.equal(await codeOf(), 'const size = 15;\nprint("two");');
    await page.keyboard.type('0');
    assert.match(await codeOf(), /^const size = (015|105|150);/, 'the cursor stands at the number');
    // Beside numbers the same keys move lines.
    await endOfCode(page);
    await page.keyboard.down('Alt');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.up('Alt');
    assert.match(await codeOf(), /^print\("two"\);\nconst size/);
    assert.deepEqual(complaints, []);
  });
}
