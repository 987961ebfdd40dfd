import ts = require('typescript');
import { SourceMap } from 'node:module';
import { awaitName } from './interruptible';

/** A place in a cell, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is known of the JavaScript that tslab was last given. */
export interface Transpilation {
  readonly hasTopLevelAwait: boolean;
  /** The place in the cell's TypeScript of a place in its JavaScript. */
  originOf(place: Place): Place | undefined;
}

let latest: Transpilation | undefined;

/** The transpilation that was made last: tslab transpiles a cell after the files that it imports. */
export function latestTranspilation(): Transpilation | undefined {
  return latest;
}

/** tslab puts one line before the reader's own. */
const prefixLines = 1;
const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

function isFunctionBoundary(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);
}

/** Lets an interrupt end every `await` of the reader's code, so that a loop of awaits stops too. */
function interruptibleAwaits(found: { topLevel: boolean }): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const wrap = (expression: ts.Expression): ts.Expression =>
      ts.setTextRange(factory.createCallExpression(factory.createIdentifier(awaitName), undefined, [expression]), expression);
    let depth = 0;
    function visit(node: ts.Node): ts.Node {
      const boundary = isFunctionBoundary(node);
      if (boundary) depth++;
      const visited = ts.visitEachChild(node, visit, context);
      if (boundary) depth--;
      if (ts.isAwaitExpression(visited)) {
        found.topLevel ||= depth === 0;
        return factory.updateAwaitExpression(visited, wrap(visited.expression));
      }
      if (ts.isForOfStatement(visited) && visited.awaitModifier) found.topLevel ||= depth === 0;
      return visited;
    }
    return ts.visitNode(file, visit) as ts.SourceFile;
  };
}

function lookUp(map: SourceMap | undefined, { line, column }: Place): Place | undefined {
  const entry = map?.findEntry(line - 1, column - 1);
  return entry && 'originalLine' in entry ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 } : undefined;
}

/**
 * tslab's second step, from an ES module to CommonJS, in place of the compiler's own `transpileModule`:
 * keeps the source maps of both steps and makes awaits interruptible.
 */
export function transpileCell(js: string, { compilerOptions }: ts.TranspileOptions): { outputText: string } {
  const match = inlineMap.exec(js);
  const first = match ? new SourceMap(JSON.parse(Buffer.from(match[1], 'base64').toString('utf8'))) : undefined;
  const found = { topLevel: false };
  const { noImplicitUseStrict: _strict, ...kept } = (compilerOptions ?? {}) as Record<string, unknown>;
  const { outputText, sourceMapText } = ts.transpileModule(js.replace(inlineMap, ''), {
    fileName: 'cell.js',
    compilerOptions: { ...(kept as ts.CompilerOptions), target: ts.ScriptTarget.ES2022, allowJs: true, sourceMap: true },
    transformers: { before: [interruptibleAwaits(found)] },
  });
  const second = sourceMapText ? new SourceMap(JSON.parse(sourceMapText)) : undefined;
  latest = {
    hasTopLevelAwait: found.topLevel,
    originOf(place) {
      const between = lookUp(second, place);
      const origin = between && lookUp(first, between);
      return origin && origin.line > prefixLines ? { line: origin.line - prefixLines, column: origin.column } : undefined;
    },
  };
  return { outputText: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '') };
}
