import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileAddress, runInPage } from '../../../lib/command/pages/page-driver.js';
import { type PartsNotebook, partList } from '../../../lib/site/live/part-list.js';
import { writeParts } from '../../../lib/site/live/write-parts.js';
import { readNotebook, textOf } from '../../../lib/site/notebook.js';
import { root } from '../../support.js';
import { browserNames, openBrowser } from '../browser.js';

const results = readdirSync(join(root, 'data', 'results'));

/** The cells of a notebook, with the stored results and the package that it reads. */
function notebookOf(
  name: string,
  isRead: (result: string) => boolean,
  packages: readonly string[] = [],
): PartsNotebook {
  const { cells } = readNotebook(join(root, 'notebooks', `${name}.ipynb`));
  const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));
  return {
    name,
    code: code.filter((text) => text.trim() !== ''),
    reads: [...packages, ...results.filter(isRead).map((result) => `microcanon/data/results/${result}`)],
  };
}

// Two that take few seconds: one that computes all it shows, and one of stored results and a network. `microcanon pages` runs all of them.
const notebooks = [
  notebookOf('01-microcanonical-models', () => false),
  notebookOf('29-one-table', (result) => result.startsWith('one-table-'), ['@tensorflow/tfjs']),
];

let site: string;
before(async () => {
  site = mkdtempSync(join(tmpdir(), 'microcanon-notebooks-'));
  writeFileSync(join(site, 'page.html'), '<!doctype html><meta charset="utf-8"><title>A page</title>');
  await writeParts(site, notebooks);
});
after(() => rmSync(site, { recursive: true, force: true }));

for (const browserName of browserNames) {
  for (const notebook of notebooks) {
    test(`${browserName}: the cells of notebook ${notebook.name} run to their end in a page from the file system`, async (t) => {
      const browser = await openBrowser(t, browserName);
      if (browser === undefined) return;
      const parts = partList(notebooks).of(notebook.name);
      const address = fileAddress(site, 'page.html');
      const { cells, complaints, seconds } = await runInPage(browser, { address, parts, sources: notebook.code });
      t.diagnostic(`${seconds.toFixed(1)} s`);
      const errors = cells.flatMap(({ outputs }) => outputs.filter(({ output_type }) => output_type === 'error'));
      assert.deepEqual(errors, []);
      assert.equal(cells.length, notebook.code.length);
      assert.deepEqual(complaints, []);
      // A figure is drawn by the page: no picture of it is made in the worker.
      const figures = cells.flatMap(({ outputs }) =>
        outputs.filter((output) => 'data' in output && 'application/vnd.plotly.v1+json' in output.data),
      );
      assert.ok(figures.length > 2);
      assert.ok(figures.every((output) => 'data' in output && !('image/png' in output.data)));
    });
  }
}
