import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { host } from '../../host/index.js';
import { libraryFolder } from '../../host/node/library-folder.js';

/** The library as ES modules, from which parts are bundled. */
export const moduleFolder = join(libraryFolder(), 'dist', 'esm');

/**
 * The file of a part: a classic script, because a page from the file system can load no modules. The page calls none of the function,
 * but makes the script of its worker from the function's text.
 * @param foundations names of the parts that must be evaluated before, the core apart
 */
export function partScript(name: string, code: string, foundations: readonly string[] = []): string {
  const last = foundations.length > 0 ? `, ${JSON.stringify(foundations)}` : '';
  return `microcanonPart(${JSON.stringify(name)}, function () {\n${code.trimEnd()}\n}${last});\n`;
}

/** What a bundle of the library for pages has in common, whatever it holds. */
const pageBundle = {
  bundle: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  minify: true,
  legalComments: 'eof',
  logLevel: 'silent',
  tsconfigRaw: {},
} as const satisfies BuildOptions;

/** @throws Error when a module is not found, or asks for something that a page has not */
export async function bundled(lines: readonly string[], plugins: readonly Plugin[] = []): Promise<string> {
  // Loaded here because only a build of pages needs it.
  const { build } = host.load<typeof import('esbuild')>('esbuild');
  const { outputFiles } = await build({
    ...pageBundle,
    stdin: { contents: lines.join('\n'), resolveDir: moduleFolder },
    plugins: [...plugins],
  });
  return outputFiles[0].text;
}
