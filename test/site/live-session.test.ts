import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { displaySymbol } from '../../lib/array/index.js';
import { line, plot } from '../../lib/figure/index.js';
import { gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { corePart } from '../../lib/site/live/core-part.js';
import { partScript } from '../../lib/site/live/part.js';
import { writeSite } from '../../lib/site/site.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { browserNames, openBrowser } from './browser.js';
import { code, notebook, prose, result } from './sample.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };

/** A site of one notebook, whose published numbers were computed by Node. */
async function site(t: TestContext): Promise<string> {
  const paths = [...gaussian({ signalLength: 8 }).sample(key(7), 4).data];
  const figure = await plot({ marks: [line(paths)], x: 'place', y: 'value', caption: 'Draws.' })[displaySymbol]();
  const cells = [
    prose('# Draws'),
    code(
      `import { line, plot } from 'microcanon/figure';
import { gaussian } from 'microcanon/model';
import { key } from 'microcanon/random';
const paths: number[] = [...gaussian({ signalLength: 8 }).sample(key(7), 4).data];`,
    ),
    prose('Numbers.'),
    code(`console.log(paths.join(' '))`, { output_type: 'stream', name: 'stdout', text: `${paths.join(' ')}\n` }),
    prose('A figure.'),
    code(
      `plot({ marks: [line(paths)], x: 'place', y: 'value', caption: 'Draws.' })`,
      result(JSON.parse(JSON.stringify(figure))),
    ),
    prose('A loop.'),
    code('for (;;) await new Promise((resolve) => setTimeout(resolve, 5));'),
    prose('A count.'),
    code('console.log(paths.length)'),
    prose('An end.'),
    code('close(); await new Promise(() => undefined);'),
  ];
  const notebooks = [{ name: '00-draws', notebook: notebook(...cells) }];
  const folder = join(temporaryFolder(t), 'site');
  writeSite(folder, { facts, notebooks });
  // The notebook's cells need no other part.
  writeFileSync(join(folder, 'assets', 'live', 'core.js'), partScript('core', await corePart()));
  return pathToFileURL(join(folder, '00-draws.html')).href;
}

test('cells of a page from the file system give the published bits, in a worker that a stop leaves its variables', async (t) => {
  const address = await site(t);
  for (const name of browserNames) {
    const browser = await openBrowser(t, name);
    if (browser === undefined) continue;
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`network: ${request.url()}`);
    });
    await page.goto(address);
    const until = (state: string, cell: number) =>
      page.waitForSelector(`#cell-${cell}[data-state=${state}]`, { timeout: 30_000 });
    await page.locator('button[data-live=all]').click();
    await until('running', 8);
    const notes = await page.$$eval('.beside', (all) => all.map((note) => note.textContent));
    assert.deepEqual(notes, Array(2).fill('Same as published, to the last bit.'), name);
    const start = performance.now();
    await page.locator('#cell-8 button[data-live=run]').click();
    await until('failed', 8);
    t.diagnostic(`${name}: stopped after ${((performance.now() - start) / 1000).toFixed(2)} s`);
    await page.locator('#cell-10 button[data-live=run]').click();
    await until('done', 10);
    assert.equal(await page.$eval('#cell-10 .output', (output) => output.textContent), '32');
    await page.locator('#cell-12 button[data-live=run]').click();
    await page.waitForFunction(() =>
      /has died \(a cell closed it\)/.test(document.querySelector('.live-bar p')?.textContent ?? ''),
    );
    assert.deepEqual(complaints, [], name);
    await page.close();
  }
});
