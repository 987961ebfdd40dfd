import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { jupyterDataFolder } from '../../lib/jupyter/index.js';
import { kernelInfo } from '../../lib/jupyter/kernel-info.js';
import { readNotebook, writeNotebook } from '../../lib/site/notebook.js';
import { pythonWith } from '../python.js';
import { code, notebook, prose } from '../site/sample.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const commandLine = join(root, 'dist', 'lib', 'command', 'command-line.js');

/** Runs the command with a Jupyter data folder of its own. */
function microcanon(dataFolder: string, ...words: string[]) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [commandLine, ...words], {
    encoding: 'utf8',
    env: { ...env, JUPYTER_DATA_DIR: dataFolder },
  });
}

/** Runs nbconvert's command line for each list of arguments, in one process and a folder that knows only this kernel. */
const nbconvert = `
import json, sys
from nbconvert.nbconvertapp import NbConvertApp
for words in json.loads(sys.argv[1]):
    app = NbConvertApp()
    app.initialize(words)
    app.start()
`;
function convert(
  t: TestContext,
  dataFolder: string,
  cwd: string,
  ...commands: readonly string[][]
): string | undefined {
  const program = pythonWith(t, 'nbconvert');
  if (program === undefined) return undefined;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const own = {
    JUPYTER_DATA_DIR: dataFolder,
    JUPYTER_CONFIG_DIR: join(cwd, 'config'),
    JUPYTER_RUNTIME_DIR: join(cwd, 'runtime'),
    IPYTHONDIR: cwd,
  };
  const { status, stdout, stderr } = spawnSync(program, ['-W', 'ignore', '-c', nbconvert, JSON.stringify(commands)], {
    cwd,
    encoding: 'utf8',
    env: { ...env, ...own },
  });
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

test('install writes one file and says where, again changes nothing, uninstall takes it away', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'kernels', 'microcanon', 'kernel.json');
  const first = microcanon(folder, 'kernel', 'install', '--user');
  assert.equal(first.status, 0, first.stderr);
  assert.ok(first.stdout.startsWith(`kernel: wrote ${file}\n`), first.stdout);
  const { mtimeMs } = statSync(file);
  assert.ok(microcanon(folder, 'kernel', 'install').stdout.startsWith(`kernel: already there: ${file}\n`));
  assert.equal(statSync(file).mtimeMs, mtimeMs);
  assert.deepEqual(readdirSync(dirname(file)), ['kernel.json']);
  assert.equal(microcanon(folder, 'kernel', 'uninstall').stdout, `kernel: removed ${file}\n`);
  assert.equal(existsSync(dirname(file)), false);
  const last = microcanon(folder, 'kernel', 'uninstall');
  assert.deepEqual([last.status, last.stdout], [0, `kernel: not installed: ${file}\n`]);
});

test('a prefix is a Python environment: its share/jupyter', (t) => {
  const [folder, prefix] = [temporaryFolder(t), temporaryFolder(t)];
  assert.equal(microcanon(folder, 'kernel', 'install', '--prefix', prefix).status, 0);
  assert.ok(existsSync(join(prefix, 'share', 'jupyter', 'kernels', 'microcanon', 'kernel.json')));
  assert.deepEqual(readdirSync(folder), []);
  assert.equal(microcanon(folder, 'kernel', 'uninstall', '--prefix', prefix).status, 0);
});

test('a folder of somebody else is neither overwritten nor removed; another checkout’s is replaced, and that is said', (t) => {
  const folder = temporaryFolder(t);
  const place = join(folder, 'kernels', 'microcanon');
  mkdirSync(place, { recursive: true });
  for (const content of ['{"argv": ["python"], "display_name": "Mine", "metadata": {}}', 'not JSON']) {
    writeFileSync(join(place, 'kernel.json'), content);
    for (const action of ['install', 'uninstall']) {
      const { status, stderr } = microcanon(folder, 'kernel', action);
      assert.deepEqual([status, stderr.split('\n').length], [1, 2], stderr);
      assert.match(stderr, /expects to be absent or a kernel of microcanon, got something else; move it away/);
      assert.equal(readFileSync(join(place, 'kernel.json'), 'utf8'), content);
    }
  }
  const other = temporaryFolder(t);
  writeFileSync(join(place, 'kernel.json'), JSON.stringify({ argv: [], metadata: { microcanon: other } }));
  writeFileSync(join(place, 'logo-64x64.png'), '');
  assert.match(microcanon(folder, 'kernel', 'uninstall').stderr, /got the kernel of .*; uninstall it from there/);
  assert.ok(microcanon(folder, 'kernel', 'install').stdout.includes(`It replaces the kernel of ${other}.`));
  assert.match(microcanon(folder, 'kernel', 'uninstall').stdout, /Left beside it: logo-64x64\.png/);
});

