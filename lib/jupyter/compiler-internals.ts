import ts = require('typescript');

/** What the compiler knows of a symbol in words. */
interface SymbolDescription {
  readonly symbolKind: ts.ScriptElementKind;
  readonly displayParts: ts.SymbolDisplayPart[];
  readonly documentation: ts.SymbolDisplayPart[];
  readonly tags?: ts.JSDocTagInfo[];
}

/** Functions that are in the compiler's file but not in its declarations, and that tslab's own build of the compiler exports. */
export interface CompilerInternals {
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  createTextSpanFromNode(node: ts.Node, file: ts.SourceFile): ts.TextSpan;
  readonly nullTransformationContext: ts.TransformationContext;
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      file: ts.SourceFile,
      enclosing: ts.Node | undefined,
      location: ts.Node,
    ): SymbolDescription;
  };
  readonly Completions: {
    getCompletionsAtPosition(host: object, program: ts.Program, ...rest: unknown[]): ts.CompletionInfo | undefined;
  };
}

const names: readonly (keyof CompilerInternals)[] = [
  'getTouchingPropertyName',
  'getContainerNode',
  'createTextSpanFromNode',
  'nullTransformationContext',
  'SymbolDisplay',
  'Completions',
];

/**
 * The compiler's internal functions.
 * @throws Error when this version of TypeScript lacks one of them
 */
export function compilerInternals(): CompilerInternals {
  const missing = names.filter((name) => !(name in ts));
  if (missing.length > 0) {
    throw new Error(`kernel: TypeScript ${ts.version} lacks ${missing.join(', ')}, which the kernel needs; run npm ci`);
  }
  return ts as unknown as CompilerInternals;
}
