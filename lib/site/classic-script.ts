import type { BuildOptions } from 'esbuild';
import { host } from '../host/index.js';

/**
 * Modules bundled into one classic script, because a page from the file system can load no modules.
 * @throws Error when a module is not found, or asks for something that a page has not
 */
export function classicScript(options: BuildOptions): string {
  // Loaded here because only a build of pages needs it.
  const { buildSync } = host.load<typeof import('esbuild')>('esbuild');
  const { outputFiles } = buildSync({
    tsconfigRaw: {},
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'silent',
    ...options,
    write: false,
  });
  return outputFiles[0].text;
}
