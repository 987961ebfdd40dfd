import ts = require('typescript');

import { resolve } from 'node:path';
import { inSteps, type PlaceFinder, placeFinder } from '../cell/index.js';
import { awaitName } from './interruptible.js';

/** Lets an interrupt end every `await` of the reader's code, so that a loop of awaits stops too. */
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

/** JavaScript apart from the source map that the compiler wrote behind it. */
export function separateMap(js: string): { code: string; map: string } {
  const match = inlineMap.exec(js);
  if (!match) throw new Error('separateMap: expects JavaScript with a source map behind it, got none');
  return { code: js.slice(0, match.index), map: Buffer.from(match[1], 'base64').toString('utf8') };
}

const cellSource = '__tslab__.ts';

/** A file beside the notebook, and how places in the JavaScript that runs for it come from it. */
export interface LocalFile {
  readonly path: string;
  readonly originOf: PlaceFinder;
}

const localFiles = new Map<string, LocalFile>();

/** The TypeScript file that runs as JavaScript under a path which a stack trace names. */
export const localFileOf = (path: string): LocalFile | undefined => localFiles.get(path);

/** tslab gives the JavaScript the path of its source, but for the ending; the map names the source from a folder that does not exist. */
function keepOrigin(source: string, originOf: PlaceFinder): void {
  const path = resolve(source.replace(/^(\.\.\/)+/, ''));
  localFiles.set(path.replace(/\.tsx?$/, '.js'), { path, originOf });
}

/**
 * tslab's second step, from an ES module to CommonJS, in place of the compiler's own `transpileModule`. A cell stays an ES module, which
 * `emitCell` takes; of a file beside the notebook, awaits become interruptible.
 */
export function transpile(js: string, { compilerOptions }: ts.TranspileOptions): { outputText: string } {
  const { code, map } = separateMap(js);
  const [source] = (JSON.parse(map) as { sources: readonly string[] }).sources;
  if (source.endsWith(cellSource)) return { outputText: js };
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
