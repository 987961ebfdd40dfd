import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CodeHashes } from '../host/code-hashes.js';
import { writeWhole } from '../host/node/whole-file.js';
import { type ModuleGraph, moduleGraph } from './module-graph.js';

/** Files below a folder that a test of their paths accepts, with slashes. */
function filesBelow(folder: string, accept: (path: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter(accept);
}

/**
 * The graph of the library's modules: sources without types and comments, and compiled kernels.
 * Cost: some 3 s.
 * @param root the package's folder
 */
export function libraryGraph(root: string): ModuleGraph {
  const library = join(root, 'lib');
  const files = filesBelow(library, (path) => /\.ts$/.test(path) && !path.startsWith('compiled/assembly/'));
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: files.map((path) => join(library, path)),
    outbase: library,
    outdir: library,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    // esbuild warns of each `require` in a module.
    logLevel: 'error',
  });
  const nameOf = (path: string): string => relative(library, path).split(sep).join('/').replace(/\.js$/, '');
  const sources = new Map(outputFiles.map(({ path, text }) => [nameOf(path), text]));
  const compiled = join(root, 'dist', 'lib');
  const assets = filesBelow(compiled, (path) => path.endsWith('.wasm')).map((path) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(compiled, path)))
      .digest('hex');
    return [path, hash.slice(0, 16)] as const;
  });
  return moduleGraph(sources, new Map(assets));
}

/** Writes the hash of what each module depends on beside the compiled library: the build's last step. */
export function writeCodeHashes(root: string): void {
  const graph = libraryGraph(root);
  const names = filesBelow(join(root, 'lib'), (path) => /\.ts$/.test(path) && !path.startsWith('compiled/assembly/'))
    .map((path) => path.replace(/\.ts$/, ''))
    .sort();
  const hashes: CodeHashes = {
    library: graph.wholeHash,
    modules: Object.fromEntries(names.map((name) => [name, graph.hash(name)])),
  };
  writeWhole(join(root, 'dist', 'code-hashes.json'), `${JSON.stringify(hashes, null, 1)}\n`);
}