test('wrong usage and a place that cannot be written are one sentence', (t) => {
  const folder = temporaryFolder(t);
  assert.deepEqual([microcanon(folder, 'kernel').status, microcanon(folder, 'kernel', 'start').status], [2, 2]);
  assert.match(
    microcanon(folder, 'kernel', 'install', '--user', '--prefix', folder).stderr,
    /^kernel: expects --user or --prefix, got both; leave one out\n$/,
  );
  writeFileSync(join(folder, 'file'), '');
  const { status, stderr } = microcanon(join(folder, 'file'), 'kernel', 'install');
  assert.deepEqual([status, stderr.split('\n').length], [1, 2], stderr);
  assert.match(stderr, /^kernel: cannot write .*\(ENOTDIR\); choose another place by --prefix/);
});

test('the user’s folder is Jupyter’s own on every platform', () => {
  assert.equal(jupyterDataFolder({}, 'linux', '/home/ada'), join('/home/ada', '.local', 'share', 'jupyter'));
  assert.equal(jupyterDataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/ada'), join('/data', 'jupyter'));
  assert.equal(jupyterDataFolder({}, 'darwin', '/Users/ada'), join('/Users/ada', 'Library', 'Jupyter'));
  assert.equal(jupyterDataFolder({ APPDATA: '/Roaming' }, 'win32', '/home/ada'), join('/Roaming', 'jupyter'));
  assert.equal(jupyterDataFolder({ JUPYTER_DATA_DIR: '/own' }, 'win32', '/home/ada'), '/own');
});

test('once installed, nbconvert runs a notebook from any folder, an unawaited error stands in it, and a script is TypeScript', {
  timeout: 120_000,
}, (t) => {
  const [data, folder] = [temporaryFolder(t), temporaryFolder(t)];
  microcanon(data, 'kernel', 'install');
  const kernelspec = { name: 'microcanon', display_name: 'TypeScript (microcanon)', language: 'typescript' };
  const cells = [
    { ...prose('# Sample'), id: 'a' },
    {
      ...code(
        "import { figure } from 'microcanon/figure';\nfigure({ data: [{ y: [1, 3, 2] }], caption: 'Three points' })",
      ),
      id: 'b',
    },
    { ...code("async function check() { throw new Error('lost'); }\nvoid check();"), id: 'c' },
  ];
  writeNotebook(join(folder, 'sample.ipynb'), {
    ...notebook(...cells),
    metadata: { kernelspec, language_info: kernelInfo().language_info },
  });
  const said = convert(
    t,
    data,
    folder,
    ['--execute', '--to', 'notebook', '--output', 'executed', 'sample.ipynb'],
    // nbconvert's template for JupyterLab gives no picture an alternative text; its classic one takes the output's.
    ['--to', 'html', '--template', 'classic', 'executed.ipynb'],
    ['--to', 'script', 'sample.ipynb'],
  );
  if (said === undefined) return;
  const executed = readNotebook(join(folder, 'executed.ipynb'));
  assert.match(JSON.stringify(executed.cells[2].outputs), /Uncaught: Error: lost/);
  assert.doesNotMatch(said, /Alternative text is missing/);
  assert.match(
    readFileSync(join(folder, 'executed.html'), 'utf8'),
    /<img[^>]* alt="Three points"|alt="Three points"[^>]*>/,
  );
  assert.match(readFileSync(join(folder, 'sample.ts'), 'utf8'), /import \{ figure \} from 'microcanon\/figure';/);
});

test('every notebook names its kernel and carries the kernel’s own description of its language', () => {
  for (const file of readdirSync(join(root, 'notebooks')).filter((name) => name.endsWith('.ipynb'))) {
    const { metadata } = readNotebook(join(root, 'notebooks', file));
    assert.deepEqual(metadata.language_info, kernelInfo().language_info, file);
    assert.equal((metadata.kernelspec as { name: string }).name, 'microcanon', file);
  }
});
