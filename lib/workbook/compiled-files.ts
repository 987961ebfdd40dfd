import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = dirname(require.resolve('microcanon/package.json'));

/**
 * Compiled files under dist/test whose name ends in `ending`, sorted.
 * @param patterns parts of a path; a file is taken when it contains one of them, every file when there are none
 */
export function compiledFiles(ending: string, patterns: readonly string[]): string[] {
  const folder = join(root, 'dist', 'test');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => relative(join(root, 'dist'), file).includes(pattern.replace(/\.ts$/, ''))))
    .sort();
}
