import ts = require('typescript');

import { resolve } from 'node:path';
import { inSteps, type PlaceFinder, placeFinder } from '../cell/index.js';
import { awaitName } from './interruptible.js';

/** Wraps each `await` by `interruptible`, so that an interrupt ends it; a loop of awaits then stops. */
const interruptibleAwaits: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const wrap = (expression: ts.Expression): ts.Expression =>
    ts.setTextRange(
      factory.createCallExpression(factory.createIdentifier(awaitName), undefined, [expression]),
      expression,
    );
  function visit(node: ts.Node): ts.Node {
    const visited = ts.visitEachChild(node, visit, context);
    return ts.isAwaitExpression(visited) ? factory.updateAwaitExpression(visited, wrap(visited.expression)) : visited;
  }
  return ts.visitNode(file, visit) as ts.SourceFile;
};

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** Splits JavaScript from the source map that the compiler appended. */
export function separateMap(js: string): { code: string; map: string } {
  const match = inlineMap.exec(js);
  if (!match)
    throw new Error('separateMap: js expects a source map at its end, got none; compile with inlineSourceMap');
  return { code: js.slice(0, match.index), map: Buffer.from(match[1], 'base64').toString('utf8') };
}

/** Name of the file as which tslab compiles a cell. */
export const cellFile = '__tslab__.ts';

/** A TypeScript file beside the notebook, and the map from its JavaScript to its text. */
export interface LocalFile {
  readonly path: string;
  readonly originOf: PlaceFinder;
}

const localFiles = new Map<string, LocalFile>();

/** The TypeScript file that runs as JavaScript under a path which a stack trace names. */
export const localFileOf = (path: string): LocalFile | undefined => localFiles.get(path);

/** Registers a file under the path of its JavaScript, which ends in .js. The map's path of the source starts at a folder that does not exist. */
function keepOrigin(source: string, originOf: PlaceFinder): void {
  const path = resolve(source.replace(/^(\.\.\/)+/, ''));
  localFiles.set(path.replace(/\.tsx?$/, '.js'), { path, originOf });
}

/**
 * Stands in for the compiler's `transpileModule`, by which tslab turns ES modules into CommonJS. A cell stays an ES module, as
 * `emitCell` expects; a file beside the notebook becomes CommonJS with interruptible awaits.
 */
export function transpile(js: string, { compilerOptions }: ts.TranspileOptions): { outputText: string } {
  const { code, map } = separateMap(js);
  const [source] = (JSON.parse(map) as { sources: readonly string[] }).sources;
  if (source.endsWith(cellFile)) return { outputText: js };
  const { noImplicitUseStrict: _strict, ...kept } = (compilerOptions ?? {}) as Record<string, unknown>;
  const { outputText, sourceMapText } = ts.transpileModule(code, {
    fileName: 'module.js',
    compilerOptions: {
      ...(kept as ts.CompilerOptions),
      target: ts.ScriptTarget.ES2022,
      allowJs: true,
      sourceMap: true,
    },
    transformers: { before: [interruptibleAwaits] },
  });
  keepOrigin(source, inSteps(placeFinder(sourceMapText!), placeFinder(map)));
  return { outputText: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n') };
}
