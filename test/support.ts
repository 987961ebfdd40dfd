import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's root folder. */
export const root = dirname(require.resolve('microcanon/package.json'));

/** A reference file of test/fixtures, parsed. */
export function fixture(name: string): any {
  return JSON.parse(readFileSync(join(root, 'test', 'fixtures', `${name}.json`), 'utf8'));
}
