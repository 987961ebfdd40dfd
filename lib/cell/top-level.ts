import type {
  ImportDeclaration,
  ImportDefaultSpecifier,
  ImportSpecifier,
  Pattern,
  Program,
  VariableDeclaration,
} from 'estree';
import type { CellText } from './cell-text.js';
import { at, isIdentifier, namesIn } from './syntax.js';

type Statement = Program['body'][number];

/** What the statements at a cell's top level declare, and whether the last one is an expression. */
export interface TopLevel {
  /** Names by declaration, in the order in which the declarations run. */
  readonly declaredNames: readonly (readonly string[])[];
  readonly hasValue: boolean;
}

/** Code to append to a declaration of these names: it counts the declaration as run. */
type Mark = (names: readonly string[]) => string;

const refusedExport = (): SyntaxError =>
  new SyntaxError('later cells see the names of a cell without an export; leave out `export`');

function importedName(specifier: ImportSpecifier | ImportDefaultSpecifier): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return isIdentifier(specifier.imported) ? specifier.imported.name : String(specifier.imported.value);
}

function declareVariables(declaration: VariableDeclaration, { text, shared }: CellText, mark: Mark): void {
  const isHoisted = (id: Pattern): boolean => isIdentifier(id) && shared.hoisted.has(id.name);
  let written = at(declaration).start;
  for (const declarator of declaration.declarations) {
    const { id, init } = declarator;
    // The text between declarators, the keyword or a comma, becomes a semicolon.
    text.update(written, at(declarator).start, ';');
    written = at(declarator).end;
    if (!init && !isHoisted(id)) text.appendLeft(written, ' = undefined');
    if (init && !isIdentifier(id)) text.prependRight(at(declarator).start, '(').appendLeft(written, ')');
    text.appendLeft(written, mark(namesIn(id)));
  }
}

/** @param first where the first other statement begins: imports run before it, wherever they stand */
function importModule(
  declaration: ImportDeclaration,
  first: number | undefined,
  { text, boxes, place, runtime, freeName }: CellText,
  mark: Mark,
): void {
  const { start, end } = at(declaration);
  const source = String(declaration.source.value);
  const isPackage = !source.startsWith('.');
  const module = freeName('module$');
  const shown = declaration.specifiers.map((specifier) => {
    const { name } = specifier.local;
    if (specifier.type === 'ImportNamespaceSpecifier') return ` ${place(name)} = ${runtime}.namespaceOf(${module});`;
    const imported = importedName(specifier);
    const from = imported === 'default' ? `${runtime}.withDefault(${module})` : module;
    return ` ${runtime}.showImport(${boxes.get(name)}, "${name}", ${isPackage}, ((from) => () => from[${JSON.stringify(imported)}])(${from}));`;
  });
  const names = declaration.specifiers.map(({ local }) => local.name);
  const load = `const ${module} = ${runtime}.load(${JSON.stringify(source)});`;
  text.update(start, end, `${load}${shown.join('')}${mark(names)}`);
  if (first !== undefined && start > first) text.move(start, end, first);
}

function writeStatement(statement: Statement, isLast: boolean, cell: CellText, mark: Mark): void {
  const { text, place, runtime } = cell;
  const { start, end } = at(statement);
  switch (statement.type) {
    case 'VariableDeclaration':
      declareVariables(statement, cell, mark);
      return;
    case 'ClassDeclaration':
      text.prependRight(start, `;${place(statement.id.name)} = `).appendLeft(end, mark([statement.id.name]));
      return;
    case 'ExpressionStatement': {
      const beforeSemicolon = text.original[end - 1] === ';' ? end - 1 : end;
      if (isLast) text.prependRight(start, `;${runtime}.value = (`).appendLeft(beforeSemicolon, ')');
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

/**
 * Writes the statements at a cell's top level: imports first, declarations as assignments to the shared variables, and the
 * value of the last expression.
 * @throws SyntaxError when the cell exports something itself
 */
export function writeTopLevel(cell: CellText): TopLevel {
  const { program, shared, runtime } = cell;
  const declaredNames: string[][] = [];
  const mark: Mark = (names) => {
    declaredNames.push(names.filter((name) => !shared.hoisted.has(name)));
    return `; ${runtime}.reached = ${declaredNames.length};`;
  };
  const isImport = (statement: Statement): statement is ImportDeclaration => statement.type === 'ImportDeclaration';
  const others = program.body.filter((statement) => !isImport(statement));
  const last = others.findLast(({ type }) => type !== 'ExportNamedDeclaration');
  const first = others.length > 0 ? at(others[0]).start : undefined;
  for (const statement of program.body.filter(isImport)) importModule(statement, first, cell, mark);
  for (const statement of others) writeStatement(statement, statement === last, cell, mark);
  return { declaredNames, hasValue: last?.type === 'ExpressionStatement' };
}
