import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { host } from '../../host/index.js';
import { libraryFolder } from '../../host/node/library-folder.js';
import { packedText } from '../packed-text.js';

/** The library as ES modules, from which parts are bundled. */
export const moduleFolder = join(libraryFolder(), 'dist', 'esm');

/** Parts that few readers load. */
const isLate = /^(types|tensorflow)$/;

/**
 * The file of a part: a classic script, because a page from the file system can load no modules. The code is a function, which the
 * page never calls, but from whose text it makes the script of its worker; or packed text where that is far smaller in a site's folder.
 * A server compresses packed code a little less, so that what a first run needs is not packed.
 * @param foundations names of the parts that must be evaluated before, the core apart
 */
export function partScript(name: string, code: string, foundations: readonly string[] = []): string {
  const packed = isLate.test(name) ? packedText(code) : undefined;
  const body = packed === undefined ? `function () {\n${code.trimEnd()}\n}` : `'${packed}'`;
  const last = foundations.length > 0 ? `, ${JSON.stringify(foundations)}` : '';
  return `microcanonPart(${JSON.stringify(name)}, ${body}${last});\n`;
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
