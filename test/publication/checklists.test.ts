import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { notebooksIn, readNotebook } from '../../lib/site/notebook.js';
import { root } from '../support.js';

const text = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const json = (...path: string[]) => JSON.parse(text(...path));
const notebooks = notebooksIn(join(root, 'notebooks'));

/** The text of a section of a document, up to the next heading of its level. */
function section(document: string, heading: string): string {
  const [, body] = text(document).split(`\n## ${heading}\n`);
  assert.ok(body !== undefined, `${document} expects a section "${heading}"`);
  return body.split('\n## ')[0].trim();
}

describe('the checklist of the Journal of Open Source Software', () => {
  it('licence: an approved one, named alike in every description of the project', () => {
    assert.match(text('LICENSE'), /^MIT License/);
    const named = [
      json('package.json').license,
      json('.zenodo.json').license,
      /^license: (.*)$/m.exec(text('CITATION.cff'))?.[1],
    ];
    assert.deepEqual(named, ['MIT', 'MIT', 'MIT']);
    assert.equal(json('codemeta.json').license, 'https://spdx.org/licenses/MIT');
  });

  it('version: one, in every description', () => {
    const { version } = json('package.json');
    const cited = /^version: (.*)$/m.exec(text('CITATION.cff'))?.[1];
    assert.deepEqual([json('codemeta.json').version, json('.zenodo.json').version, cited], [version, version, version]);
    assert.match(text('CHANGELOG.md'), new RegExp(`^## ${version.replaceAll('.', '\\.')}`, 'm'));
  });

  it('authors: the same in every description', () => {
    const cited = /^authors:\n {2}- name: (.*)$/m.exec(text('CITATION.cff'))?.[1];
    const [author] = json('codemeta.json').author;
    assert.deepEqual(
      [author.name, json('.zenodo.json').creators[0].name, json('package.json').author],
      [cited, cited, cited],
    );
  });

  it('statement of need: whom it is for, and what else there is', () => {
    const need = section('README.md', 'Statement of need');
    assert.ok(need.split(/\s+/).length > 60, need);
    assert.match(need, /for (people|readers|those|researchers)/i);
  });

  it('installation: one command with declared requirements', () => {
    const { engines, dependencies } = json('package.json');
    assert.match(
      section('README.md', 'Start'),
      new RegExp(`Node.*${engines.node.replace('>=', '').replace('.', '\\.')}`),
    );
    assert.ok(
      Object.keys(json('package-lock.json').packages[''].dependencies).length === Object.keys(dependencies).length,
    );
  });

  it('example: in the README, with what it prints', () => {
    assert.match(section('README.md', 'Use the library'), /```ts\n[^]*?```[^]*?```text\n/);
  });

  it('documentation of the interface: written by a command from the docstrings', () => {
    assert.ok(existsSync(join(root, 'typedoc.json')));
    assert.match(section('CONTRIBUTING.md', 'Reference'), /site\/api/);
  });

  it('tests: run by one command, and by a workflow on every system and version promised', () => {
    assert.ok(json('package.json').scripts.test);
    const workflow = text('.github', 'workflows', 'tests.yml');
    for (const word of ['ubuntu-latest', 'macos-latest', 'windows-latest', '[20, 22, 24]', 'run: npm test'])
      assert.ok(workflow.includes(word), word);
  });

  it('guidelines: to contribute, to report, to ask', () => {
    assert.match(text('CONTRIBUTING.md'), /^Reports and changes are welcome/m);
    assert.ok(section('CONTRIBUTING.md', 'Ask for help').length > 100);
  });

  it('what only a release knows is listed, and nothing stands in its place', () => {
    const release = section('CONTRIBUTING.md', 'Release');
    for (const word of ['repository', 'DOI', 'CITATION.cff', 'codemeta.json', '.zenodo.json', 'package.json'])
      assert.ok(release.includes(word), word);
    for (const file of ['CITATION.cff', 'codemeta.json', '.zenodo.json', 'package.json'])
      assert.doesNotMatch(text(file), /example\.(org|com)|TO-?DO|10\.5281\/zenodo\.0+|OWNER/, file);
  });
});

describe('the layout of NeuroLibre and of Jupyter Book', () => {
  it('content/_toc.yml and myst.yml list every notebook in reading order', () => {
    const listed = [...text('content', '_toc.yml').matchAll(/^ {2}- file: notebooks\/(.*)$/gm)].map(
      ([, name]) => `${name}.ipynb`,
    );
    assert.deepEqual(listed, notebooks);
    const book = [...text('myst.yml').matchAll(/^ {4}- file: notebooks\/(.*)$/gm)].map(([, name]) => name);
    assert.deepEqual(book, notebooks);
  });

  it('what the table of contents lists is there, and the settings execute it', () => {
    assert.match(text('content', '_toc.yml'), /^root: index$/m);
    assert.ok(existsSync(join(root, 'content', 'index.md')));
    assert.match(text('content', '_config.yml'), /execute_notebooks: cache/);
    // Where links of the file system are not checked out, as on some Windows machines, a file names the link's end.
    const link = join(root, 'content', 'notebooks');
    if (statSync(link).isDirectory())
      assert.deepEqual(
        readdirSync(link)
          .filter((name) => name.endsWith('.ipynb'))
          .sort(),
        [...notebooks].sort(),
      );
    else assert.equal(readFileSync(link, 'utf8'), '../notebooks');
  });

  it('binder installs Node, the library and the kernel', () => {
    const { engines } = json('package.json');
    const [, node] = /nodejs=(\d+)/.exec(text('binder', 'environment.yml'))!;
    assert.ok(Number(node) >= Number(/\d+/.exec(engines.node)![0]));
    const build = text('binder', 'postBuild');
    for (const command of ['npm ci', 'npm run build', 'npx microcanon kernel install --prefix'])
      assert.ok(build.includes(command));
    if (process.platform !== 'win32') assert.ok(statSync(join(root, 'binder', 'postBuild')).mode & 0o100);
  });

  it('every notebook has a title, a kernel and the language’s description', () => {
    for (const file of notebooks) {
      const { cells, metadata } = readNotebook(join(root, 'notebooks', file));
      assert.match([cells[0].source].flat().join(''), /^# \S/, file);
      assert.equal((metadata.language_info as { file_extension: string }).file_extension, '.ts', file);
    }
  });
});
