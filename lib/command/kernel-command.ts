import {
  type InstallationReport,
  installKernel,
  jupyterDataFolder,
  kernelSpec,
  prefixDataFolder,
  uninstallKernel,
} from '../jupyter/index.js';
import { CommandError, UsageError } from '../site/command-error.js';
import type { Command } from './command.js';
import { installTranslator, removeTranslator } from './papermill-translator.js';
import { packageFolder } from './python.js';

const outcomes: Readonly<Record<InstallationReport['outcome'], string>> = {
  written: 'wrote',
  unchanged: 'already there:',
  removed: 'removed',
  absent: 'not installed:',
};

function say({ file, outcome, replaced, left }: InstallationReport): void {
  const lines = [`kernel: ${outcomes[outcome]} ${file}`];
  if (replaced !== undefined) lines.push(`It replaces the kernel of ${replaced}.`);
  if (left !== undefined) lines.push(`Left beside it: ${left.join(', ')}.`);
  if (outcome === 'written' || outcome === 'unchanged') {
    const { argv, display_name: name } = kernelSpec();
    lines.push(
      `Jupyter offers it as '${name}' and starts it by`,
      `  ${argv.join(' ')}`,
      'Install it again after this folder or Node has moved.',
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Writes papermill's translator into a Python environment that has papermill, or takes it out of an environment. */
function translate(action: string, prefix: string): void {
  const folder = packageFolder(prefix, action === 'install' ? 'papermill' : 'sys');
  if (folder === undefined) return;
  const file = action === 'install' ? installTranslator(folder) : removeTranslator(folder);
  if (file !== undefined) {
    const what = action === 'install' ? 'wrote' : 'removed';
    process.stdout.write(`kernel: ${what} ${file}, by which papermill -p writes parameters in TypeScript\n`);
  }
}

/** `microcanon kernel`: installs the kernel for every Jupyter of the user, or of one Python environment. */
export const kernelCommand: Command = {
  name: 'kernel',
  summary:
    'Installs this checkout’s Jupyter kernel for VS Code, nbconvert, papermill and any JupyterLab, or removes it.',
  operands: 'install|uninstall',
  options: {
    user: { help: 'for this user (default): JUPYTER_DATA_DIR, or Jupyter’s data folder on this platform' },
    prefix: { value: 'DIR', help: 'for one Python environment: DIR/share/jupyter, e.g. --prefix .venv' },
  },
  details:
    'It writes one file, kernels/microcanon/kernel.json, which names this checkout and this Node; nothing is copied.\n' +
    'With --prefix it also teaches the papermill of that Python environment, if there is one, to write parameters in TypeScript.\n' +
    '`microcanon lab` needs no installation.',
  async run({ options, operands: [action] }) {
    if (options.user && options.prefix !== undefined)
      throw new UsageError('kernel: expects --user or --prefix, got both; leave one out');
    const act = { install: installKernel, uninstall: uninstallKernel }[action];
    if (act === undefined)
      throw new UsageError(`kernel: expects install or uninstall, got '${action}'; see microcanon kernel --help`);
    try {
      say(act(options.prefix === undefined ? jupyterDataFolder() : prefixDataFolder(String(options.prefix))));
      if (options.prefix !== undefined) translate(action, String(options.prefix));
    } catch (error) {
      const { code, path, message } = error as NodeJS.ErrnoException;
      throw new CommandError(
        code === undefined
          ? message
          : `kernel: cannot write ${path ?? 'there'} (${code}); choose another place by --prefix`,
      );
    }
    return 0;
  },
};
