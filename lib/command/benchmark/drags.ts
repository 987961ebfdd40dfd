import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { settings } from '../../host/index.js';
import { CommandError } from '../../site/command-error.js';
import { launchBrowser } from '../pages/run-pages.js';
import { formatTable, median } from './timing.js';

/** A figure whose numbers are dragged: its page, words of its caption, and the names of the numbers in its cell. */
interface DraggedFigure {
  readonly name: string;
  readonly page: string;
  readonly caption: string;
  readonly numbers: readonly string[];
}

const figures: readonly DraggedFigure[] = [
  {
    name: 'Figure 1 (c)',
    page: '02-overfitting',
    caption: 'Figure 1 c.',
    numbers: ['stepSize', 'ensembleSize', 'coefficient', 'stepCount'],
  },
  {
    name: 'Figure 2',
    page: '03-mean-field',
    caption: 'Figure 2.',
    numbers: ['stepSize', 'pathCount', 'coefficient', 'stepCount'],
  },
  {
    name: 'Figure 3 (b)',
    page: '03-mean-field',
    caption: 'Figure 3 b,',
    numbers: ['stepSize', 'ensembleSize', 'coefficient', 'stepCount'],
  },
  { name: 'Figure 4', page: '03-mean-field', caption: 'Figure 4.', numbers: ['stepSize', 'coefficient', 'stepCount'] },
];

/** Moves of the pointer per drag, to and fro: an odd number, so that a drag ends at another value. */
const MOVES = 5;
/** Pixels of the pointer's way in each drag of a number: the second brings back the value before the first. */
const WAYS = [30, -30];

/**
 * Seconds from a move of the pointer over a number to the redrawn figure, in Chromium, from the file system: median, 90th percentile
 * and largest of some moves, none of which overtakes the one before; and seconds from the release to the figure at its full size, the
 * longer of two. Where the site of `npm run workbook` is missing, a sentence that says so.
 * @throws CommandError where a page lacks a figure, or no Chromium is here
 */
export async function dragsTable(): Promise<string> {
  const { site } = settings().folders;
  const fileOf = (page: string): string => join(site, `${page}.html`);
  const missing = figures.map(({ page }) => fileOf(page)).find((file) => !existsSync(file));
  if (missing !== undefined) return `Numbers are not dragged: ${missing} is missing; run npm run workbook first\n`;
  const browser = await launchBrowser('chromium');
  const rows: string[][] = [];
  try {
    for (const name of new Set(figures.map(({ page }) => page))) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1280, height: 1000 });
      await page.goto(pathToFileURL(fileOf(name)).href);
      await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn');
      for (const figure of figures.filter((one) => one.page === name)) rows.push(...(await rowsOf(page, figure)));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  const head = ['', 'number', 'median', '90 %', 'largest', 'full size'];
  return formatTable('Seconds from a move of the pointer over a number to the redrawn figure, in Chromium', head, rows);
}

async function rowsOf(page: Page, { name, caption, numbers }: DraggedFigure): Promise<string[][]> {
  const cell = await page.evaluate((words) => {
    const captions = [...document.querySelectorAll('.cell.code figcaption')];
    return captions.find(({ textContent }) => textContent?.includes(words))?.closest('.cell')?.id;
  }, caption);
  if (cell === undefined) throw new CommandError(`bench: no cell has a figure whose caption holds '${caption}'`);
  const rows: string[][] = [];
  for (const number of numbers) {
    // The first drag loads scripts and runs the cells above.
    if (rows.length === 0) for (const way of WAYS) await drag(page, { cell, number, way });
    const drags: Awaited<ReturnType<typeof drag>>[] = [];
    for (const way of WAYS) drags.push(await drag(page, { cell, number, way }));
    const moves = drags.flatMap((one) => one.moves).sort((a, b) => a - b);
    const ninth = moves[Math.ceil(0.9 * moves.length) - 1];
    const shown = [median(moves), ninth, moves[moves.length - 1], Math.max(...drags.map(({ settled }) => settled))];
    rows.push([name, number, ...shown.map((seconds) => seconds.toFixed(2))]);
  }
  return rows;
}

interface Drag {
  /** Id of the cell's element. */
  readonly cell: string;
  readonly number: string;
  readonly way: number;
}

/** Drags a number of a cell to and fro; seconds of each move, and of the release. */
async function drag(page: Page, { cell, number, way }: Drag): Promise<{ moves: number[]; settled: number }> {
  const { x, y } = await middleOf(page, cell, number);
  await page.mouse.move(x, y);
  await page.mouse.down();
  const moves: number[] = [];
  for (let i = 0; i < MOVES; i++) {
    const drawn = redrawn(page, cell, 'pointermove');
    // Powers of two take 28 pixels per step.
    await page.mouse.move(i % 2 === 0 ? x + way : x, y);
    moves.push(await drawn);
  }
  const settled = redrawn(page, cell, 'pointerup');
  await page.mouse.up();
  const seconds = await settled;
  await page.waitForFunction(() => !globalThis.microcanonLive!.isBusy && !document.querySelector('[data-sketch]'), {
    timeout: 300_000,
  });
  return { moves, settled: seconds };
}

/** The middle of the number of that name, brought into the window with the figure below. */
async function middleOf(page: Page, cell: string, number: string): Promise<{ x: number; y: number }> {
  await page.hover(`#${cell} .code-frame pre`);
  await page.focus(`#${cell} .code-frame pre`);
  const selector = `#${cell} .number[aria-label="${number}"]`;
  await page.waitForSelector(selector);
  await page.$eval(`#${cell} figcaption`, (element) => element.scrollIntoView({ block: 'end' }));
  return page.$eval(selector, (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
}

/** Seconds from the next event of the pointer to the frame after the one that shows what the cell gave: a sketch while it moves. */
function redrawn(page: Page, cell: string, cause: 'pointermove' | 'pointerup'): Promise<number> {
  return page.evaluate(
    (id, kind) =>
      new Promise<number>((resolve) => {
        let start = performance.now();
        const begin = (): void => {
          start = performance.now();
        };
        addEventListener(kind, begin, { once: true, capture: true });
        let hasHeard = false;
        const forget = globalThis.microcanonLive!.on((event) => {
          if (!hasHeard || event.kind !== 'ended' || event.cell.element.id !== id || event.run.status !== 'ok') return;
          if (event.run.isSketch !== (kind === 'pointermove')) return;
          forget();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve((performance.now() - start) / 1000)));
        });
        // `on` tells at once of the runs that have ended already.
        hasHeard = true;
      }),
    cell,
    cause,
  );
}
