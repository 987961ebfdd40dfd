import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ExportAllDeclaration, ExportNamedDeclaration, ImportDeclaration, Program } from 'acorn';

/** What one module takes from another one: names, or `undefined` for everything. */
interface Import {
  readonly from: string;
  readonly names: readonly string[] | undefined;
}

/** A name that a module passes on: its own name there, and the module that it comes from. */
interface PassedOn {
  readonly from: string;
  readonly name: string;
}

/** A module as its hash and its imports. Names of modules are paths without extension, such as `energy/stylized`. */
interface Module {
  /** Hash of the module's tokens, without comments and spaces. */
  readonly hash: string;
  readonly imports: readonly Import[];
  /** For a module of nothing but `export … from`: what it passes on by name, and what as a whole. */
  readonly barrel?: { readonly byName: ReadonlyMap<string, PassedOn>; readonly whole: readonly string[] };
  readonly exports: ReadonlySet<string>;
  /** Values of all string literals. */
  readonly words: ReadonlySet<string>;
}

/** Modules that import each other, and the hash of what each of them depends on. */
export interface ModuleGraph {
  /** The module and all that its code depends on when it runs, in alphabetical order, assets last. */
  closure(name: string): string[];
  /** Hash of the closure, 16 hexadecimal digits: another comment, or a module outside the closure, leaves it. */
  hash(name: string): string;
  /** Hash of all modules and assets. */
  readonly wholeHash: string;
}

/**
 * The graph of modules given as JavaScript modules.
 *
 * A module depends on those that it imports values from. Names that an index file only passes on lead to the modules that define
 * them; the others of that index file do not count.
 * @param sources text of each module by name; imports of names that are not here, such as packages, are left out
 * @param assets hash of each file that is read by name, such as compiled kernels, by path; a module in the same folder depends on
 * those whose names up to the first dot it has as a string
 * @throws SyntaxError naming the module that is no JavaScript
 */
export function moduleGraph(
  sources: ReadonlyMap<string, string>,
  assets: ReadonlyMap<string, string> = new Map(),
): ModuleGraph {
  const modules = new Map<string, Module>();
  for (const [name, text] of sources) modules.set(name, moduleOf(name, text, sources));

  /** The modules that define `names` of a module, or all that it passes on. */
  function definers(from: string, names: readonly string[] | undefined, seen = new Set<string>()): string[] {
    const { barrel } = modules.get(from)!;
    if (barrel === undefined || seen.has(from)) return [from];
    seen.add(from);
    if (names === undefined) {
      const named = [...barrel.byName.values()].flatMap((passed) => definers(passed.from, [passed.name], seen));
      return [...named, ...barrel.whole.flatMap((whole) => definers(whole, undefined, seen))];
    }
    return names.flatMap((name) => {
      const passed = barrel.byName.get(name);
      if (passed) return definers(passed.from, [passed.name], new Set(seen));
      return barrel.whole
        .filter((whole) => offers(whole, name))
        .flatMap((whole) => definers(whole, [name], new Set(seen)));
    });
  }

  function offers(from: string, name: string): boolean {
    const { exports, barrel } = modules.get(from)!;
    return exports.has(name) || (barrel?.whole.some((whole) => offers(whole, name)) ?? false);
  }

  function assetsOf(name: string): string[] {
    const { words } = modules.get(name)!;
    return [...assets.keys()].filter(
      (asset) => posix.dirname(asset) === posix.dirname(name) && words.has(posix.basename(asset).split('.')[0]),
    );
  }

  function closure(name: string): string[] {
    if (!modules.has(name)) throw new RangeError(`closure: name expects a module of the library, got ${name}`);
    const found = new Set<string>();
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      for (const { from, names } of modules.get(next)!.imports) open.push(...definers(from, names));
    }
    const ordered = [...found].sort();
    return [...ordered, ...new Set(ordered.flatMap(assetsOf))];
  }

  function hashOf(names: readonly string[]): string {
    return digest(names.map((name) => `${name} ${modules.get(name)?.hash ?? assets.get(name)}\n`).join(''));
  }

  return {
    closure,
    hash: (name) => hashOf(closure(name)),
    wholeHash: hashOf([...[...modules.keys()].sort(), ...[...assets.keys()].sort()]),
  };
}

