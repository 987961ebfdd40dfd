import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from '../host/whole-file.js';

/** The kernel's name in Jupyter and in the notebooks' metadata. */
export const kernelName = 'microcanon';

/** What Jupyter reads from kernel.json. */
export interface KernelSpec {
  readonly argv: string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message';
  readonly env: Record<string, string>;
  readonly metadata: Record<string, unknown>;
}

/** The root of the checkout that this kernel belongs to. */
export function checkout(): string {
  return dirname(require.resolve('microcanon/package.json'));
}

/**
 * How to start the kernel of this checkout with the Node that runs now.
 *
 * Node's check of its asynchronous context stack is off, because an interrupt ends JavaScript between
 * two of its entries and Node would abort on the mismatch.
 */
export function kernelSpec(): KernelSpec {
  return {
    argv: [process.execPath, '--no-force-async-hooks-checks', join(__dirname, 'main.js'), '{connection_file}'],
    display_name: 'TypeScript (microcanon)',
    language: 'typescript',
    interrupt_mode: 'message',
    env: {},
    metadata: { debugger: false, microcanon: checkout() },
  };
}

/**
 * Writes FOLDER/kernels/microcanon/kernel.json, so that Jupyter finds the kernel when FOLDER is on JUPYTER_PATH.
 * @returns the path of kernel.json
 */
export function writeKernelSpec(folder: string): string {
  const path = join(folder, 'kernels', kernelName);
  mkdirSync(path, { recursive: true });
  writeWhole(join(path, 'kernel.json'), `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  return join(path, 'kernel.json');
}
