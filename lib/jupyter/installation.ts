import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { kernelSpec, kernelSpecName, writeKernelSpec } from './kernel-spec.js';

/** Result of an installation or of its removal. */
export interface InstallationReport {
  /** The kernel.json that Jupyter reads. */
  readonly file: string;
  readonly outcome: 'written' | 'unchanged' | 'removed' | 'absent';
  /** Root of the other checkout whose kernel was replaced; absent when there was none. */
  readonly replaced?: string;
  /** Files of other programs, which stay in the kernel's folder. */
  readonly left?: readonly string[];
}

/** The user's own Jupyter data folder: JUPYTER_DATA_DIR, else what Jupyter takes on this platform. */
export function jupyterDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (env.JUPYTER_DATA_DIR) return resolve(env.JUPYTER_DATA_DIR);
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') return env.APPDATA ? join(env.APPDATA, 'jupyter') : join(home, '.jupyter', 'data');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'jupyter');
}

/** The data folder of a Python environment, or of another installation prefix. */
export const prefixDataFolder = (prefix: string): string => resolve(prefix, 'share', 'jupyter');

/**
 * The checkout that a kernel's folder belongs to; undefined where there is no such folder.
 * @throws Error when something else stands there
 */
function owner(folder: string): string | undefined {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || (found.isDirectory() && readdirSync(folder).length === 0)) return undefined;
  try {
    const { metadata } = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'));
    if (found.isDirectory() && typeof metadata.microcanon === 'string') return metadata.microcanon;
  } catch {
    // The file is absent or cannot be read.
  }
  throw new Error(
    `kernel: ${folder} expects to be absent or a kernel of microcanon, got something else; move it away, or choose another place by --prefix`,
  );
}

/**
 * Writes the kernel specification of this checkout into a Jupyter data folder, where each Jupyter that reads this folder finds the
 * kernel. A second call changes nothing.
 * @throws Error when the kernel's folder belongs to another program, or cannot be written
 */
export function installKernel(dataFolder: string): InstallationReport {
  const folder = join(dataFolder, 'kernels', kernelSpecName);
  const file = join(folder, 'kernel.json');
  const before = owner(folder);
  const text = `${JSON.stringify(kernelSpec(), null, 2)}\n`;
  if (before !== undefined && readFileSync(file, 'utf8') === text) return { file, outcome: 'unchanged' };
  writeKernelSpec(dataFolder);
  return {
    file,
    outcome: 'written',
    ...(before !== undefined && before !== libraryFolder() ? { replaced: before } : {}),
  };
}

/**
 * Removes the kernel specification of this checkout from a Jupyter data folder, if it is there.
 * @throws Error when the kernel's folder belongs to another program or another checkout
 */
export function uninstallKernel(dataFolder: string): InstallationReport {
  const folder = join(dataFolder, 'kernels', kernelSpecName);
  const file = join(folder, 'kernel.json');
  const found = owner(folder);
  if (found === undefined) return { file, outcome: 'absent' };
  if (found !== libraryFolder() && existsSync(found)) {
    throw new Error(
      `kernel: ${file} expects to be of ${libraryFolder()}, got the kernel of ${found}; uninstall it from there`,
    );
  }
  rmSync(file);
  const left = readdirSync(folder);
  if (left.length === 0) rmdirSync(folder);
  return { file, outcome: 'removed', ...(left.length > 0 ? { left } : {}) };
}
