import { Parser } from 'acorn';
import type { ImportDeclaration, ImportDefaultSpecifier, ImportSpecifier, Program, VariableDeclaration } from 'estree';
import MagicString from 'magic-string';
import { type Redirection, redirectUses } from './redirection.js';
import { sharedReferences } from './references.js';
import { at, isIdentifier, namesIn, walk } from './syntax.js';

/** A cell as the body of a function. */
export interface EmittedCell {
  readonly code: string;
  /** A source map in JSON, from places in `code` to places in the JavaScript that was given. */
  readonly map: string;
  /** Whether the function has to be asynchronous. */
  readonly hasTopLevelAwait: boolean;
  /** Whether the cell ends with an expression, whose value the runtime then holds. */
  readonly hasValue: boolean;
  /** Names that get their values one declaration after the other: the first `reached` of the runtime have them. */
  readonly declaredNames: readonly (readonly string[])[];
}

/** A name that the cell does not use: the wished one, with as many dollars behind it as that takes. */
function freeName(wished: string, taken: Set<string>): string {
  if (taken.has(wished)) return freeName(`${wished}$`, taken);
  taken.add(wished);
  return wished;
}

function importedName(specifier: ImportSpecifier | ImportDefaultSpecifier): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return isIdentifier(specifier.imported) ? specifier.imported.name : String(specifier.imported.value);
}

/** Accepts an export of what the text does not declare: a cell may name what exists only as a type. */
const CellParser = Parser.extend(
  (Base) =>
    class extends Base {
      checkLocalExport(): void {}
    },
);

const refusedExport = (): SyntaxError =>
  new SyntaxError('a cell shares its names with every later cell: leave out `export`');

/**
 * Emits a cell so that every cell works on the same variables: each declaration at the cell's top level, and each use of such a name
 * in this cell or a later one, goes to the one box of that name. A function therefore sees what any later cell assigns.
 * @param js the cell as an ES module in JavaScript, without types
 * @param earlier names that earlier cells have declared
 * @param runtimeSource an expression that gives the `CellRuntime` of the run when the function begins
 * @throws SyntaxError when the text is no module, or exports something itself
 * Cost: linear in the length of the text.
 */
export function emitCell(js: string, earlier: ReadonlySet<string>, runtimeSource: string): EmittedCell {
  const program = CellParser.parse(js, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    ranges: true,
  }) as unknown as Program;
  const shared = sharedReferences(program, earlier);
  const taken = new Set<string>();
  walk(program, (node) => void (isIdentifier(node) && taken.add(node.name)));
  const runtime = freeName('__cell', taken);
  const boxes = new Map([...shared.declared.keys(), ...shared.used].map((name) => [name, freeName(`${name}$`, taken)]));
  const place = (name: string): string => `${boxes.get(name)}.${name}`;

  const text = new MagicString(js);
  const redirection: Redirection = { text, shared, runtime, place };
  const { hasTopLevelAwait } = redirectUses(program, redirection);

  const declaredNames: string[][] = [];
  function mark(names: string[]): string {
    declaredNames.push(names.filter((name) => !shared.hoisted.has(name)));
    return `; ${runtime}.reached = ${declaredNames.length};`;
  }

  function declareVariables(declaration: VariableDeclaration): void {
    let written = at(declaration).start;
    for (const declarator of declaration.declarations) {
      const { id, init } = declarator;
      // Before the first name stands the keyword, before the others a comma.
      text.update(written, at(declarator).start, ';');
      written = at(declarator).end;
      if (!init && !(isIdentifier(id) && shared.hoisted.has(id.name))) text.appendLeft(written, ' = undefined');
      if (init && !isIdentifier(id)) text.prependRight(at(declarator).start, '(').appendLeft(written, ')');
      text.appendLeft(written, mark(namesIn(id)));
    }
  }

  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration') as ImportDeclaration[];
  const others = program.body.filter(({ type }) => type !== 'ImportDeclaration');
  function importModule(declaration: ImportDeclaration): void {
    const { start, end } = at(declaration);
    const source = String(declaration.source.value);
    const isPackage = !source.startsWith('.');
    const module = freeName('module$', taken);
    const shown = declaration.specifiers.map((specifier) => {
      const { name } = specifier.local;
      if (specifier.type === 'ImportNamespaceSpecifier') return ` ${place(name)} = ${runtime}.namespaceOf(${module});`;
      const imported = importedName(specifier);
      const from = imported === 'default' ? `${runtime}.withDefault(${module})` : module;
      return ` ${runtime}.showImport(${boxes.get(name)}, "${name}", ${isPackage}, ((from) => () => from[${JSON.stringify(imported)}])(${from}));`;
    });
    const names = declaration.specifiers.map(({ local }) => local.name);
    text.update(
      start,
      end,
      `const ${module} = ${runtime}.load(${JSON.stringify(source)});${shown.join('')}${mark(names)}`,
    );
    // Imports run before everything else, wherever they stand.
    if (others.length > 0 && start > at(others[0]).start) text.move(start, end, at(others[0]).start);
  }

  const last = others.findLast(({ type }) => type !== 'ExportNamedDeclaration');
  function writeTopLevel(statement: Program['body'][number]): void {
    const { start, end } = at(statement);
    switch (statement.type) {
      case 'VariableDeclaration':
        declareVariables(statement);
        return;
      case 'ClassDeclaration':
        text.prependRight(start, `;${place(statement.id.name)} = `).appendLeft(end, mark([statement.id.name]));
        return;
      case 'ExpressionStatement': {
        const beforeSemicolon = js[end - 1] === ';' ? end - 1 : end;
        if (statement === last) text.prependRight(start, `;${runtime}.value = (`).appendLeft(beforeSemicolon, ')');
        else text.prependRight(start, ';');
        return;
      }
      case 'ExportNamedDeclaration':
        if (statement.declaration || statement.source) throw refusedExport();
        text.remove(start, end);
        return;
      case 'ExportDefaultDeclaration':
      case 'ExportAllDeclaration':
        throw refusedExport();
    }
  }
  imports.forEach(importModule);
  others.forEach(writeTopLevel);

  const functions = [...shared.declared].flatMap(([name, kind]) => (kind === 'function' ? [name] : []));
  const prologue = [
    '"use strict";',
    `const ${runtime} = ${runtimeSource};`,
    ...[...boxes].map(([name, box]) => `const ${box} = ${runtime}.box("${name}");`),
    ...[...shared.hoisted].map((name) => `${place(name)} = undefined;`),
    ...functions.map((name) => `${place(name)} = ${name};`),
  ];
  text.prepend(`${prologue.join(' ')}\n`);
  return {
    code: text.toString(),
    map: text.generateMap({ hires: 'boundary' }).toString(),
    hasTopLevelAwait,
    hasValue: last?.type === 'ExpressionStatement',
    declaredNames,
  };
}
