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

const isExports = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'exports';

/** `exports.a = exports.b = void 0`, with which the compiler begins: it would wipe out values that a failing cell keeps. */
function isReset(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  let node: ts.Expression = statement.expression;
  while (ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left) && isExports(node.left.expression)) {
    node = node.right;
  }
  return node !== statement.expression && ts.isVoidExpression(node) && ts.isNumericLiteral(node.expression);
}

/** The name and value of `Object.defineProperty(exports, name, { get() { return value } })`, as an import makes it. */
function importedValue(statement: ts.Statement): { name: string; value: ts.Expression } | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const [target, name, descriptor] = statement.expression.arguments;
  if (!target || !isExports(target) || !ts.isStringLiteral(name)) return undefined;
  if (!ts.isObjectLiteralExpression(descriptor)) return undefined;
  for (const property of descriptor.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isFunctionExpression(property.initializer)) continue;
    const [body] = property.initializer.body.statements;
    if (body && ts.isReturnStatement(body) && body.expression) return { name: name.text, value: body.expression };
  }
  return undefined;
}

/** Makes a cell's names plain properties: any later cell may declare them anew, and they cost next to nothing. */
const plainNames: ts.TransformerFactory<ts.SourceFile> = ({ factory }) => (file) => {
  const statements = file.statements.flatMap((statement) => {
    if (isReset(statement)) return [];
    const imported = importedValue(statement);
    if (!imported) return [statement];
    const place = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), imported.name);
    return [factory.createExpressionStatement(factory.createAssignment(place, imported.value))];
  });
  return factory.updateSourceFile(file, statements);
};

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
  const payload = match ? JSON.parse(Buffer.from(match[1], 'base64').toString('utf8')) : undefined;
  const first = payload ? new SourceMap(payload) : undefined;
  const isCell = payload?.sources?.[0]?.endsWith('__tslab__.ts') === true;
  const found = { topLevel: false };
  const { noImplicitUseStrict: _strict, ...kept } = (compilerOptions ?? {}) as Record<string, unknown>;
  const { outputText, sourceMapText } = ts.transpileModule(js.replace(inlineMap, ''), {
    fileName: 'cell.js',
    compilerOptions: { ...(kept as ts.CompilerOptions), target: ts.ScriptTarget.ES2022, allowJs: true, sourceMap: true },
    transformers: { before: [interruptibleAwaits(found)], after: isCell ? [plainNames] : [] },
  });
  const second = sourceMapText ? new SourceMap(JSON.parse(sourceMapText)) : undefined;
  const lineCount = outputText.split('\n').length;
  latest = {
    hasTopLevelAwait: found.topLevel,
    originOf(place) {
      // What tslab and the kernel append to the cell would map to its last word.
      if (place.line >= lineCount) return undefined;
      const between = lookUp(second, place);
      const origin = between && lookUp(first, between);
      return origin && origin.line > prefixLines ? { line: origin.line - prefixLines, column: origin.column } : undefined;
    },
  };
  return { outputText: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '') };
}
