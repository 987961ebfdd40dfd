import { accessSync, constants } from 'node:fs';
import type { Browser } from 'puppeteer-core';
import { host } from '../../host/index.js';
import { CommandError } from '../../site/command-error.js';
import { readExecutedCopy } from '../../site/executed-copy.js';
import { type Notebook, type NotebookRun, textOf } from '../../site/notebook.js';
import { outputDifference } from './output-difference.js';
import { fileAddress, runInPage } from './page-driver.js';
import { rendererMemory } from './renderer-memory.js';

export type BrowserName = 'chromium' | 'firefox';

const programs: Readonly<Record<BrowserName, readonly (string | undefined)[]>> = {
  chromium: [process.env.CHROMIUM, process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'],
  firefox: [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

function isExecutable(file: string | undefined): file is string {
  try {
    if (file !== undefined) accessSync(file, constants.X_OK);
    return file !== undefined;
  } catch {
    return false;
  }
}

/**
 * A headless browser.
 * @throws CommandError when this machine has none of that name
 */
export async function launchBrowser(name: BrowserName): Promise<Browser> {
  const executablePath = programs[name].find(isExecutable);
  if (executablePath === undefined)
    throw new CommandError(`pages: no ${name} is here; install it, or name its program in ${name.toUpperCase()}`);
  // Loaded by its name because only a checkout has it.
  const { launch } = host.load<typeof import('puppeteer-core')>('puppeteer-core');
  const common = { executablePath, headless: true, protocolTimeout: 0 } as const;
  if (name === 'firefox') return launch({ ...common, browser: 'firefox' });
  return launch({ ...common, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** What a page did with the cells of its notebook. */
export interface PageReport {
  readonly name: string;
  readonly cellCount: number;
  readonly ranCount: number;
  readonly seconds: number;
  readonly readySeconds: number;
  /** Seconds of the kernel's run that was published. */
  readonly publishedSeconds: number | undefined;
  /** Largest memory of the page's process, in mebibytes; undefined where the system does not tell. */
  readonly memory: number | undefined;
  readonly isIsolated: boolean;
  /** Cells whose outputs differ from what was published, how; the error of a cell that failed; what the browser complained of. */
  readonly problems: readonly string[];
}

/** Where pages are, and in what they run. */
export interface PagesPlan {
  readonly site: string;
  readonly names: readonly string[];
  readonly browser: Pick<Browser, 'newPage' | 'process'>;
  /** Address of a server of the site; the file system when left out. */
  readonly server?: string;
}

const milliseconds = 500;

/** Runs the cells of executed notebooks in the pages of a site, one page after the other. */
export async function* runPages({ site, names, browser, server }: PagesPlan): AsyncGenerator<PageReport> {
  const notebooks = names.map((name) => {
    const notebook = readExecutedCopy(site, name);
    return { name, notebook, run: notebook.metadata.microcanon as NotebookRun | undefined };
  });
  const pid = browser.process()?.pid;
  for (const { name, notebook, run } of notebooks) {
    let memory: number | undefined;
    const watch = setInterval(() => {
      const now = pid === undefined ? undefined : rendererMemory(pid);
      memory = Math.max(memory ?? 0, now ?? 0) || undefined;
    }, milliseconds);
    try {
      const cells = codeCells(notebook);
      const address = server === undefined ? fileAddress(site, `${name}.html`) : `${server}${name}.html`;
      const sources = cells.map(({ source }) => textOf(source));
      const page = await runInPage(browser, { address, sources });
      const problems = page.cells.flatMap(({ outputs, status }, index) => {
        const difference = outputDifference(outputs, cells[index].outputs ?? []);
        return difference === undefined && status === 'ok' ? [] : [`code cell ${index + 1}, ${status}: ${difference}`];
      });
      yield {
        name,
        cellCount: cells.length,
        ranCount: page.cells.filter(({ status }) => status === 'ok').length,
        seconds: page.seconds,
        readySeconds: page.readySeconds,
        publishedSeconds: run?.seconds,
        memory,
        isIsolated: page.isIsolated,
        problems: [...problems, ...page.complaints],
      };
    } finally {
      clearInterval(watch);
    }
  }
}

function codeCells({ cells }: Notebook): Notebook['cells'] {
  return cells.filter(({ cell_type, source }) => cell_type === 'code' && textOf(source).trim() !== '');
}
