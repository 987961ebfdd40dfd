import { spawn, spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { kernelName, writeKernelSpec } from '../kernel';
import { Command, UsageError } from './command';
import { findJupyterLab, installPackages } from './python';

const root = dirname(require.resolve('microcanon/package.json'));
const environment = join(root, '.venv');

/** JupyterLab, and Plotly's extension of it, which draws figures that answer the mouse. */
const packages = ['jupyterlab>=4.2,<5', 'plotly>=6,<7'];

function portOf(text: string | true | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(String(text)) || port < 1 || port > 65535) {
    throw new UsageError(`lab: option --port expects a number from 1 to 65535, got '${text}'; leave it out to let Jupyter choose`);
  }
  return port;
}

function jupyterLab(): string {
  const found = findJupyterLab(environment);
  if (found !== undefined) return found;
  process.stderr.write('lab: JupyterLab 4 is not installed; installing it into .venv (this takes a minute)\n');
  installPackages(environment, packages);
  const installed = findJupyterLab(environment);
  if (installed === undefined) throw new Error('lab: expects JupyterLab 4 in .venv after its installation, got none; delete .venv and try again');
  return installed;
}

/** The environment in which Jupyter knows this checkout's kernel, and nothing else of the machine has changed. */
function jupyterEnvironment(): NodeJS.ProcessEnv {
  const folder = join(root, '.jupyter');
  writeKernelSpec(folder);
  const { JUPYTER_PATH } = process.env;
  return { ...process.env, JUPYTER_PATH: JUPYTER_PATH ? `${folder}${delimiter}${JUPYTER_PATH}` : folder };
}

function started(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
    // Jupyter asks before it ends at the first interrupt; this process waits for its answer.
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', () => undefined).on('SIGTERM', pass);
    child.once('error', reject).once('exit', (code, signal) => resolve(signal === null ? code ?? 0 : 0));
  });
}

/** `microcanon lab`: opens the notebooks in JupyterLab. */
export const labCommand: Command = {
  name: 'lab',
  summary: 'Opens the notebooks in JupyterLab with this checkout’s kernel.',
  options: {
    'no-browser': { help: 'start the server and print its address only' },
    port: { value: 'N', help: 'port of the server (default: Jupyter’s choice)' },
    check: { help: 'install and register what is missing, say what was found, start nothing' },
  },
  details: 'JupyterLab is taken from .venv or from the PATH; when there is none it is installed into .venv, which needs\n'
    + 'Python 3. The kernel is registered in .jupyter, for this checkout only.',
  async run({ options }) {
    const port = portOf(options.port);
    const program = jupyterLab();
    const env = jupyterEnvironment();
    if (options.check) {
      process.stdout.write(`JupyterLab: ${program}\nkernel: ${kernelName}, registered in ${join(root, '.jupyter')}\n`);
      return spawnSync(program, ['--version'], { env, stdio: 'ignore' }).status ?? 1;
    }
    const args = [`--ServerApp.root_dir=${root}`, '--LabApp.default_url=/lab/tree/notebooks/00-tour.ipynb'];
    if (options['no-browser']) args.push('--no-browser');
    if (port !== undefined) args.push(`--port=${port}`);
    if (process.getuid?.() === 0) args.push('--allow-root');
    return started(program, args, env);
  },
};