function moduleOf(name: string, text: string, sources: ReadonlyMap<string, string>): Module {
  const { parse } = require('acorn') as typeof import('acorn');
  const tokens: string[] = [];
  const words = new Set<string>();
  let program: Program;
  try {
    program = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      onToken(token) {
        tokens.push(text.slice(token.start, token.end));
        if (token.type.label === 'string') words.add(text.slice(token.start + 1, token.end - 1));
      },
    });
  } catch (error) {
    throw new SyntaxError(`${name}: ${(error as Error).message}`);
  }
  const targetOf = (specifier: unknown): string | undefined => {
    if (typeof specifier !== 'string' || !specifier.startsWith('.')) return undefined;
    const path = posix.join(posix.dirname(name), specifier).replace(/\.js$/, '');
    return [path, `${path}/index`].find((candidate) => sources.has(candidate));
  };
  const [imports, exports] = [[] as Import[], new Set<string>()];
  const [byName, whole, taken] = [new Map<string, PassedOn>(), [] as string[], new Map<string, PassedOn>()];
  for (const statement of program.body) {
    const from = 'source' in statement && statement.source ? targetOf(statement.source.value) : undefined;
    if (from !== undefined) imports.push({ from, names: namesTaken(statement as ImportDeclaration) });
    if (statement.type === 'ImportDeclaration' && from !== undefined) {
      for (const specifier of statement.specifiers)
        if (specifier.type === 'ImportSpecifier')
          taken.set(specifier.local.name, { from, name: nameOf(specifier.imported) });
    } else if (statement.type === 'ExportAllDeclaration' && from !== undefined) {
      whole.push(from);
    } else if (statement.type === 'ExportNamedDeclaration') {
      namesExported(statement).forEach((own) => void exports.add(own));
      for (const { local, exported } of statement.specifiers) {
        const passed = from === undefined ? taken.get(nameOf(local)) : { from, name: nameOf(local) };
        if (passed) byName.set(nameOf(exported), passed);
      }
    }
  }
  // A compiler may write `export { a } from './b.js'` as an import and an export.
  const passesOnly =
    program.body.length > 0 &&
    program.body.every(
      (statement) =>
        (statement.type === 'ImportDeclaration' &&
          statement.specifiers.every(({ local }) => taken.has(local.name)) &&
          statement.specifiers.length > 0) ||
        (statement.type === 'ExportAllDeclaration' && !statement.exported) ||
        (statement.type === 'ExportNamedDeclaration' &&
          statement.specifiers.every(({ exported }) => byName.has(nameOf(exported))) &&
          !statement.declaration),
    );
  // What is loaded late, by import() or require(), is loaded whole.
  for (const [, specifier] of tokens.join(' ').matchAll(/\b(?:import|require) \( ["']([^"']+)["']/g)) {
    const from = targetOf(specifier);
    if (from !== undefined) imports.push({ from, names: undefined });
  }
  const hash = digest(tokens.join('\n'));
  return { hash, imports, exports, words, ...(passesOnly && { barrel: { byName, whole } }) };
}

/** Names that a statement takes from another module; undefined for everything. */
function namesTaken(
  statement: ImportDeclaration | ExportNamedDeclaration | ExportAllDeclaration,
): readonly string[] | undefined {
  if (statement.type === 'ExportAllDeclaration' || statement.specifiers.length === 0) return undefined;
  const names: string[] = [];
  for (const specifier of statement.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') return undefined;
    if (specifier.type === 'ImportSpecifier') names.push(nameOf(specifier.imported));
    else if (specifier.type === 'ExportSpecifier') names.push(nameOf(specifier.local));
    else names.push('default');
  }
  return names;
}

function namesExported({ specifiers, declaration }: ExportNamedDeclaration): string[] {
  const named = specifiers.map(({ exported }) => nameOf(exported));
  if (!declaration) return named;
  if (declaration.type !== 'VariableDeclaration') return [...named, declaration.id.name];
  return [...named, ...declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))];
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.type === 'Identifier' ? node.name! : String(node.value);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
