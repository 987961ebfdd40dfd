import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { CommandError } from '../site/command-error.js';
import type { Command } from './command.js';
import { compileBinding, removeBinding } from './native/binding.js';
import { findBuildTools } from './native/build-tools.js';
import { fetchLibrary, hasLibrary, wheel } from './native/tensorflow-library.js';
import { tryNative } from './native/trial.js';

const root = libraryFolder();
const packageFolder = join(root, 'node_modules', 'tfjs-node-native');
const libraryPlace = join(packageFolder, 'deps');

const say = (text: string): void => void process.stderr.write(`native: ${text}\n`);

/** Brings tfjs-node back, which npm takes away when the download of its own installation fails. */
function restorePackage(): void {
  if (existsSync(join(packageFolder, 'package.json'))) return;
  say('fetching the package of tfjs-node, whose installation has failed before');
  const words = ['install', '--no-save', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund'];
  spawnSync('npm', words, { cwd: root, stdio: 'inherit' });
  if (existsSync(join(packageFolder, 'package.json'))) return;
  throw new CommandError(
    'native: npm could not install @tensorflow/tfjs-node (see above); check the connection to the package registry and try again',
  );
}

/** Removes the library and its binding; the package itself stays. */
function remove(): void {
  removeBinding(packageFolder);
  rmSync(libraryPlace, { recursive: true, force: true });
  process.stdout.write('native: removed; TensorFlow.js computes by WebAssembly\n');
}

/** Fetches, compiles and tries. @returns TensorFlow's version */
function install(): string {
  const tools = findBuildTools(join(root, '.venv'));
  restorePackage();
  if (!hasLibrary(libraryPlace)) {
    say(`fetching TensorFlow ${wheel.version} (${wheel.megabytes} MB)`);
    fetchLibrary(tools.python, libraryPlace);
  }
  say('compiling the binding');
  compileBinding(tools, packageFolder);
  const report = tryNative(root);
  if ('version' in report) return report.version;
  removeBinding(packageFolder);
  throw new CommandError(
    `native: the library does not compute here: ${report.failure}; TensorFlow.js goes on computing by WebAssembly`,
  );
}

/** `microcanon native`: makes TensorFlow.js compute by TensorFlow's native library. */
export const nativeCommand: Command = {
  name: 'native',
  summary: 'Makes TensorFlow.js compute by TensorFlow’s native library, from the package registries alone.',
  options: { remove: { help: 'take the library away: TensorFlow.js computes by WebAssembly again' } },
  details:
    `It fetches TensorFlow ${wheel.version} by pip (${wheel.megabytes} MB; 0.6 GB on disk, under node_modules), compiles the binding of tfjs-node against it, and\n` +
    'tries it. It needs Linux on x64, g++ and a Python 3 with pip, and works on Node 20, 22 and 24. Energies and networks of your own then\n' +
    'compute by it; numbers in single precision may differ in their last digits. `npm ci` takes it away: run this again.',
  async run({ options }) {
    if (options.remove) {
      remove();
      return 0;
    }
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new CommandError(
        `native: expects Linux on x64, got ${process.platform} on ${process.arch}; TensorFlow.js computes by WebAssembly here`,
      );
    }
    const before = tryNative(root);
    const version = 'version' in before ? before.version : install();
    process.stdout.write(
      `native: ${'version' in before ? 'already there: ' : ''}TensorFlow ${version} computes for TensorFlow.js\n`,
    );
    return 0;
  },
};
