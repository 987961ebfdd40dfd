import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { root } from './support.js';

interface Room {
  readonly name: string;
  /** The rooms that it may import, without itself. */
  readonly imports: readonly string[];
}

/** The table of lib/README.md. */
function roomsOfReadme(): readonly Room[] {
  const rooms: Room[] = [];
  const words = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
  for (const row of readFileSync(join(root, 'lib', 'README.md'), 'utf8').split('\n')) {
    const cells = row.split('|').map((cell) => cell.trim());
    const [name] = words(cells[1] ?? '');
    if (cells.length !== 5 || name === undefined) continue;
    const above = rooms.map((room) => room.name);
    const listed = words(cells[3]);
    for (const room of listed)
      assert.ok(above.includes(room), `lib/README.md: ${name} names ${room}, which stands not above`);
    const imports = cells[3].startsWith('all above') ? above.filter((room) => !listed.includes(room)) : listed;
    rooms.push({ name, imports });
  }
  return rooms;
}

const rooms = roomsOfReadme();
const order = rooms.map(({ name }) => name);

/** Where typed arrays, threads and WebAssembly are at home. */
const numericFolders = ['array', 'parallel', 'compiled', 'linear-algebra'];

/** Files elsewhere that name them, each for a reason. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The host starts threads.
  'host/node/workers.ts': ['Worker'],
  'host/page/thread-keeper.ts': ['Worker'],
  // A result file holds the very bytes of vectors.
  'study/encoding.ts': ['Float64Array'],
  // The kernel's sockets live in a thread, so that an interrupt is heard while a cell computes.
  'jupyter/channel.ts': ['Worker', 'SharedArrayBuffer'],
  // A page runs cells in a worker.
  'site/browser/live/parts.ts': ['Worker'],
  // A page asks its browser whether the kernels of WebAssembly can run.
  'site/browser/live/vector-instructions.ts': ['WebAssembly'],
};

interface Source {
  readonly imports: readonly { readonly name: string; readonly typeOnly: boolean }[];
  readonly identifiers: ReadonlySet<string>;
  /** What `task` and `portable` are told first; undefined where that is no literal. */
  readonly portableNames: readonly (string | undefined)[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('compiled/assembly/'))
    .sort();
}

const trees = new Map<string, ts.SourceFile>();

/** The syntax of a source, parsed once for all tests. */
function treeOf(path: string): ts.SourceFile {
  const known = trees.get(path);
  if (known !== undefined) return known;
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  trees.set(path, tree);
  return tree;
}

