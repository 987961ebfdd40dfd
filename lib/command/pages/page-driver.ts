import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import type { CellOutput } from '../../cell/index.js';
import { libraryFolder } from '../../host/node/library-folder.js';
import { classicScript } from '../../site/classic-script.js';

/** What a cell of a page gave. */
export interface PageCell {
  readonly status: 'ok' | 'error' | 'stopped';
  readonly seconds: number;
  readonly outputs: readonly CellOutput[];
}

/** A notebook whose cells a page has run, in order, to the first that failed. */
export interface PageRun {
  readonly cells: readonly PageCell[];
  /** From the beginning of the worker to its first answer. */
  readonly readySeconds: number;
  readonly seconds: number;
  /** Whether the page could have threads. */
  readonly isIsolated: boolean;
  /** What the page wrote to its console as an error, and what it asked the network for. */
  readonly complaints: readonly string[];
}

/** The script that runs cells in a page without its buttons: it starts the worker as the page does, and gathers what that says. */
function driverScript(): string {
  const script = `
    import { outputList } from './dist/esm/cell/index.js';
    import { startWorker } from './lib/site/browser/live/parts.ts';
    globalThis.microcanonDriver = async (given, sources) => {
      const parts = given ?? document.querySelector('[data-parts]').dataset.parts.split(' ');
      const start = performance.now();
      const { worker } = await startWorker(parts);
      const queue = [];
      let wake = () => undefined;
      worker.onmessage = ({ data }) => { queue.push(data); wake(); };
      worker.onerror = (event) => { queue.push({ kind: 'lost', message: event.message }); wake(); };
      const next = async () => {
        while (queue.length === 0) await new Promise((resolve) => { wake = resolve; });
        const message = queue.shift();
        if (message.kind === 'closed') throw new Error('a cell closed the worker');
        if (message.kind === 'lost') throw new Error('the worker was lost: ' + message.message);
        return message;
      };
      while ((await next()).kind !== 'ready');
      const readySeconds = (performance.now() - start) / 1000;
      const cells = [];
      const displays = new Map();
      for (const [index, code] of sources.entries()) {
        const list = outputList(displays);
        worker.postMessage({ kind: 'run', run: index + 1, number: index + 1, code });
        for (;;) {
          const message = await next();
          if (message.kind === 'message') list.take(message);
          if (message.kind !== 'ended') continue;
          cells.push({ status: message.status, seconds: message.seconds, outputs: list.outputs });
          break;
        }
        if (cells.at(-1).status !== 'ok') break;
      }
      return { cells, readySeconds, seconds: (performance.now() - start) / 1000, isIsolated: globalThis.crossOriginIsolated === true };
    };`;
  return classicScript({ stdin: { contents: script, resolveDir: libraryFolder(), loader: 'ts' }, platform: 'browser' });
}

let driver: string | undefined;

/** What a page is asked for. */
export interface PagePlan {
  /** Address of a page of the site, from the file system or a server. */
  readonly address: string;
  /** What the page's worker is given; what the page names when left out. */
  readonly parts?: readonly string[];
  /** The code of the cells. */
  readonly sources: readonly string[];
}

/** Runs cells in a page of a browser. */
export async function runInPage(browser: Pick<Browser, 'newPage'>, plan: PagePlan): Promise<PageRun> {
  driver ??= driverScript();
  const page: Page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  const scheme = new URL(plan.address).origin;
  page.on('request', (request) => {
    const address = request.url();
    if (!/^(data|blob|file):/.test(address) && !address.startsWith(scheme)) complaints.push(`asked for ${address}`);
  });
  page.setDefaultTimeout(0);
  try {
    await page.goto(plan.address);
    await page.evaluate(driver);
    const call = `microcanonDriver(${JSON.stringify(plan.parts ?? null)}, ${JSON.stringify(plan.sources)})`;
    const run = (await page.evaluate(call)) as Omit<PageRun, 'complaints'>;
    return { ...run, complaints };
  } finally {
    await page.close();
  }
}

/** The address of a page of a site's folder in the file system. */
export function fileAddress(site: string, page: string): string {
  return pathToFileURL(join(site, page)).href;
}
