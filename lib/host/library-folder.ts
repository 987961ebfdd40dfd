import { dirname } from 'node:path';

/** The package's root folder. */
export function libraryFolder(): string {
  return dirname(require.resolve('microcanon/package.json'));
}
