import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { libraryFolder } from '../../host/node/library-folder.js';
import type { SiteTexts } from '../browser/prose/site-texts.js';
import { bundled } from './part.js';
import { smallCompiler } from './small-compiler.js';
import { typeDeclarations } from './type-declarations.js';

/** Names that the types of cells import from the compiler. */
const compilerNames = [
  'createLanguageService',
  'flattenDiagnosticMessageText',
  'JsxEmit',
  'ModuleDetectionKind',
  'ModuleKind',
  'ModuleResolutionKind',
  'ScriptSnapshot',
  'ScriptTarget',
];

/** Puts the small compiler in the place of TypeScript, and nothing in the place of the modules of Node that it asks for in Node. */
const compilerPlugin: Plugin = {
  name: 'small-compiler',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace: 'small-compiler' }));
    onLoad({ filter: /.*/, namespace: 'small-compiler' }, () => ({
      contents: smallCompiler(readFileSync(require.resolve('typescript'), 'utf8'), compilerNames),
    }));
    onResolve({ filter: /^(fs|path|os|inspector|perf_hooks|source-map-support)$/ }, ({ path }) => ({
      path,
      namespace: 'absent',
    }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * The part that answers questions about types, for a worker of its own: the compiler and the declarations of all that cells may import.
 * Cost: some 3 s; 4.7 MB, 1.1 MB compressed, 1.6 MB as the part's file.
 */
export async function typesPart(): Promise<string> {
  const worker = join(libraryFolder(), 'lib', 'site', 'browser', 'types', 'worker.ts');
  const code = await bundled([`import ${JSON.stringify(worker)};`], [compilerPlugin]);
  return `globalThis.microcanonDeclarations = ${JSON.stringify(typeDeclarations())};\n${code}`;
}

/** The script of the page that makes cells editable. Cost: some 0.3 s; 0.5 MB, 0.17 MB compressed. */
export function editorScript(): Promise<string> {
  const main = join(libraryFolder(), 'lib', 'site', 'browser', 'editor', 'main.ts');
  return bundled([`import ${JSON.stringify(main)};`]);
}

/** The script of the page for a notebook from the disk. Cost: some 0.5 s; 0.6 MB, 0.2 MB compressed. */
export function ownScript(): Promise<string> {
  const main = join(libraryFolder(), 'lib', 'site', 'browser', 'own', 'main.ts');
  return bundled([`import ${JSON.stringify(main)};`]);
}

/**
 * The script that renders Markdown and LaTeX which cells give in a page. Cost: some 0.5 s; 0.5 MB, 0.16 MB compressed.
 * @param texts what the prose may refer to
 */
export async function proseScript(texts: SiteTexts): Promise<string> {
  const main = join(libraryFolder(), 'lib', 'site', 'browser', 'prose', 'main.ts');
  return `globalThis.microcanonTexts = ${JSON.stringify(texts)};\n${await bundled([`import ${JSON.stringify(main)};`])}`;
}

/** Packages whose code or declarations the scripts of editing and of notebooks from the disk hold. */
const bundledPackages =
  `typescript @types/node @codemirror/view @codemirror/state @codemirror/language @codemirror/commands @codemirror/autocomplete
@codemirror/lint @codemirror/search @codemirror/lang-javascript @lezer/common @lezer/highlight @lezer/lr @lezer/javascript markdown-it
katex dompurify highlight.js fflate danfojs-node`.split(/\s+/);

/** The licences of these packages, one after the other. */
export function bundledLicences(): string {
  const texts = bundledPackages.flatMap((name) => {
    const folder = join(libraryFolder(), 'node_modules', name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
    return file === undefined ? [] : [`${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`];
  });
  return texts.join('\n----\n\n');
}
