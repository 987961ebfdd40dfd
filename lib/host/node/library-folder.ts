import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The compiled lib that this module belongs to. */
export const compiledFolder = resolve(__dirname, '..', '..');

let root: string | undefined;

/** The package's root folder. */
export function libraryFolder(): string {
  root ??= ancestorOf(compiledFolder);
  return root;
}

/** The nearest folder above whose package.json has this package's name and version: that of ES modules has a name alone. */
function ancestorOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
    if (name === 'microcanon' && version !== undefined) return folder;
  }
  if (dirname(folder) === folder) throw new Error('host: no folder above holds the package.json of microcanon');
  return ancestorOf(dirname(folder));
}

/** The root folder of an installed package. */
export function packageFolder(name: string): string {
  if (name === 'microcanon') return libraryFolder();
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    // Some packages let nothing but their entry point be resolved; their other files lie beside it.
    const entry = require.resolve(name);
    const folder = join('node_modules', name);
    return join(entry.slice(0, entry.lastIndexOf(folder)), folder);
  }
}
