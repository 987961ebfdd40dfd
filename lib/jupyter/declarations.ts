import ts = require('typescript');

const { factory } = ts;

type Passes = (name: string) => boolean;

const passesName = (node: { readonly name?: ts.Node }, passes: Passes): boolean =>
  node.name === undefined || !ts.isIdentifier(node.name) || passes(node.name.text);

function keepImports(statement: ts.ImportDeclaration, passes: Passes): ts.Statement | undefined {
  const clause = statement.importClause;
  if (!clause) return undefined;
  const name = clause.name && passesName(clause, passes) ? clause.name : undefined;
  const bindings = clause.namedBindings;
  let kept: ts.NamedImportBindings | undefined;
  if (bindings && ts.isNamespaceImport(bindings)) kept = passesName(bindings, passes) ? bindings : undefined;
  else if (bindings) {
    const elements = bindings.elements.filter((element) => passesName(element, passes));
    kept = elements.length > 0 ? factory.updateNamedImports(bindings, elements) : undefined;
  }
  if (!name && !kept) return undefined;
  const { modifiers, moduleSpecifier, attributes } = statement;
  return factory.updateImportDeclaration(
    statement,
    modifiers,
    factory.updateImportClause(clause, clause.isTypeOnly, name, kept),
    moduleSpecifier,
    attributes,
  );
}

/** A statement reduced to the values whose names pass; a statement that declares no value, such as an interface, stays if `others` is true. */
function keepValues(statement: ts.Statement, passes: Passes, others: boolean): ts.Statement | undefined {
  if (ts.isVariableStatement(statement)) {
    const kept = statement.declarationList.declarations.filter((declaration) => passesName(declaration, passes));
    if (kept.length === 0) return undefined;
    return factory.updateVariableStatement(
      statement,
      statement.modifiers,
      factory.updateVariableDeclarationList(statement.declarationList, kept),
    );
  }
  if (ts.isImportDeclaration(statement)) return keepImports(statement, passes);
  const isValue =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  return (isValue ? passesName(statement, passes) : others) ? statement : undefined;
}

function select(declarations: string, passes: Passes, others: boolean): string {
  const file = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.Latest);
  const statements = file.statements.flatMap((statement) => keepValues(statement, passes, others) ?? []);
  return ts.createPrinter().printFile(factory.updateSourceFile(file, statements));
}

/**
 * The declarations that hold after a cell failed: those of the cell, except for values whose declarations did not run, which keep the
 * declarations from before the cell.
 * @param before declarations, as in a `.d.ts` file, that held before the cell
 * @param after declarations that would hold if the whole cell had run
 * @param unreached names of values whose declarations did not run
 */
export function declarationsAfterFailure(before: string, after: string, unreached: ReadonlySet<string>): string {
  if (unreached.size === 0) return after;
  const kept = select(after, (name) => !unreached.has(name), true);
  return kept + select(before, (name) => unreached.has(name), false);
}
