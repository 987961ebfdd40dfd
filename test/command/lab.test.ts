import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { findJupyterLab, installPackages } from '../../lib/command/python.js';
import { writeNotebook } from '../../lib/site/notebook.js';
import { openBrowser, skipWithout } from '../site/browser.js';
import { code, notebook, prose } from '../site/sample.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const commandLine = join(root, 'dist', 'lib', 'command', 'command-line.js');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Settings under which Jupyter leaves the user's own folders alone and asks for the token `secret`. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const places = ['JUPYTER_CONFIG_DIR', 'JUPYTER_DATA_DIR', 'JUPYTER_RUNTIME_DIR'].map((name) => [
    name,
    join(folder, name),
  ]);
  return { ...env, ...Object.fromEntries(places), JUPYTER_TOKEN: 'secret' };
}

async function served(server: ChildProcess, address: string): Promise<void> {
  let said = '';
  for (const stream of [server.stdout!, server.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  for (let attempt = 0; attempt < 240; attempt++) {
    if (server.exitCode !== null) break;
    try {
      if ((await fetch(`${address}/api/status?token=secret`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(250);
  }
  throw new Error(`JupyterLab did not start:\n${said.slice(-2000)}`);
}

/** Until a kernel is idle that a page listens to: what the page shows before is a placeholder, idle from the start. */
async function connected(address: string): Promise<void> {
  for (let attempt = 0; attempt < 360; attempt++) {
    const kernels = (await (await fetch(`${address}/api/kernels?token=secret`)).json()) as {
      connections: number;
      execution_state: string;
    }[];
    if (kernels.some(({ connections, execution_state: state }) => connections > 0 && state === 'idle')) return;
    await sleep(250);
  }
  throw new Error('no kernel became idle');
}

async function stopped(t: TestContext, server: ChildProcess): Promise<void> {
  t.after(async () => {
    const gone = server.exitCode === null ? once(server, 'exit') : undefined;
    server.kill('SIGTERM');
    await gone;
  });
}

/** Runs in the page: an interactive figure with its trace, and a table. */
function bothDrawn(): boolean {
  return (
    document.querySelector('.jp-OutputArea .js-plotly-plot svg .trace path') !== null &&
    document.querySelector('.jp-OutputArea-output table td') !== null
  );
}

const hasOutputs = (page: Page) => page.evaluate(bothDrawn);

const runCell = (page: Page) => page.click('[data-command="notebook:run-cell-and-select-next"]');

/** Runs all cells but the last, and selects that. */
async function runCells(page: Page): Promise<void> {
  await page.click('.jp-Notebook .jp-Cell');
  const { length } = await page.$$('.jp-Notebook .jp-Cell');
  for (let cell = 0; cell < length - 1; cell++) await runCell(page);
}

test('JupyterLab offers this kernel alone, runs cells in it, draws a figure and a table, and asks for input', {
  timeout: 240_000,
}, async (t) => {
  if (findJupyterLab(join(root, '.venv')) === undefined) return skipWithout(t, 'JupyterLab (npm run lab installs it)');
  const folder = temporaryFolder(t);
  const notebooks = join(folder, 'notebooks');
  mkdirSync(notebooks);
  const figure =
    "import { figure } from 'microcanon/figure';\nfigure({ data: [{ y: [1, 3, 2] }], caption: 'Three points' })";
  const table =
    "import { DataFrame } from 'danfojs-node';\nnew DataFrame({ step: [157, 34], divergence: [0.083, 2.41] })";
  const question =
    "import { createInterface } from 'node:readline/promises';\nawait createInterface({ input: process.stdin }).question('name? ')";
  const metadata = {
    kernelspec: { name: 'microcanon', display_name: 'TypeScript (microcanon)', language: 'typescript' },
  };
  writeNotebook(join(notebooks, 'sample.ipynb'), {
    ...notebook(prose('# Sample'), code(figure), code(table), code(question)),
    metadata,
  });
  const browser = await openBrowser(t);
  if (browser === undefined) return;

  const port = await freePort();
  const server = spawn(process.execPath, [commandLine, 'lab', '--no-browser', '--port', String(port), notebooks], {
    env: environmentIn(folder),
  });
  await stopped(t, server);
  const address = `http://127.0.0.1:${port}`;
  await served(server, address);

  const page = await browser.newPage();
  await page.setViewport({ width: 1300, height: 1000 });
  await page.goto(`${address}/lab/tree/sample.ipynb?token=secret`);
  await connected(address);
  await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', { timeout: 90_000 });
  // JupyterLab drops cells that are run before it knows of its connection, so they are run again until both outputs are there.
  for (let attempt = 0; attempt < 8 && !(await hasOutputs(page)); attempt++) {
    await runCells(page);
    await page.waitForFunction(bothDrawn, { timeout: 15_000 }).catch(() => undefined);
  }
  const outputs = await page.$$eval('.jp-OutputArea-output', (all) =>
    all.map((output) => (output as HTMLElement).innerText),
  );
  assert.ok(await hasOutputs(page), `no figure and table, but: ${outputs.join(' | ')}`);
  const cells = await page.$$eval('.jp-OutputArea-output table td', (all) =>
    all.map((cell) => cell.textContent!.trim()),
  );
  assert.deepEqual(
    cells.filter((text) => ['157', '34', '0.083', '2.41'].includes(text)),
    ['157', '0.083', '34', '2.41'],
  );

  const specifications = (await (await fetch(`${address}/api/kernelspecs?token=secret`)).json()) as {
    default: string;
    kernelspecs: object;
  };
  assert.deepEqual([specifications.default, Object.keys(specifications.kernelspecs)], ['microcanon', ['microcanon']]);

  await runCell(page);
  const box = await page.waitForSelector('.jp-Stdin-input', { timeout: 30_000 });
  assert.equal(await page.$eval('.jp-Stdin-prompt', (prompt) => prompt.textContent), 'name? ');
  await box!.type('Ada');
  await box!.press('Enter');
  await page.waitForFunction(() => document.body.innerText.includes("'Ada'"), { timeout: 30_000 });
});

test('lab --check registers the kernel for this checkout and says what it found', (t) => {
  if (findJupyterLab(join(root, '.venv')) === undefined) return skipWithout(t, 'JupyterLab (npm run lab installs it)');
  const { status, stdout } = spawnSync(process.execPath, [commandLine, 'lab', '--check'], { encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /JupyterLab 4\..*\nkernel: microcanon, registered in .*\.jupyter/);
  const spec = JSON.parse(readFileSync(join(root, '.jupyter', 'kernels', 'microcanon', 'kernel.json'), 'utf8'));
  assert.ok(spec.argv.includes('{connection_file}'));
});

test('without Python and JupyterLab lab says what to install', (t) => {
  const { PATH } = process.env;
  t.after(() => (process.env.PATH = PATH));
  process.env.PATH = temporaryFolder(t);
  const environment = join(temporaryFolder(t), '.venv');
  assert.equal(findJupyterLab(environment), undefined);
  assert.throws(() => installPackages(environment, []), {
    message:
      'lab: no Python 3 on the PATH, which the installation of JupyterLab needs; install Python 3 or JupyterLab 4 and try again',
  });
});
