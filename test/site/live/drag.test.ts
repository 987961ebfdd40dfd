import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { writeSite } from '../../../lib/site/site.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { type BrowserName, browserNames, openBrowser } from '../browser.js';
import { code, notebook, prose } from '../sample.js';
import { stubPart } from '../stub-part.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };

/** Cells 3, 5, 7 …: variables without a keyword are those that all cells share. */
const cells = [
  'γ = 0.1; M = 128;',
  "twice = 2 * γ; print('twice ' + twice)",
  "N = 3; print('N ' + N)",
  "print('four times ' + 2 * twice + ', M ' + M)",
];

/** A page of these cells in a browser. */
async function opened(t: TestContext, name: BrowserName): Promise<Page | undefined> {
  const browser = await openBrowser(t, name);
  if (browser === undefined) return undefined;
  const folder = join(temporaryFolder(t), 'site');
  const published = { output_type: 'stream', name: 'stdout', text: 'published' } as const;
  const all = cells.flatMap((source) => [prose('A sentence.'), code(source, published)]);
  writeSite(folder, { facts, notebooks: [{ name: '00-tour', notebook: notebook(prose('# A page'), ...all) }] });
  writeFileSync(join(folder, 'assets', 'live', 'core.js'), stubPart);
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 1400 });
  await page.goto(pathToFileURL(join(folder, '00-tour.html')).href);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
  return page;
}

const codeOf = (page: Page, cell: number): Promise<string> =>
  page.$eval(`#cell-${cell} code`, (element) => element.textContent ?? '');

/** Waits until a cell shows an output. */
const shows = (page: Page, cell: number, text: string): Promise<unknown> =>
  page.waitForFunction(
    (id, wanted) => document.querySelector(`#cell-${id} .output`)?.textContent === wanted,
    { timeout: 10_000 },
    cell,
    text,
  );

/** The middle of a number of a cell's code. */
async function middle(page: Page, cell: number, text: string): Promise<{ x: number; y: number }> {
  return page.$$eval(
    `#cell-${cell} code .hljs-number`,
    (numbers, wanted) => {
      const found = numbers.find((number) => number.textContent === wanted)!;
      const { left, top, width, height } = found.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    },
    text,
  );
}

for (const browser of browserNames) {
  test(`${browser}: a number that is dragged on a page where nothing has run takes along what depends on it, and nothing else`, async (t) => {
    const page = await opened(t, browser);
    if (page === undefined) return;
    const { x, y } = await middle(page, 3, '0.1');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 8, y);
    await page.mouse.move(x + 22, y, { steps: 3 });
    await shows(page, 5, 'twice 0.28');
    assert.equal(await codeOf(page, 3), 'γ = 0.14; M = 128;');
    await page.mouse.up();
    await shows(page, 9, 'four times 0.56, M 128');
    assert.equal(await page.$eval('#cell-7 .output', ({ textContent }) => textContent), 'published');
    assert.equal(await page.$eval('#cell-7', (cell) => cell.getAttribute('data-state')), 'idle');
    await page.waitForFunction(() => document.querySelector('[data-sketch]') === null);
    assert.equal(await page.$('.cm-editor'), null, 'the end of a drag is no click that opens the editor');
  });

  test(`${browser}: Escape brings the number back while it is dragged`, async (t) => {
    const page = await opened(t, browser);
    if (page === undefined) return;
    const { x, y } = await middle(page, 3, '0.1');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 22, y, { steps: 3 });
    await shows(page, 5, 'twice 0.28');
    await page.keyboard.press('Escape');
    await page.mouse.move(x + 40, y, { steps: 3 });
    await page.mouse.up();
    await shows(page, 5, 'twice 0.2');
    assert.equal(await codeOf(page, 3), cells[0]);
  });
}

test('keys step a number, which tells its name and value, and the arrows sideways go to the next', async (t) => {
  const page = await opened(t, 'chromium');
  if (page === undefined) return;
  await page.focus('#cell-3 pre');
  await page.waitForSelector('#cell-3 .number[tabindex="0"]');
  await page.focus('#cell-3 .number');
  const told = () =>
    page.evaluate(() => {
      const number = document.activeElement!;
      return ['role', 'aria-label', 'aria-valuenow', 'aria-valuetext'].map((name) => number.getAttribute(name));
    });
  assert.deepEqual(await told(), ['spinbutton', 'γ', '0.1', '0.1']);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.down('Shift');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.up('Shift');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await told(), ['spinbutton', 'γ', '0.3', '0.3']);
  await shows(page, 5, 'twice 0.6');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await told(), ['spinbutton', 'M', '128', '128']);
  await page.keyboard.press('ArrowDown');
  await shows(page, 9, 'four times 1.2, M 64');
  await page.keyboard.press('Escape');
  await shows(page, 9, 'four times 1.2, M 128');
  assert.equal(await codeOf(page, 3), 'γ = 0.3; M = 128;');
  const { x, y } = await middle(page, 3, '0.3');
  await page.mouse.click(x, y, { count: 2 });
  await shows(page, 5, 'twice 0.2');
  assert.equal(await codeOf(page, 3), cells[0]);
});

test('a finger drags a number, too', async (t) => {
  const page = await opened(t, 'chromium');
  if (page === undefined) return;
  const { x, y } = await middle(page, 3, '0.1');
  const finger = await page.touchscreen.touchStart(x, y);
  for (const way of [4, 8, 12, 16, 22]) await finger.move(x + way, y);
  await shows(page, 5, 'twice 0.28');
  await finger.end();
  assert.equal(await codeOf(page, 3), 'γ = 0.14; M = 128;');
});
