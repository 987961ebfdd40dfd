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
    '`microcanon lab` needs no installation.',
  async run({ options, operands: [action] }) {
    if (options.user && options.prefix !== undefined)
      throw new UsageError('kernel: expects --user or --prefix, got both; leave one out');
    const act = { install: installKernel, uninstall: uninstallKernel }[action];
    if (act === undefined)
      throw new UsageError(`kernel: expects install or uninstall, got '${action}'; see microcanon kernel --help`);
    try {
      say(act(options.prefix === undefined ? jupyterDataFolder() : prefixDataFolder(String(options.prefix))));
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
