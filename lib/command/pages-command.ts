import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../host/index.js';
import { CommandError, UsageError } from '../site/command-error.js';
import { notebooksIn } from '../site/notebook.js';
import type { Command } from './command.js';
import type { BrowserName, PageReport } from './pages/run-pages.js';
import { selectNotebooks } from './settings.js';
import { onStopSignals } from './stop-signals.js';

const browsers: readonly BrowserName[] = ['chromium', 'firefox'];

function rowOf(report: PageReport): string {
  const { name, ranCount, cellCount, seconds, publishedSeconds, memory, isIsolated, problems } = report;
  const entries = [
    name.padEnd(30),
    `${ranCount} of ${cellCount}`.padStart(9),
    `${seconds.toFixed(1)} s`.padStart(8),
    (publishedSeconds === undefined ? '' : `${publishedSeconds.toFixed(1)} s`).padStart(9),
    (memory === undefined ? '' : `${memory.toFixed(0)} MiB`).padStart(9),
    (isIsolated ? 'threads' : 'alone').padStart(8),
    problems.length === 0 ? 'same' : problems.join('; ').slice(0, 400),
  ];
  return entries.join('  ');
}

/** `microcanon pages`: runs the cells of the site's pages in headless browsers. */
export const pagesCommand: Command = {
  name: 'pages',
  summary:
    'Runs the cells of the site’s pages in a headless browser, and compares every output with the published one.',
  options: {
    only: { value: 'LIST', help: 'only these notebooks, e.g. 03 or 03,05' },
    browser: { value: 'NAME', help: 'chromium (default) or firefox' },
    served: { help: 'from a local server with threads; without it from the file system, with one thread' },
  },
  details:
    'Needs the site that npm run workbook writes. A row for each page: cells that ran, seconds, seconds of the published run,\n' +
    'largest memory, whether there were threads, and what differs. Times of computation are no difference.\n\n' +
    'Exit code: 0 when every cell ran and gave what was published, else 1.',
  async run({ options }) {
    const { launchBrowser, runPages } = await import('./pages/run-pages.js');
    const { listen, staticServer } = await import('../site/static-server.js');
    const { site } = settings().folders;
    if (!existsSync(join(site, 'assets', 'live', 'core.js')))
      throw new CommandError(`pages: ${site} holds no workbook whose cells run; run npm run workbook first`);
    const name = browsers.find((one) => one === (options.browser ?? 'chromium'));
    if (name === undefined)
      throw new UsageError(`pages: option --browser expects chromium or firefox, got '${options.browser}'`);
    const files = selectNotebooks(notebooksIn(join(site, 'notebooks')), options.only);
    const names = files.map((file) => file.replace(/\.ipynb$/, ''));
    const browser = await launchBrowser(name);
    const server = options.served ? staticServer(site) : undefined;
    onStopSignals(() => 'pages: stopped');
    let count = 0;
    try {
      const address = server && (await listen(server));
      for await (const report of runPages({ site, names, browser, server: address })) {
        process.stdout.write(`${rowOf(report)}\n`);
        count += report.problems.length;
      }
    } finally {
      await browser.close();
      server?.close();
    }
    return count === 0 ? 0 : 1;
  },
};
