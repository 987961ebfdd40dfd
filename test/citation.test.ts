import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support.js';

const text = (name: string): string => readFileSync(join(root, name), 'utf8');

interface Entry {
  readonly [field: string]: string;
}

/** The fields of CITATION.cff before its references, those of its one reference, and the names of that reference's authors. */
function citation(): { software: Entry; paper: Entry; authors: string[]; keywords: string[] } {
  const lines = text('CITATION.cff').replace(
    />-\n((?: {2}.*\n)+)/g,
    (_, folded: string) => `${folded.trim().replace(/\n\s+/g, ' ')}\n`,
  );
  const [software, paper] = lines.split('references:');
  const fields = (part: string): Entry =>
    Object.fromEntries([...part.matchAll(/^[\s-]*([a-z-]+): (.+)$/gm)].map(([, name, value]) => [name, value.trim()]));
  const families = [...paper.matchAll(/family-names: (.+)/g)].map(([, name]) => name);
  const keywords = [...software.slice(software.indexOf('keywords:')).matchAll(/^ {2}- (.+)$/gm)].map(
    ([, word]) => word,
  );
  return {
    software: fields(software.slice(0, software.indexOf('keywords:'))),
    paper: fields(paper),
    authors: families,
    keywords,
  };
}

test('CITATION.cff, codemeta.json and package.json say the same of the software', () => {
  const { software, keywords } = citation();
  const meta = JSON.parse(text('codemeta.json'));
  const { version, license, engines, name } = JSON.parse(text('package.json'));
  assert.equal(meta.name, software.title.replace(/^'|'$/g, ''));
  assert.deepEqual([meta.version, software.version], [version, version]);
  assert.deepEqual([meta.license, software.license], [`https://spdx.org/licenses/${license}`, license]);
  assert.equal(meta.description, software.abstract);
  assert.deepEqual(meta.keywords, keywords);
  assert.equal(meta.author[0].name, software.name);
  assert.equal(meta.identifier, name);
  assert.equal(meta.runtimePlatform, `Node.js ${engines.node.replace('>=', '')}`);
});

test('CITATION.cff and codemeta.json name the same paper, apart from the software', () => {
  const { software, paper, authors } = citation();
  const article = JSON.parse(text('codemeta.json')).referencePublication;
  assert.equal(article.name, paper.title);
  assert.notEqual(software.title, paper.title);
  assert.deepEqual(
    article.author.map(({ familyName }: { familyName: string }) => familyName),
    authors,
  );
  assert.deepEqual([article.datePublished, article.url, article.identifier], [paper.year, paper.url, paper.value]);
});
