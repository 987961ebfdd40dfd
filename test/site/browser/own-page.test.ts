import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ElementHandle, Page } from 'puppeteer-core';
import { readBibliography, referencesFile } from '../../../lib/site/bibliography.js';
import { editorScript, ownScript } from '../../../lib/site/live/types-part.js';
import { writeSite } from '../../../lib/site/site.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { type BrowserName, browserNames, openBrowser } from '../browser.js';
import { code, notebook, prose, result } from '../sample.js';
import { stubPart } from '../stub-part.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };
let scripts: { readonly editor: string; readonly own: string };
before(async () => {
  scripts = { editor: await editorScript(), own: await ownScript() };
});

const attack = (place: string): string =>
  `<img src=x onerror="attacked('${place}')"><script>attacked('${place}')</script><div class="live-bar cell code" onclick="attacked('${place}')">text</div><svg onload="attacked('${place}')"></svg><a href="javascript:attacked('${place}')">link</a><iframe src="javascript:attacked('${place}')"></iframe>`;

const hostile = notebook(
  prose(
    `# Mine\n\nA formula $x^2$ and **words** [@bruna2019, section 3]. ${attack('prose')}\n\n[link](javascript:attacked('link'))`,
  ),
  code("print('ran');", result({ 'text/html': `<table><tr><td>kept</td></tr></table>${attack('output')}` })),
  code(
    'attacked("cell")',
    result({ 'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg">${attack('picture')}</svg>` }),
  ),
  code('1', result({ 'text/markdown': attack('markdown') })),
);

/** The page for notebooks from the disk, a folder to put such notebooks into, and what the page complains of. */
async function ownPage(
  t: TestContext,
  name: BrowserName,
): Promise<{ page: Page; folder: string; complaints: string[] } | undefined> {
  const browser = await openBrowser(t, name);
  if (browser === undefined) return undefined;
  const folder = join(temporaryFolder(t), 'site');
  writeSite(folder, { facts, notebooks: [], bibliography: readBibliography(referencesFile) });
  // The editor starts the compiler's part as it opens; a compiler that says nothing is enough here.
  const types = "microcanonPart('types', function () {});";
  for (const [file, text] of Object.entries({ ...scripts, core: stubPart, types }))
    writeFileSync(join(folder, 'assets', 'live', `${file}.js`), text);
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(pathToFileURL(join(folder, 'own.html')).href);
  return { page, folder, complaints };
}

async function openFile(page: Page, file: string): Promise<void> {
  const input = (await page.waitForSelector('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
}

for (const name of browserNames) {
  test(`${name}: a notebook from the disk opens harmless and still, runs at the reader’s wish, and its changes come back`, async (t) => {
    const opened = await ownPage(t, name);
    if (opened === undefined) return;
    const { page, folder, complaints } = opened;
    await page.evaluate(() => {
      const attacks: string[] = [];
      Object.assign(window, { attacks, attacked: (place: string) => attacks.push(place) });
    });
    const file = join(folder, 'mine.ipynb');
    writeFileSync(file, JSON.stringify(hostile));
    await openFile(page, file);
    await page.waitForSelector('#cell-2 button[data-live=run]');
    assert.equal(await page.$eval('h1', (title) => title.textContent), 'Mine');
    assert.ok(await page.$('#cell-1 .katex'));
    assert.equal(
      await page.$eval('#cell-1 a.citation', (link) => `${link.getAttribute('href')}: ${link.textContent}`),
      'references.html#bruna2019: Bruna & Mallat, 2019',
    );
    assert.equal(await page.$eval('#cell-2 .outputs td', (cell) => cell.textContent), 'kept');
    const dangers = 'article :is(script, iframe, [onerror], [onclick], [onload], [href^=javascript], .live-bar)';
    assert.equal(await page.$(dangers), null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const states = () => page.$$eval('.cell.code', (cells) => cells.map((cell) => cell.getAttribute('data-state')));
    assert.deepEqual(await states(), ['idle', 'idle', 'idle']);
    assert.deepEqual(await page.evaluate(() => (window as unknown as { attacks: string[] }).attacks), []);
    await page.$eval('#cell-2 button[data-live=run]', (button) => (button as HTMLElement).click());
    await page.waitForSelector('#cell-2[data-state=done]');
    await page.waitForFunction(() => / stored /.test(document.querySelector('.live-bar p')?.textContent ?? ''));
    assert.doesNotMatch(await page.$eval('article', (article) => article.textContent ?? ''), /published/);
    await page.$eval('#cell-2 .edit', (button) => (button as HTMLElement).click());
    await page.waitForSelector('#cell-2 .cm-editor');
    await page.keyboard.type('// mine\n');
    await page.waitForFunction(() => document.querySelector('.changes summary')?.textContent === '1 changed');
    await page.reload();
    await openFile(page, file);
    await page.waitForSelector('#cell-2.changed');
    assert.match(await page.$eval('#cell-2 .code-frame > pre', (text) => text.textContent ?? ''), /^\/\/ mine\n/);
    // The picture of the hostile output is none.
    assert.deepEqual(
      complaints.filter((text) => !/svg/i.test(text)),
      [],
    );
  });
}

test('what is no notebook is refused in a sentence, and cells of another language are shown without buttons', async (t) => {
  const opened = await ownPage(t, 'chromium');
  if (opened === undefined) return;
  const { page, folder } = opened;
  const file = join(folder, 'other.ipynb');
  for (const [text, sentence] of [
    ['text', /^other\.ipynb is no notebook: it is not JSON/],
    ['{"nbformat": 3, "worksheets": []}', /^other\.ipynb is no notebook of format 4; save it again from Jupyter\.$/],
  ] as const) {
    writeFileSync(file, text);
    await openFile(page, file);
    await page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector('.refusal')?.textContent ?? ''),
      {},
      sentence.source,
    );
  }
  writeFileSync(file, JSON.stringify({ ...hostile, metadata: { language_info: { name: 'python' } } }));
  await openFile(page, file);
  await page.waitForSelector('#cell-2');
  assert.equal(await page.$('button[data-live], .edit'), null);
  assert.match(await page.$eval('.refusal', (line) => line.textContent ?? ''), /python/);
});
