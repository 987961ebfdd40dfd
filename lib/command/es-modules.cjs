'use strict';
/*
 * Emits lib as ES modules, each file by itself, into dist/esm: for bundlers of pages and for programs that are ES modules.
 * The compiler gives CommonJS, which notebooks and the command line run; esbuild gives the same statements in the other form.
 */
const fs = require('node:fs');
const path = require('node:path');
const { buildSync } = require('esbuild');

/** Gives a module what CommonJS has and ES modules lack, where the module uses it. */
const commonNames = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join(' ');

/** The nearest package.json decides what kind of modules a folder holds, and which host they get. */
const packageJson = {
  type: 'module',
  imports: { '#host': { browser: './host/page/index.js', default: './host/node/index.js' } },
};

/** TypeScript files of lib, with / between folders; those of AssemblyScript are another language. */
function sourcesIn(lib) {
  return fs
    .readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.startsWith('compiled/assembly/'));
}

/** Writes dist/esm anew and removes what has no source any more. */
function emitModules(root) {
  const lib = path.join(root, 'lib');
  const folder = path.join(root, 'dist', 'esm');
  const names = sourcesIn(lib);
  // Comments speak of `require` too.
  const usesCommonNames = (name) =>
    /\brequire(\(|\.)|\b__(dir|file)name\b/.test(fs.readFileSync(path.join(lib, name), 'utf8'));
  for (const common of [false, true]) {
    buildSync({
      entryPoints: names.filter((name) => usesCommonNames(name) === common).map((name) => path.join(lib, name)),
      outbase: lib,
      outdir: folder,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      charset: 'utf8',
      banner: common ? { js: commonNames } : {},
      logLevel: 'warning',
      // Names of CommonJS come with the banner.
      logOverride: { 'unsupported-require-call': 'silent' },
    });
  }
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(packageJson, undefined, 2)}\n`);
  const known = new Set(names.map((name) => name.replace(/\.ts$/, '.js')));
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.js') && !known.has(name.replaceAll('\\', '/'))) fs.rmSync(path.join(folder, name));
  }
}

emitModules(path.resolve(__dirname, '..', '..'));
