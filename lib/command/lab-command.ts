import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { kernelSpecName, writeKernelSpec } from '../jupyter/index.js';
import { CommandError, UsageError } from '../site/command-error.js';
import type { Command } from './command.js';
import { writeLabExtension } from './lab-extension/installation.js';
import { copyNotebooks } from './notebook-copies.js';
import { findJupyterLab, installPackages } from './python.js';

const root = libraryFolder();
const environment = join(root, '.venv');

const packages = ['jupyterlab>=4.2,<5'];

function portOf(text: string | true | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(String(text)) || port < 1 || port > 65535) {
    throw new UsageError(
      `lab: option --port expects a number from 1 to 65535, got '${text}'; leave it out to let Jupyter choose`,
    );
  }
  return port;
}

function folderOf([folder, ...more]: readonly string[]): string | undefined {
  if (folder === undefined) return undefined;
  if (more.length > 0)
    throw new UsageError(`lab: expects one folder at most, got ${more.length + 1}; see microcanon lab --help`);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `lab: expects a folder of notebooks, got '${folder}', which is none; leave it out to open this project's notebooks`,
    );
  }
  return resolve(folder);
}

function jupyterLab(): string {
  const found = findJupyterLab(environment);
  if (found !== undefined) return found;
  process.stderr.write('lab: JupyterLab 4 is not installed; installing it into .venv (this takes a minute)\n');
  installPackages(environment, packages);
  const installed = findJupyterLab(environment);
  if (installed === undefined)
    throw new CommandError('lab: pip has installed no JupyterLab 4 into .venv; delete .venv and try again');
  return installed;
}

/** Defaults of JupyterLab's settings; settings of the user override them. */
const settings = {
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false' },
  // The default mode draws cells only when they scroll into view, which leaves a blank page on a slow machine.
  // Starts the kernel that the notebook names without a question.
  '@jupyterlab/notebook-extension:tracker': { windowingMode: 'defer', autoStartDefaultKernel: true },
};

/** The process environment with this checkout's kernel and figure extension added to Jupyter's paths. */
function jupyterEnvironment(): NodeJS.ProcessEnv {
  const folder = join(root, '.jupyter');
  writeKernelSpec(folder);
  writeLabExtension(folder);
  mkdirSync(join(folder, 'labconfig'), { recursive: true });
  writeFileSync(join(folder, 'labconfig', 'default_setting_overrides.json'), `${JSON.stringify(settings, null, 2)}\n`);
  const before = (name: string) => [folder, ...(process.env[name] ? [process.env[name]] : [])].join(delimiter);
  return { ...process.env, JUPYTER_PATH: before('JUPYTER_PATH'), JUPYTER_CONFIG_PATH: before('JUPYTER_CONFIG_PATH') };
}

/** Jupyter's options that offer this kernel only, also for new notebooks. */
const kernelOptions = [
  `--KernelSpecManager.allowed_kernelspecs=${kernelSpecName}`,
  '--KernelSpecManager.ensure_native_kernel=False',
  `--MappingKernelManager.default_kernel_name=${kernelSpecName}`,
];

/** Updates the folder of the reader's copies and reports on standard error. @returns the folder */
function readersNotebooks(): string {
  const [source, folder] = [join(root, 'notebooks'), join(root, 'notebooks', 'yours')];
  const { copied, refreshed, kept } = copyNotebooks(source, folder);
  const where = relative(process.cwd(), folder) || '.';
  const lines = [
    `lab: opens your copies of the notebooks in ${where}; running and saving them leaves the originals as they are`,
  ];
  if (copied.length > 0) lines.push(`lab: copied ${copied.join(', ')}`);
  if (refreshed.length > 0) lines.push(`lab: brought up to date ${refreshed.join(', ')}`);
  for (const name of kept)
    lines.push(
      `lab: kept your ${name}, which you edited; the original has changed since: delete or rename yours to get it`,
    );
  process.stderr.write(`${lines.join('\n')}\n`);
  return folder;
}

function started(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
    // At the first interrupt Jupyter asks the user for confirmation: this process stays until Jupyter ends.
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', () => undefined).on('SIGTERM', pass);
    child.once('error', reject).once('exit', (code, signal) => resolve(signal === null ? (code ?? 0) : 0));
  });
}

/** `microcanon lab`: opens the notebooks in JupyterLab. */
export const labCommand: Command = {
  name: 'lab',
  summary: 'Opens copies of the notebooks in JupyterLab with this checkout’s kernel.',
  operands: '[FOLDER]',
  options: {
    'no-browser': { help: 'start the server and print its address only' },
    port: { value: 'N', help: 'port of the server (default: Jupyter’s choice)' },
    check: { help: 'install and register what is missing, say what was found, start nothing' },
  },
  details:
    'Without FOLDER it opens your copies of this project’s notebooks, in notebooks/yours: a copy follows its original until\n' +
    'you edit one of its cells, then it is yours. With FOLDER it opens what lies there, e.g. `microcanon lab notebooks` the\n' +
    'originals, where saved outputs are changes to files under version control.\n' +
    'JupyterLab is taken from .venv or from the PATH; when there is none it is installed into .venv, which needs\n' +
    'Python 3. The kernel is registered in .jupyter, for this checkout only.',
  async run({ options, operands }) {
    const port = portOf(options.port);
    const folder = folderOf(operands);
    const program = jupyterLab();
    const env = jupyterEnvironment();
    if (options.check) {
      const { status, stdout } = spawnSync(program, ['--version'], { env, encoding: 'utf8' });
      if (status !== 0)
        throw new CommandError(`lab: ${program} does not start (exit code ${status}); delete .venv and try again`);
      process.stdout.write(
        `JupyterLab ${stdout.trim()}: ${program}\nkernel: ${kernelSpecName}, registered in ${join(root, '.jupyter')}\n`,
      );
      return 0;
    }
    const args = [...kernelOptions, `--ServerApp.root_dir=${folder ?? readersNotebooks()}`];
    if (folder === undefined) args.push('--LabApp.default_url=/lab/tree/00-tour.ipynb');
    if (options['no-browser']) args.push('--no-browser');
    if (port !== undefined) args.push(`--port=${port}`);
    if (process.getuid?.() === 0) args.push('--allow-root');
    return started(program, args, env);
  },
};
