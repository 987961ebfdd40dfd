/*
 * Draws the README's pictures of a live page into data/readme, from the built site: `node dist/test/site/page-pictures.js`.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, type Page } from 'puppeteer-core';
import { root } from '../support.js';

const cell = '#cell-26';
/** Pixels of a page that a picture shows. */
const frame = { width: 800, height: 960 };

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(root, 'data', 'readme', `${name}.png`) });
}

/** Where the step size stands in the code of Figure 3 (b). */
async function stepSizePlace(page: Page): Promise<{ x: number; y: number }> {
  return page.$$eval(`${cell} .hljs-number`, (numbers) => {
    const { left, top, width, height } = numbers
      .find(({ textContent }) => textContent === '10')!
      .getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
}

/** Resolves when the figure has another curve than before, and nothing runs. */
async function redrawn(page: Page, before: string): Promise<void> {
  await page.waitForFunction(
    (selector, old) => document.querySelector(`${selector} .plot .trace path.js-line`)?.getAttribute('d') !== old,
    { timeout: 120_000, polling: 200 },
    cell,
    before,
  );
}

const curve = (page: Page): Promise<string> =>
  page.$eval(`${cell} .plot .trace path.js-line`, (path) => path.getAttribute('d') ?? '');

async function draw(): Promise<void> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const page = await browser.newPage();
  await page.setViewport({ ...frame, deviceScaleFactor: 1 });
  await page.goto(pathToFileURL(join(root, 'site', '03-mean-field.html')).href);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
  await page.$eval(cell, (section) => section.scrollIntoView());
  await picture(page, 'live-published');
  const published = await curve(page);
  const { x, y } = await stepSizePlace(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 12 });
  await redrawn(page, published);
  await picture(page, 'live-dragged');
  await page.mouse.up();
  await page.waitForFunction(
    (selector) => !globalThis.microcanonLive!.isBusy && document.querySelector(`${selector} .beside`) !== null,
    { timeout: 300_000, polling: 500 },
    cell,
  );
  await page.locator('::-p-aria([name="Close"][role="button"])').click();
  await page.$eval(cell, (section) => section.scrollIntoView());
  await picture(page, 'live-settled');
  await browser.close();
}

void draw();
