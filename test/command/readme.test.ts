import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { writePictures } from '../../lib/command/pictures.js';
import { notebooksIn } from '../../lib/site/notebook.js';
import { withVariable } from '../environment.js';
import { temporaryFolder } from './temporary-folder.js';

const root = dirname(require.resolve('microcanon/package.json'));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'data/README.md',
  'lib/README.md',
  'test/recipes/README.md',
];

/** The text of the first fenced block of a language after a heading. */
function block(heading: string, language: string): string {
  const section = readme.slice(readme.indexOf(`## ${heading}`));
  const found = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(section);
  assert.ok(found, `a block of ${language} under "${heading}"`);
  return found[1];
}

test('the README’s example runs as it stands and prints what the README says', () => {
  const file = join(root, 'dist', `readme-example-${process.pid}.mjs`);
  writeFileSync(file, block('Use the library', 'ts'));
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), block('Use the library', 'text').trim());
  } finally {
    rmSync(file, { force: true });
  }
});

test('the README describes every module that the package exports', () => {
  const modules = readdirSync(join(root, 'lib')).filter((name) => existsSync(join(root, 'lib', name, 'index.ts')));
  const section = readme.slice(readme.indexOf('## Modules'));
  assert.deepEqual(
    modules.filter((name) => !section.includes(`\`microcanon/${name}\``)),
    [],
  );
});

test('the README has a row for every notebook in reading order, and notebook 00 leads to all others', () => {
  const notebooks = notebooksIn(join(root, 'notebooks'));
  assert.ok(notebooks.length > 0);
  const rows = [...readme.matchAll(/^\| \[(.*?)\]\(notebooks\/(.*?)\) \| [^|]+ \|$/gm)].map(([, mark, file]) => [
    mark,
    file,
  ]);
  assert.deepEqual(
    rows,
    notebooks.map((file) => [file.split('-')[0], file]),
    'the table of README.md expects a row | [NN](notebooks/NN-title.ipynb) | what it shows | for each, in this order',
  );
  const tour = readFileSync(join(root, 'notebooks', notebooks[0]), 'utf8');
  const missing = notebooks.slice(1).filter((file) => !tour.includes(`](${file})`));
  assert.deepEqual(missing, [], 'the end of notebook 00 expects a line for each notebook');
});

test('every local link of the documents leads to a file, and every image has alternative text', () => {
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [whole, bang, label, address] of text.matchAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g)) {
      if (bang) assert.ok(label.length > 10, `${document}: ${whole}`);
      if (/^(https?:|#)/.test(address)) continue;
      assert.ok(existsSync(join(root, dirname(document), address.replace(/#.*/, ''))), `${document}: ${whole}`);
    }
  }
});

test('every npm script and command that the documents name exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const help = spawnSync(process.execPath, [join(root, 'dist', 'lib', 'command', 'command-line.js'), 'help'], {
    encoding: 'utf8',
  }).stdout;
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [, name] of text.matchAll(/npm run ([a-z-]+)/g))
      assert.ok(name in scripts, `${document}: npm run ${name}`);
    for (const [, name] of text.matchAll(/npx microcanon ([a-z-]+)/g))
      assert.match(help, new RegExp(`^  ${name} `, 'm'), `${document}: ${name}`);
  }
});

/** The filtered rows of a PNG file, and its size in pixels. */
function rowsOf(file: string): { readonly size: readonly number[]; readonly rows: Buffer } {
  const bytes = readFileSync(file);
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  return { size: [bytes.readUInt32BE(16), bytes.readUInt32BE(20)], rows: inflateSync(Buffer.concat(parts)) };
}

test('the README’s pictures are those that the code draws', async (t) => {
  const folder = temporaryFolder(t);
  const drawn = await withVariable('MICROCANON_CACHE', folder, () =>
    writePictures(join(folder, 'pictures'), { onEvent: () => {} }),
  );
  assert.deepEqual(
    drawn.map((file) => file.slice(folder.length + 1)),
    ['pictures/divergence.png', 'pictures/entropy.png'],
  );
  for (const file of drawn) {
    const [kept, made] = [join(root, 'data', 'readme', file.split('/').at(-1)!), file].map(rowsOf);
    assert.deepEqual(made.size, kept.size);
    const different = made.rows.filter((byte, i) => byte !== kept.rows[i]).length;
    assert.ok(
      different < 0.002 * kept.rows.length,
      `${file}: ${different} of ${kept.rows.length} bytes differ; npx microcanon pictures`,
    );
  }
});
