import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../site/command-error.js';

/** Path of a program of a Python environment: in `bin`, on Windows in `Scripts`. */
function environmentProgram(environment: string, name: string): string {
  return process.platform === 'win32' ? join(environment, 'Scripts', `${name}.exe`) : join(environment, 'bin', name);
}

/** What a program prints on its standard output, trimmed; undefined where it is absent or fails. */
export function answers(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Programs that are Python on the PATH. */
const onPath: readonly string[] = ['python3', 'python'];

/** The first of some programs that is a Python 3 and has a module; undefined where none is. */
function firstPython(programs: readonly string[], module = 'sys'): string | undefined {
  const program = `import sys, ${module}; print(sys.version_info[0])`;
  return programs.find((name) => answers(name, ['-c', program]) === '3');
}

/** A Python 3 that has a module: that of an environment, else one on the PATH; undefined where there is none. */
export function findPythonWith(module: string, environment: string): string | undefined {
  return firstPython([environmentProgram(environment, 'python'), ...onPath], module);
}

/** The folder of packages of a Python environment that has a module; undefined where it has not. */
export function packageFolder(environment: string, module: string): string | undefined {
  const program = `import sysconfig, ${module}; print(sysconfig.get_paths()['purelib'])`;
  return answers(environmentProgram(environment, 'python'), ['-c', program]);
}

/**
 * The program that starts JupyterLab 4: that of the environment into which this project installs, else one on the PATH.
 * @returns undefined when there is none
 */
export function findJupyterLab(environment: string): string | undefined {
  const own = environmentProgram(environment, 'jupyter-lab');
  if (existsSync(own)) return own;
  return /^[4-9]\./.test(answers('jupyter-lab', ['--version']) ?? '') ? 'jupyter-lab' : undefined;
}

/**
 * Makes a Python environment (if absent) and installs packages into it; the output of the programs goes to the terminal.
 * @throws CommandError when Python is absent or a step fails
 */
export function installPackages(environment: string, packages: readonly string[]): void {
  const step = (program: string, args: readonly string[], failure: string) => {
    if (spawnSync(program, args, { stdio: 'inherit' }).status !== 0) throw new CommandError(failure);
  };
  if (!existsSync(environmentProgram(environment, 'pip'))) {
    const python = firstPython(onPath);
    if (python === undefined)
      throw new CommandError(
        'lab: no Python 3 on the PATH, which the installation of JupyterLab needs; install Python 3 or JupyterLab 4 and try again',
      );
    step(
      python,
      ['-m', 'venv', environment],
      'lab: python3 -m venv failed (see above); on Debian and Ubuntu install python3-venv and try again',
    );
  }
  step(
    environmentProgram(environment, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
    'lab: pip could not install JupyterLab (see above); check the connection to the package index and try again',
  );
}
