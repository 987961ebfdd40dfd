import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

import ts = require('typescript');

import { libraryFolder } from '../../host/node/library-folder.js';
import {
  type DeclarationFiles,
  globalsFolder,
  languageFile,
  languageFolder,
  packagesFolder,
} from '../browser/types/compiler.js';

/** Rooms that no cell imports: they make the kernel, the pages and the command line. */
const hiddenRooms: ReadonlySet<string> = new Set(['cell', 'command', 'host', 'jupyter', 'live', 'site']);

/** Declarations of Node that a cell may need: its globals, and the modules that notebooks import. */
const nodeFiles =
  `globals globals.typedarray buffer.buffer assert assert/strict buffer console events fs os path perf_hooks process timers timers/promises url util worker_threads crypto
web-globals/abortcontroller web-globals/domexception web-globals/events web-globals/fetch`.split(/\s+/);

/** Packages of others with types that a cell may import, and the file of their types. */
const packages: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-core': './dist/index.d.ts',
  '@tensorflow/tfjs-layers': './dist/index.d.ts',
  'danfojs-node': './dist/danfojs-node/src/index.d.ts',
};

/** A file of a package, and the file that adds members to its classes, such as `square` to a tensor. */
const augmented = ['@tensorflow/tfjs-core/dist/tensor.d.ts', './public/chained_ops/register_all_chained_ops'] as const;

const withoutMap = (text: string): string => text.replace(/^\/\/# sourceMappingURL=.*$/gm, '').trimEnd();

const printer = ts.createPrinter({ removeComments: true });

/** Declarations without their comments; the references to further files in the first comments stay. */
function withoutComments(text: string): string {
  const references = text.match(/^\/\/\/ <reference (?:lib|path|types)=.*$/gm) ?? [];
  const bare = printer.printFile(ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.Latest));
  return [...references, bare].join('\n');
}

/** The language's declarations that one of its files leads to. */
function languageDeclarations(file: string, found: Record<string, string>): void {
  if (Object.hasOwn(found, `${languageFolder}${file}`)) return;
  const text = readFileSync(join(dirname(require.resolve('typescript')), file), 'utf8');
  found[`${languageFolder}${file}`] = text;
  for (const [, name] of text.matchAll(/^\/\/\/ <reference lib="([^"]+)"/gm))
    languageDeclarations(`lib.${name}.d.ts`, found);
}

/** A file of declarations and those that it imports from its own package. */
function closure(
  file: string,
  target: (file: string) => string,
  read: (text: string) => string,
  found: Record<string, string>,
): void {
  if (Object.hasOwn(found, target(file))) return;
  const text = readFileSync(file, 'utf8');
  found[target(file)] = read(text);
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    if (!fileName.startsWith('.')) continue;
    const stem = join(dirname(file), fileName.replace(/\.js$/, ''));
    const imported = [`${stem}.d.ts`, join(stem, 'index.d.ts')].find((candidate) => existsSync(candidate));
    if (imported !== undefined) closure(imported, target, read, found);
  }
}

/** Public faces of the library, as paths below `dist/lib`. */
function publicFaces(lib: string): string[] {
  const rooms = readdirSync(lib).filter((room) => !hiddenRooms.has(room));
  const chapters = readdirSync(join(lib, 'chapter')).map((name) => join('chapter', name));
  return [...rooms, ...chapters].map((room) => join(lib, room, 'index.d.ts')).filter((file) => existsSync(file));
}

/**
 * The declarations for the types of cells: the language, Node's globals and some of its modules, this library's public rooms and
 * chapters with their docstrings, TensorFlow.js and danfo.js. Comments of others but the language's are left out.
 * Cost: reads a thousand files, about a second.
 */
export function typeDeclarations(): DeclarationFiles {
  const root = libraryFolder();
  const lib = join(root, 'dist', 'lib');
  const modules = join(root, 'node_modules');
  const found: Record<string, string> = {};
  languageDeclarations(languageFile, found);
  const placed = (folder: string, name: string) => (file: string) =>
    posix.join(name, relative(folder, file).split(sep).join('/'));
  for (const name of nodeFiles) {
    const file = join(modules, '@types', 'node', `${name}.d.ts`);
    // The checks of cells are calls of `assert`, whose docstrings a reader may look up.
    const text = readFileSync(file, 'utf8');
    found[`${globalsFolder}${name.replaceAll('/', '-')}.d.ts`] = name.startsWith('assert')
      ? text
      : withoutComments(text);
  }
  for (const face of publicFaces(lib)) closure(face, placed(lib, `${packagesFolder}microcanon`), withoutMap, found);
  for (const [name, types] of Object.entries(packages)) {
    const folder = join(modules, name);
    closure(join(folder, types), placed(folder, `${packagesFolder}${name}`), withoutComments, found);
    found[`${packagesFolder}${name}/index.d.ts`] = `export * from '${types.replace(/\.d\.ts$/, '')}';`;
  }
  const [file, members] = augmented;
  const core = join(modules, '@tensorflow', 'tfjs-core');
  closure(
    join(core, 'dist', `${members}.d.ts`),
    placed(core, `${packagesFolder}@tensorflow/tfjs-core`),
    withoutComments,
    found,
  );
  found[`${packagesFolder}${file}`] += `import '${members}';`;
  found[`${packagesFolder}@tensorflow/tfjs/index.d.ts`] =
    "export * from '@tensorflow/tfjs-core'; export * from '@tensorflow/tfjs-layers';";
  return found;
}
