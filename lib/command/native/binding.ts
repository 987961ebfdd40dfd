import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../../site/command-error.js';
import type { BuildTools } from './build-tools.js';

/** The version of Node-API that the binding is compiled for: Node 20 and newer have it, and tfjs-node looks for it. */
const nodeApi = 8;

/**
 * Compiles the binding of tfjs-node against the library in PACKAGE/deps, and puts it where tfjs-node loads it from.
 * @param folder the folder of tfjs-node
 * @throws CommandError when the compiler fails
 * Cost: 5 to 15 s.
 */
export function compileBinding({ compiler, headers }: BuildTools, folder: string): void {
  const target = join(folder, 'lib', `napi-v${nodeApi}`);
  const [part, whole] = ['tfjs_binding.part', 'tfjs_binding.node'].map((name) => join(target, name));
  mkdirSync(target, { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(folder, 'binding', name));
  const options = ['-shared', '-fPIC', '-O2', '-std=c++17', `-DNAPI_VERSION=${nodeApi}`];
  const includes = [`-I${join(folder, 'deps', 'include')}`, `-I${headers}`];
  const libraries = [
    '-l:libtensorflow_cc.so.2',
    '-l:libtensorflow_framework.so.2',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ];
  const words = [...options, ...includes, ...sources, '-o', part, `-L${join(folder, 'deps', 'lib')}`, ...libraries];
  if (spawnSync(compiler, words, { stdio: 'inherit' }).status !== 0) {
    throw new CommandError(`native: ${compiler} could not compile the binding (see above); report what it says`);
  }
  renameSync(part, whole);
}

/** Takes the binding away, so that TensorFlow.js computes by WebAssembly again. */
export function removeBinding(folder: string): void {
  rmSync(join(folder, 'lib'), { recursive: true, force: true });
}
