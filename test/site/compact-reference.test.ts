import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { JSDOM } from 'jsdom';
import { compactReference } from '../../lib/site/compact-reference.js';
import { temporaryFolder } from '../command/temporary-folder.js';

/** A page as typedoc writes it. @param way from the page to the reference's folder, `./` in that folder */
function pageOf(name: string, way: string): string {
  const above = way === './' ? '' : way;
  const use = (sign: string) => `<use href="${above}assets/icons.svg#icon-${sign}"></use>`;
  const chevron = `<svg width="20" height="20" viewBox="0 0 24 24" fill="none" aria-hidden="true">${use('chevronDown')}</svg>`;
  return `<!DOCTYPE html><html class="default" lang="en" data-base="${way}"><head><title>${name}</title><script defer src="${above}assets/main.js"></script></head><body><header class="tsd-page-toolbar">
<a href="${above}index.html" class="title">All</a><button><svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">${use('search')}</svg></button><a href="#" class="menu"></a></header>
<h1 id="${name}">${name}<a href="#${name}" aria-label="Permalink" class="tsd-anchor-icon"><svg viewBox="0 0 24 24" aria-hidden="true">${use('anchor')}</svg></a></h1>
<svg class="tsd-kind-icon" viewBox="0 0 24 24" aria-label="Type Alias">${use('2097152')}</svg><a href="${above}rooms/other.html#x">Other</a>
${`<b class="tsd-a-long-name">x</b>`.repeat(way === './' ? 800 : 1)}<div class="tsd-navigation settings">
<details class="tsd-accordion"><summary>${chevron}</summary></details></div>
<div class="site-menu">
<nav><a href="${above}../index.html">Workbook</a></nav></div></body></html>`;
}

const pages = { 'index.html': './', 'rooms/one.html': '../', 'rooms/two.html': '../' } as const;

function referenceOf(t: TestContext): string {
  const folder = temporaryFolder(t);
  for (const [file, way] of Object.entries(pages)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), pageOf(file, way));
  }
  mkdirSync(join(folder, 'assets'));
  compactReference(folder);
  return folder;
}

test('a page of the reference is shorter, leads to the contents without scripts, and is the same element by element with them', (t) => {
  const folder = referenceOf(t);
  for (const [file, way] of Object.entries(pages)) {
    const short = readFileSync(join(folder, file), 'utf8');
    const whole = pageOf(file, way);
    assert.ok(short.length < whole.length / 2, file);
    const { window } = new JSDOM(short, { runScripts: 'outside-only', url: `http://localhost/${file}` });
    assert.ok(window.document.querySelector(`header a[href="${way}index.html"]`), file);
    window.eval(readFileSync(join(folder, 'assets', 'frame.js'), 'utf8'));
    window.document.querySelector('script[src$="frame.js"]')!.remove();
    const { window: before } = new JSDOM(whole);
    // Attributes may stand in another order.
    assert.ok(
      window.document.documentElement.isEqualNode(window.document.importNode(before.document.documentElement, true)),
      file,
    );
  }
});

test('a part that differs from that of the other pages stays on its page', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'assets'));
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.html`), pageOf(name, './'));
  writeFileSync(join(folder, 'd.html'), pageOf('d', './').replace('Workbook', 'Elsewhere'));
  compactReference(folder);
  assert.match(readFileSync(join(folder, 'd.html'), 'utf8'), /Elsewhere/);
});
