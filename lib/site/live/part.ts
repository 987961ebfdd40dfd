import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { host } from '../../host/index.js';
import { libraryFolder } from '../../host/node/library-folder.js';
import { packedText } from '../packed-text.js';

/** The library as ES modules, from which parts are bundled. */
export const moduleFolder = join(libraryFolder(), 'dist', 'esm');

/**
 * The file of a part: a classic script, because a page from the file system can load no modules. It brings the code packed as text,
 * less than half as large in a site's folder; or as a function, whose text is the code, where packing saves nothing: data are packed
 * already. The page calls no such function, but makes the script of its worker from the texts.
 * @param foundations names of the parts that must be evaluated before, the core apart
 */
export function partScript(name: string, code: string, foundations: readonly string[] = []): string {
  const packed = packedText(code);
  const body = packed.length < 0.8 * code.length ? `'${packed}'` : `function () {\n${code.trimEnd()}\n}`;
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
