import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installTranslator, removeTranslator } from '../../lib/command/papermill-translator.js';
import { installKernel } from '../../lib/jupyter/index.js';
import { kernelInfo } from '../../lib/jupyter/kernel-info.js';
import { readNotebook, writeNotebook } from '../../lib/site/notebook.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { pythonWith } from '../python.js';
import { code, notebook, prose } from '../site/sample.js';
import { root } from '../support.js';

const metadata = {
  kernelspec: { name: 'microcanon', display_name: 'TypeScript (microcanon)', language: 'typescript' },
  language_info: kernelInfo().language_info,
};

/** Runs a Python program in a folder, with the folder's own packages and Jupyter data. */
function python(program: string, folder: string, source: string): string {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const own = { PYTHONPATH: join(folder, 'packages'), JUPYTER_DATA_DIR: join(folder, 'data'), IPYTHONDIR: folder };
  const { status, stdout, stderr } = spawnSync(program, ['-W', 'ignore', '-c', source], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...own },
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

test('papermill writes parameters in TypeScript after the cell that is tagged, and later cells see them', {
  timeout: 120_000,
}, (t) => {
  const program = pythonWith(t, 'papermill');
  if (program === undefined) return;
  const folder = temporaryFolder(t);
  installKernel(join(folder, 'data'));
  installTranslator(join(folder, 'packages'));
  const parameters = {
    ...code('const seed = 7; const word = ""; const list = [0]; const on = false; const map = {};'),
    id: 'a',
  };
  const shown = { ...code('JSON.stringify({ seed, word, list, on, map })'), id: 'b' };
  writeNotebook(join(folder, 'in.ipynb'), {
    ...notebook({ ...parameters, metadata: { tags: ['parameters'] } }, shown),
    metadata,
  });
  const values =
    '{"seed": 8, "word": "a \\"b\\" \\\\ ∇\\n", "list": [1, 2.5, None], "on": True, "map": {"x y": -1e-9}}';
  python(
    program,
    folder,
    `import papermill\npapermill.execute_notebook("in.ipynb", "out.ipynb", parameters=${values}, progress_bar=False)`,
  );
  const { cells } = readNotebook(join(folder, 'out.ipynb'));
  const printed = JSON.stringify(cells.at(-1)!.outputs);
  const expected = JSON.stringify({
    seed: 8,
    word: 'a "b" \\ ∇\n',
    list: [1, 2.5, null],
    on: true,
    map: { 'x y': -1e-9 },
  });
  // The cell's value is the text in quotation marks, as Node shows a string.
  assert.ok(printed.includes(JSON.stringify(`'${expected.replaceAll('\\', '\\\\')}'`).slice(1, -1)), printed);
});

test('the translator’s files are a package that is taken away whole', (t) => {
  const folder = temporaryFolder(t);
  const file = installTranslator(folder);
  const recorded = readFileSync(join(folder, 'microcanon_papermill-1.dist-info', 'RECORD'), 'utf8');
  for (const line of recorded.trim().split('\n')) assert.ok(existsSync(join(folder, line.split(',')[0])), line);
  assert.equal(removeTranslator(folder), file);
  assert.deepEqual(readdirSync(folder), []);
  assert.equal(removeTranslator(folder), undefined);
});

test('jupytext turns a notebook into a TypeScript file and back without loss', { timeout: 60_000 }, (t) => {
  const program = pythonWith(t, 'jupytext');
  if (program === undefined) return;
  const folder = temporaryFolder(t);
  const file = join(root, 'notebooks', 'A-determinant.ipynb');
  const source = `
import jupytext, json
notebook = jupytext.read(${JSON.stringify(file)})
text = jupytext.writes(notebook, fmt="ts:percent")
open("a.ts", "w", encoding="utf-8").write(text)
print(json.dumps([[cell.cell_type, cell.source] for cell in jupytext.reads(text, fmt="ts:percent").cells]))`;
  const cells = JSON.parse(python(program, folder, source)) as [string, string][];
  const own = readNotebook(file).cells.map(({ cell_type: type, source }) => [type, [source].flat().join('')]);
  assert.deepEqual(cells, own);
  assert.match(readFileSync(join(folder, 'a.ts'), 'utf8'), /^\/\/ %%$/m);
});

test('nbdime names the cell that differs between two notebooks', { timeout: 60_000 }, (t) => {
  const program = pythonWith(t, 'nbdime');
  if (program === undefined) return;
  const folder = temporaryFolder(t);
  for (const [name, last] of [
    ['a', '1 + 1'],
    ['b', '1 + 2'],
  ] as const) {
    writeNotebook(join(folder, `${name}.ipynb`), {
      ...notebook({ ...prose('# Same'), id: 'p' }, { ...code(last), id: 'q' }),
      metadata,
    });
  }
  const source = `
import nbformat, nbdime, json
a, b = (nbformat.read(name, as_version=4) for name in ("a.ipynb", "b.ipynb"))
print(json.dumps([[one.op, one.key, [part.key for part in one.diff]] for one in nbdime.diff_notebooks(a, b)[0].diff]))`;
  assert.deepEqual(JSON.parse(python(program, folder, source)), [['patch', 1, ['source']]]);
});
