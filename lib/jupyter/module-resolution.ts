import { createRequire } from 'node:module';

import Module = require('node:module');

import { isAbsolute, join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';

type Resolve = (request: string, parent: { filename?: string } | undefined, ...rest: unknown[]) => string;

const isBare = (request: string): boolean => !request.startsWith('.') && !isAbsolute(request);

/**
 * Changes Node's module resolution in two ways: tslab gets the project's compiler, and a package that the notebook's folder does
 * not have is taken from the checkout of the kernel.
 */
export function installModuleResolution(): void {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const resolve = loader._resolveFilename;
  const filename = join(libraryFolder(), 'notebook.js');
  const fromHome = { id: filename, filename, paths: createRequire(filename).resolve.paths('microcanon') };
  loader._resolveFilename = function (request, parent, ...rest) {
    if (request === '@tslab/typescript-for-tslab') return require.resolve('./typescript-for-tslab');
    try {
      return resolve.call(this, request, parent, ...rest);
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
      if (!isMissing || !isBare(request) || !parent?.filename?.startsWith(join(process.cwd(), '/'))) throw error;
      return resolve.call(this, request, fromHome, ...rest);
    }
  };
}