function parse(path: string): Source {
  const tree = treeOf(path);
  const imports: { name: string; typeOnly: boolean }[] = [];
  const identifiers = new Set<string>();
  const portableNames: (string | undefined)[] = [];
  const note = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) imports.push({ name: specifier.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal, true);
    if (ts.isCallExpression(node)) {
      const called = node.expression;
      if (called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require'))
        note(node.arguments[0], false);
      if (ts.isIdentifier(called) && ['task', 'portable'].includes(called.text)) {
        const [name] = node.arguments;
        portableNames.push(ts.isStringLiteralLike(name) ? name.text : undefined);
      }
    }
    if (ts.isIdentifier(node)) identifiers.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { imports, identifiers, portableNames };
}

/** Whether an import vanishes when the file is compiled. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  const { namedBindings } = clause;
  const namesOnlyTypes =
    clause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly);
  return clause.isTypeOnly || namesOnlyTypes;
}

const files = filesBelow('lib');
const known = new Set(files);
const sources = new Map(files.map((file) => [file, parse(join(root, 'lib', file))]));

/** The file of lib that a relative import means; files that are no TypeScript are kept as they are named. */
function target(file: string, name: string): string {
  const path = posix.join(posix.dirname(file), name).replace(/\.js$/, '');
  return [`${path}.ts`, `${path}/index.ts`].find((candidate) => known.has(candidate)) ?? path;
}

const folderOf = (file: string): string => file.split('/')[0];

/** Relative imports of a file, as files. */
function neighbours(file: string, { runtime = false } = {}): string[] {
  const { imports } = sources.get(file)!;
  return imports
    .filter(({ name, typeOnly }) => name.startsWith('.') && !(runtime && typeOnly))
    .map(({ name }) => target(file, name));
}

test('lib/README.md has a row for every room and for nothing else', () => {
  const folders = readdirSync(join(root, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual([...order].sort(), folders.map(({ name }) => name).sort());
  for (const file of files) assert.ok(order.includes(folderOf(file)), `lib/${file} lies in no room`);
});

test('imports inside lib are those that lib/README.md allows, types too but for figures, and never out of lib', () => {
  const wrong: string[] = [];
  for (const { name, imports } of rooms) {
    for (const file of files.filter((candidate) => folderOf(candidate) === name)) {
      for (const other of neighbours(file, { runtime: name === 'figure' })) {
        if (other.startsWith('..')) wrong.push(`${file} leaves lib for ${other}`);
        else if (![name, ...imports].includes(folderOf(other))) wrong.push(`${file} imports ${other}`);
      }
      for (const other of neighbours(file))
        if (order.indexOf(folderOf(other)) > order.indexOf(name)) wrong.push(`${file} imports a type of ${other}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('lib imports neither notebooks nor tests, and itself by relative paths only', () => {
  for (const file of files) {
    for (const { name } of sources.get(file)!.imports) {
      assert.ok(!/(^|\/)(notebooks|test)\//.test(name), `lib/${file} imports ${name}`);
      assert.ok(!name.startsWith('microcanon/'), `lib/${file} imports ${name}: the library names itself relatively`);
    }
  }
});

test('packages that lib imports are declared in package.json', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const declared = { ...dependencies, ...optionalDependencies };
  for (const file of files) {
    for (const { name, typeOnly } of sources.get(file)!.imports) {
      if (/^[.#]/.test(name) || name.startsWith('node:') || builtinModules.includes(name)) continue;
      const own = name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
      const types = `@types/${own
        .replace('@', '')
        .replace('/', '__')
        .replace(/-dist.*$/, '')}`;
      assert.ok(
        own in declared || (typeOnly && (own in devDependencies || types in devDependencies)),
        `lib/${file} imports ${name}`,
      );
    }
  }
});

test('chapters build on each other in no circle, and nothing below them knows a chapter', () => {
  const chapterOf = (file: string): string | undefined => /^chapter\/([^/]+)\//.exec(file)?.[1];
  const needs = new Map<string, Set<string>>();
  for (const file of files) {
    const own = chapterOf(file);
    for (const other of neighbours(file)) {
      const chapter = chapterOf(other);
      if (own === undefined || chapter === undefined || chapter === own) continue;
      needs.set(own, (needs.get(own) ?? new Set()).add(chapter));
    }
  }
  const visit = (chapter: string, way: readonly string[]): void => {
    assert.ok(!way.includes(chapter), [...way, chapter].join(' > '));
    for (const other of needs.get(chapter) ?? []) visit(other, [...way, chapter]);
  };
  for (const chapter of needs.keys()) visit(chapter, []);
});

test('no file of lib needs itself, by whatever round of imports, when it runs', () => {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (state.get(file) === 'open') circles.push([...way.slice(way.indexOf(file)), file].join(' > '));
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const other of neighbours(file, { runtime: true })) if (known.has(other)) visit(other, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  assert.deepEqual(circles, []);
});

test('typed arrays of numbers, threads and WebAssembly are named in array, parallel, compiled and linear-algebra alone', () => {
  const words = ['Float64Array', 'Float32Array', 'Worker', 'WebAssembly', 'SharedArrayBuffer'];
  const named = files
    .filter((file) => !numericFolders.includes(folderOf(file)))
    .map((file) => [file, words.filter((word) => sources.get(file)!.identifiers.has(word))] as const)
    .filter(([, found]) => found.length > 0);
  assert.deepEqual(Object.fromEntries(named), exceptions);
});

test('tasks and other portable functions have the path of their file for a name', () => {
  let count = 0;
  for (const file of files.filter((file) => folderOf(file) !== 'parallel')) {
    for (const name of sources.get(file)!.portableNames) {
      assert.equal(name?.replace(/#\w+$/, ''), file.replace(/\.ts$/, ''), `lib/${file}`);
      count++;
    }
  }
  assert.ok(count > 0);
});

/** Rooms that know nothing of Node or of a page: what they need of the machine, they ask the host. */
const portable = order.slice(0, order.indexOf('jupyter')).filter((room) => room !== 'host');

test('the environment is read by the host alone; elsewhere variables are those of other programs', () => {
  const reading = files.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(root, 'lib', file), 'utf8')));
  assert.deepEqual(reading, [
    // Jupyter's folders, and the whole environment for a process of Jupyter.
    'command/lab-command.ts',
    'command/pages/run-pages.ts',
    // The number of a task, from the engine that started it.
    'command/part-number.ts',
    'host/node/index.ts',
    // Variables that packages read.
    'host/node/packages.ts',
    // Jupyter's folders.
    'jupyter/installation.ts',
    // The whole environment for a kernel, and in it the settings.
    'jupyter/kernel-process.ts',
    // The process that started the kernel, by Jupyter's protocol.
    'jupyter/transport.ts',
  ]);
});

test('rooms up to the cells of pages, and the port itself, name nothing of Node', () => {
  const words = ['process', 'Buffer', '__dirname', '__filename', 'require', 'setImmediate', 'NodeJS', 'global'];
  const wrong: string[] = [];
  for (const file of files) {
    if (!portable.includes(folderOf(file)) && !/^host\/(page\/)?[^/]+$/.test(file)) continue;
    const { imports, identifiers } = sources.get(file)!;
    for (const { name } of imports) {
      if (name.startsWith('node:') || builtinModules.includes(name)) wrong.push(`${file} imports ${name}`);
      if (name === '#host' && file !== 'host/index.ts') wrong.push(`${file} chooses a host`);
    }
    for (const word of words) if (identifiers.has(word)) wrong.push(`${file} names ${word}`);
    for (const other of neighbours(file))
      if (/^host\/(node|page)\//.test(other) && !/^host\/page\/|^live\/worker/.test(file))
        wrong.push(`${file} imports ${other}`);
  }
  assert.deepEqual(wrong, []);
});

/** What the standard prescribes to the last bit, or what no number depends on. */
const exact = [
  ...['abs', 'ceil', 'floor', 'fround', 'imul', 'max', 'min', 'random', 'round', 'sign', 'sqrt', 'trunc', 'clz32'],
  ...['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'],
];

test('what computes calls no function of Math whose last bit is left to the engine, and takes no power by **', () => {
  const wrong: string[] = [];
  for (const file of files.filter((other) => portable.includes(folderOf(other)))) {
    const tree = treeOf(join(root, 'lib', file));
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === 'Math') {
        const { parent } = node;
        const name = ts.isPropertyAccessExpression(parent) ? parent.name.text : parent.getText(tree);
        if (!exact.includes(name)) wrong.push(`${file}: Math.${name}; use ${name} of lib/special`);
      }
      if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken) {
        // Powers of two are exact everywhere.
        if (node.left.getText(tree) !== '2')
          wrong.push(`${file}: ${node.getText(tree)}; use pow or squared of lib/special`);
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  assert.deepEqual(wrong, []);
});

test('files of lib have nouns in kebab case for names, none of them a drawer for everything', () => {
  for (const file of files) {
    for (const part of file.replace(/\.ts$/, '').split('/')) {
      assert.match(part, /^[a-z0-9]+(-[a-z0-9]+)*$/, `lib/${file}`);
      assert.ok(!/(^|-)(utils?|helpers?|manager|common|misc)(-|$)/.test(part), `lib/${file}`);
    }
  }
});

test('every test file of a lib folder lies in the folder of that name', () => {
  const places = filesBelow('test')
    .filter((file) => file.endsWith('.test.ts') && dirname(file) !== '.')
    .map(folderOf);
  // The recipes of test/recipes/README.md, and what publishers ask of the whole repository, belong to no room.
  const ofNoRoom = ['recipes', 'publication'];
  for (const place of new Set(places))
    if (!ofNoRoom.includes(place)) assert.ok(order.includes(place), `test/${place} mirrors no folder of lib`);
});

test('an experiment of the library names its own file as the module that defines it', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const tree = treeOf(join(root, 'lib', file));
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) {
        const texts = new Map(node.properties.map((one) => [one.name?.getText(tree), one]));
        const own = texts.get('module');
        const stated = own && ts.isPropertyAssignment(own) ? own.initializer.getText(tree) : undefined;
        const experiment = ['id', 'parameters', 'seed', 'run'].every((name) => texts.has(name));
        if (experiment && stated !== `'${file.replace(/\.ts$/, '')}'`) wrong.push(`${file}: ${stated}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  assert.deepEqual(wrong, []);
});
