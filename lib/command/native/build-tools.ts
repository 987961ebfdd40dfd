import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandError } from '../../site/command-error.js';
import { answers, findPythonWith } from '../python.js';

/** The programs and headers that the native library of TensorFlow.js is made with. */
export interface BuildTools {
  /** A C++ compiler with the options of GCC. */
  readonly compiler: string;
  /** A Python 3 that has pip. */
  readonly python: string;
  /** The folder of node_api.h. */
  readonly headers: string;
}

/** Where Node's headers lie beside its program, and where Linux distributions put them. */
function headerFolders(program: string): string[] {
  const beside = resolve(program, '..', '..');
  return [...new Set([beside, '/usr', '/usr/local'])].map((prefix) => join(prefix, 'include', 'node'));
}

/**
 * Finds what `microcanon native` needs.
 * @param environment the Python environment of this checkout, whose Python is tried first
 * @param program the Node that runs, beside whose folder its headers lie
 * @throws CommandError naming what is absent and what to install
 */
export function findBuildTools(environment: string, program: string = process.execPath): BuildTools {
  const compilers = ['g++', 'clang++'];
  const compiler = compilers.find((name) => answers(name, ['--version']) !== undefined);
  if (compiler === undefined) {
    throw new CommandError(
      `native: expects a C++ compiler, got none of ${compilers.join(', ')}; install g++ (Debian and Ubuntu: apt-get install g++)`,
    );
  }
  const python = findPythonWith('pip', environment);
  if (python === undefined) {
    throw new CommandError(
      'native: expects a Python 3 with pip, got none; install it (Debian and Ubuntu: apt-get install python3-pip), ' +
        'or run `npm run lab -- --check`, which makes one in .venv',
    );
  }
  const folders = headerFolders(program);
  const headers = folders.find((folder) => existsSync(join(folder, 'node_api.h')));
  if (headers === undefined) {
    throw new CommandError(
      `native: expects Node's header node_api.h, got none in ${folders.join(', ')}; ` +
        "install Node from nodejs.org, which has it, or your system's package of Node's headers (libnode-dev)",
    );
  }
  return { compiler, python, headers };
}
