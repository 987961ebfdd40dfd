import ts = require('typescript');

type Locals = ReadonlyMap<ts.__String, ts.Symbol>;

/** The compiler's internal table of a file's top-level names, which includes `var` in inner blocks. */
const localsOf = (file: ts.SourceFile): Locals => (file as unknown as { locals?: Locals }).locals ?? new Map();

const exportList = /\nexport \{([^{}\n]*)\}$/;

/**
 * Corrects the list of names that tslab exports at the end of a cell. tslab takes the compiler's internal names, which have a third
 * underscore before names that begin with two, and which include `__global` and `"module"` for augmentations, which have no export.
 */
export function withExportableNames(source: string): string {
  return source.replace(exportList, (_list, names: string) => {
    const exportable = names.split(', ').filter((name) => name !== '__global' && !name.startsWith('"'));
    return `\nexport {${exportable.map((name) => (name.startsWith('___') ? name.slice(1) : name)).join(', ')}}`;
  });
}

/** Whether a variable is declared by a statement of the cell's top level. */
function isAtTopLevel(declaration: ts.Node): boolean {
  if (ts.isBindingElement(declaration)) return isAtTopLevel(declaration.parent.parent);
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) && ts.isSourceFile(statement.parent);
}

/** Declarations of `var` in inner blocks and at the heads of loops: these variables belong to the whole cell, but its `.d.ts` leaves them out. */
function innerVariables(program: ts.Program, cell: ts.SourceFile): string[] {
  const checker = program.getTypeChecker();
  return [...localsOf(cell).values()].flatMap((symbol) => {
    const isInner = symbol.flags & ts.SymbolFlags.FunctionScopedVariable && !symbol.declarations?.some(isAtTopLevel);
    if (!isInner) return [];
    const type = checker.typeToString(checker.getTypeOfSymbol(symbol), cell, ts.TypeFormatFlags.NoTruncation);
    return [`declare var ${symbol.name}: ${type};`];
  });
}

/** Namespaces, their aliases and augmentations of earlier cells, which tslab drops, except those that the cell declares again. */
function earlierNamespaces(cell: ts.SourceFile, earlier: ts.SourceFile): string[] {
  const declared = localsOf(cell);
  return earlier.statements.flatMap((statement) => {
    if (!ts.isModuleDeclaration(statement) && !ts.isImportEqualsDeclaration(statement)) return [];
    const { name } = statement;
    const isAugmentation = ts.isStringLiteral(name) || Boolean(statement.flags & ts.NodeFlags.GlobalAugmentation);
    return isAugmentation || !declared.has(name.escapedText) ? [statement.getText(earlier)] : [];
  });
}

/**
 * Declarations that hold after a cell and that tslab leaves out.
 * @param cell the cell that is compiled, as a file of the program
 * @param earlier the declarations of earlier cells, as a file of the program
 * @param own the `.d.ts` of the cell, from the compiler
 */
export function furtherDeclarations(
  program: ts.Program,
  cell: ts.SourceFile,
  earlier: ts.SourceFile | undefined,
  own: string,
): string {
  const kept = earlier ? earlierNamespaces(cell, earlier).filter((text) => !own.includes(text)) : [];
  return [...innerVariables(program, cell), ...kept].map((text) => `${text}\n`).join('');
}
