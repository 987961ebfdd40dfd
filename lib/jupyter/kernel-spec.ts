import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { writeWhole } from '../host/node/whole-file.js';

/** The name under which Jupyter and the notebooks' metadata know the kernel. */
export const kernelSpecName = 'microcanon';

/** Content of kernel.json. */
export interface KernelSpec {
  readonly argv: string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message';
  readonly env: Record<string, string>;
  readonly metadata: Record<string, unknown>;
}

/**
 * The kernel specification that starts the kernel of this checkout with the Node that runs now.
 *
 * Node's check of its asynchronous context stack is off: an interrupt can end JavaScript between two entries of the stack, and
 * the check would then abort the process.
 */
export function kernelSpec(): KernelSpec {
  return {
    argv: [process.execPath, '--no-force-async-hooks-checks', join(__dirname, 'main.js'), '{connection_file}'],
    display_name: 'TypeScript (microcanon)',
    language: 'typescript',
    interrupt_mode: 'message',
    env: {},
    metadata: { debugger: false, microcanon: libraryFolder() },
  };
}

/**
 * Writes FOLDER/kernels/microcanon/kernel.json, so that Jupyter finds the kernel when FOLDER is on JUPYTER_PATH.
 * @returns the path of kernel.json
 */
export function writeKernelSpec(folder: string): string {
  const path = join(folder, 'kernels', kernelSpecName);
  mkdirSync(path, { recursive: true });
  writeWhole(join(path, 'kernel.json'), `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  return join(path, 'kernel.json');
}
