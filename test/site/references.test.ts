import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { bibliography, readBibliography, referencesFile } from '../../lib/site/bibliography.js';
import { withoutCitations } from '../../lib/site/citations.js';
import { prose as proseOf } from '../../lib/site/markdown.js';
import { notebooksIn, readNotebook, textOf } from '../../lib/site/notebook.js';
import { writeSite } from '../../lib/site/site.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { root } from '../support.js';
import { notebook, prose } from './sample.js';

const person = (family: string, given: string) => ({ family, given });
const works = bibliography([
  {
    id: 'bruna2019',
    type: 'article-journal',
    title: 'Multiscale sparse microcanonical models',
    URL: 'https://arxiv.org/abs/1801.02013',
    author: [person('Bruna', 'Joan'), person('Mallat', 'Stéphane')],
    issued: { 'date-parts': [[2019]] },
  },
  {
    id: 'hill1975',
    type: 'book',
    title: 'A <tail>',
    author: [person('Hill', 'Bruce M.')],
    issued: { 'date-parts': [[1975]] },
  },
]);

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };

function rendered(source: string) {
  const text = proseOf(new Set(), works);
  return { html: text.cell({ source }).text, problems: text.problems, citations: text.citations };
}

function siteOf(t: TestContext, ...sources: string[]) {
  const folder = join(temporaryFolder(t), 'site');
  const notebooks = sources.map((source, index) => ({ name: `0${index}-page`, notebook: notebook(prose(source)) }));
  const problems = writeSite(folder, { notebooks, facts, bibliography: works });
  return { problems, page: (name: string) => readFileSync(join(folder, `${name}.html`), 'utf8') };
}

test('a citation becomes authors and year, linked to the page of references', () => {
  const { html, problems, citations } = rendered('So it is [@bruna2019].');
  assert.match(
    html,
    /So it is \(<a class="citation" id="citation-1" href="references\.html#bruna2019">Bruna &amp; Mallat, 2019<\/a>\)\./,
  );
  assert.deepEqual([problems, citations], [[], [{ key: 'bruna2019', anchor: 'citation-1' }]]);
});

test('a citation may name a place in the work, and several works', () => {
  const { html } = rendered('As in [@bruna2019, section 3 & 4; @hill1975].');
  assert.match(
    html,
    /2019<\/a>, section 3 &amp; 4; <a class="citation" id="citation-2" href="references\.html#hill1975">Hill, 1975<\/a>\)/,
  );
});

test('links, code and addresses with an at sign are no citations', () => {
  for (const source of [
    '[@bruna2019](https://example.org)',
    '`[@nobody1900]`',
    'a@b.org [x]',
    '```\n[@nobody1900]\n```',
  ]) {
    const { html, problems, citations } = rendered(source);
    assert.deepEqual([problems, citations], [[], []], source);
    assert.doesNotMatch(html, /class="citation"/, source);
  }
});

test('a key that the references lack, and a citation that cannot be read, fail the build and name the notebook', (t) => {
  const { problems } = siteOf(t, '# One\n\n[@bruna2019]', '# Two\n\n[@bruna2019; @nobody1900] [@bruna2019 and others]');
  assert.equal(problems.length, 2);
  assert.match(
    problems[0],
    /^01-page: the citation \[@bruna2019; @nobody1900\] names nobody1900, which data\/references\.json lacks/,
  );
  assert.match(problems[1], /^01-page: the citation \[@bruna2019 and others\] cannot be read; write \[@key\]/);
});

test('each reference leads back to every place that cites it', (t) => {
  const { page } = siteOf(t, '# One\n\n[@bruna2019] and [@bruna2019, p. 1]', '# Two\n\nBy [@bruna2019; @hill1975].');
  const references = page('references');
  assert.match(
    references,
    /<li id="bruna2019">Bruna, J\.[^]*?<a href="https:\/\/arxiv\.org\/abs\/1801\.02013">[^]*?Cited in <a href="00-page\.html#citation-1" title="One">00<\/a>, <a href="00-page\.html#citation-2"[^>]*>2<\/a>; <a href="01-page\.html#citation-1"/,
  );
  assert.match(
    references,
    /<li id="hill1975">Hill, B\. M\. \(1975\)\.[^\n]*Cited in <a href="01-page\.html#citation-2" title="Two">01<\/a>\.<\/span>/,
  );
  assert.doesNotMatch(references, /<tail>/);
  for (const [name, id] of [
    ['00-page', 'citation-1'],
    ['00-page', 'citation-2'],
    ['01-page', 'citation-1'],
    ['01-page', 'citation-2'],
  ]) {
    assert.ok(page(name).includes(`id="${id}"`), `${name}#${id}`);
  }
});

test('a work with a DOI and an address has links to both', () => {
  const both = bibliography([
    { id: 'a1', type: 'book', title: 'x', DOI: '10.1000/1', URL: 'https://arxiv.org/abs/1?a&b' },
  ]);
  assert.match(
    both.entries()[0].entry.text,
    /<a href="https:\/\/doi\.org\/10\.1000\/1">[^]*<a href="https:\/\/arxiv\.org\/abs\/1\?a&amp;b">/,
  );
});

test('titles and questions lose their citations where links have no place', () => {
  assert.equal(withoutCitations('Is it so [@bruna2019, p. 3; @hill1975]? See [@x](y).'), 'Is it so? See [@x](y).');
});

test('works out of order, doubled or without an ASCII key are refused by name', (t) => {
  const file = join(temporaryFolder(t), 'references.json');
  for (const [ids, message] of [
    [['b1', 'a1'], /has 'a1' after 'b1'/],
    [['a1', 'a1'], /has 'a1' after 'a1'/],
    [['häggbom2024'], /has the key 'häggbom2024'/],
  ] as const) {
    writeFileSync(file, JSON.stringify(ids.map((id) => ({ id, type: 'book', title: 'x' }))));
    assert.throws(() => readBibliography(file), message);
  }
  writeFileSync(file, '[{');
  assert.throws(() => readBibliography(file), /references\.json is no JSON/);
});

test('every citation in the notebooks names a work of data/references.json', () => {
  const text = proseOf(new Set(), readBibliography(referencesFile));
  for (const name of notebooksIn(join(root, 'notebooks'))) {
    for (const cell of readNotebook(join(root, 'notebooks', name)).cells) {
      if (cell.cell_type !== 'markdown' || !textOf(cell.source).includes('[@')) continue;
      text.cell(cell);
      assert.deepEqual(
        text.problems.filter((problem) => problem.includes('citation')),
        [],
        name,
      );
    }
  }
});
