import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { writeApiReference } from '../../lib/site/api-reference.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { openBrowser } from './browser.js';

test('everything public has a docstring; the reference links to pages that are there, loads nothing from a network, and is written once', async (t) => {
  const site = temporaryFolder(t);
  assert.equal(await writeApiReference(site, { isStrict: true }), undefined);
  const folder = join(site, 'api');
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  assert.ok(
    pages.some((name) => name.endsWith('random.key.html')),
    pages.join(' '),
  );
  for (const page of pages) {
    const html = readFileSync(join(folder, page), 'utf8');
    for (const [, tag, address] of html.matchAll(/<(script|link|img)[^>]* (?:src|href)="([^"]*)"/g))
      assert.ok(!/^(https?:)?\/\//.test(address), `${page} loads ${tag} ${address}`);
    for (const [, address] of html.matchAll(/<a[^>]* href="([^"#]+)/g)) {
      if (/^https?:/.test(address) || address.endsWith('../index.html')) continue;
      assert.ok(existsSync(join(folder, dirname(page), decodeURIComponent(address))), `${page} links to ${address}`);
    }
  }
  const written = statSync(join(folder, 'index.html')).mtimeMs;
  assert.equal(await writeApiReference(site), undefined);
  assert.equal(statSync(join(folder, 'index.html')).mtimeMs, written);
  assert.deepEqual(readdirSync(site), ['api']);

  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.click('#tsd-search-trigger');
  await page.type('#tsd-search-input', 'logGamma');
  await page.waitForFunction(() => document.querySelector('#tsd-search-results')?.textContent?.includes('logGamma'));
  assert.deepEqual(
    asked.filter((address) => !/^(file|data|blob):/.test(address)),
    [],
  );
});
