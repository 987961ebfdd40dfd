import ts = require('typescript');
import { awaitName } from './interruptible';

/** Lets an interrupt end every `await` of the reader's code, so that a loop of awaits stops too. */
const interruptibleAwaits: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const wrap = (expression: ts.Expression): ts.Expression =>
    ts.setTextRange(factory.createCallExpression(factory.createIdentifier(awaitName), undefined, [expression]), expression);
  function visit(node: ts.Node): ts.Node {
    const visited = ts.visitEachChild(node, visit, context);
    return ts.isAwaitExpression(visited) ? factory.updateAwaitExpression(visited, wrap(visited.expression)) : visited;
  }
  return ts.visitNode(file, visit) as ts.SourceFile;
};

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** JavaScript apart from the source map that the compiler wrote behind it. */
export function separateMap(js: string): { code: string; map: string } {
  const match = inlineMap.exec(js);
  if (!match) throw new Error('separateMap: expects JavaScript with a source map behind it, got none');
  return { code: js.slice(0, match.index), map: Buffer.from(match[1], 'base64').toString('utf8') };
}

const cellSource = '__tslab__.ts';

/**
 * tslab's second step, from an ES module to CommonJS, in place of the compiler's own `transpileModule`. A cell stays an ES module, which
 * `emitCell` takes; of a file beside the notebook, awaits become interruptible.
 */
export function transpile(js: string, { compilerOptions }: ts.TranspileOptions): { outputText: string } {
  const { code, map } = separateMap(js);
  const [source] = (JSON.parse(map) as { sources: readonly string[] }).sources;
  if (source.endsWith(cellSource)) return { outputText: js };
  const { noImplicitUseStrict: _strict, ...kept } = (compilerOptions ?? {}) as Record<string, unknown>;
  const { outputText } = ts.transpileModule(code, {
    fileName: 'module.js',
    compilerOptions: { ...(kept as ts.CompilerOptions), target: ts.ScriptTarget.ES2022, allowJs: true },
    transformers: { before: [interruptibleAwaits] },
  });
  return { outputText };
}
