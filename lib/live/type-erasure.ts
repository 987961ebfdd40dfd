import { transform } from 'sucrase';
import { type CodePlace, lazily, type PlaceFinder, placeFinder } from '../cell/index.js';

/** A cell without its types. */
export interface ErasedCell {
  /** An ES module in JavaScript, with each token in the line where the cell has it. */
  readonly js: string;
  /** Maps a place in the JavaScript to the cell's TypeScript. */
  readonly originOf: PlaceFinder;
}

/** A cell that cannot be read; the place is one of the cell's TypeScript. */
export class UnreadableCell extends Error {
  override readonly name = 'SyntaxError';
  constructor(
    message: string,
    readonly place: CodePlace,
  ) {
    super(message);
  }
}

/** A namespace with values, of which the compiler for pages would leave nothing. */
const namespace = /^[ \t]*(export[ \t]+)?(namespace|module)[ \t]+[\w.]+[ \t]*\{/m;

/** The error of a parser, whose message repeats file and place. */
export function unreadable(error: unknown, place: CodePlace): UnreadableCell {
  const message = (error as Error).message.replace(/^Error transforming cell\.ts: /, '').replace(/ \(\d+:\d+\)$/, '');
  return new UnreadableCell(message, place);
}

/**
 * Takes the types out of a cell, which nobody checks: type annotations, interfaces, imports marked `type`. Enumerations and parameter
 * properties become what the compiler makes of them; imports stay, whether the cell uses them or not, as in the kernel.
 * @throws UnreadableCell when the text is no TypeScript, or has a namespace with values, which pages do not run
 * Cost: some milliseconds per cell.
 */
export function withoutTypes(code: string): ErasedCell {
  const refused = namespace.exec(code);
  if (refused) {
    const line = code.slice(0, refused.index).split('\n').length;
    throw new UnreadableCell('a page runs no namespaces; write an object, or functions of their own', {
      line,
      column: 1,
    });
  }
  return {
    js: transformed(code).code,
    // Most cells do not fail, and a source map takes as long as the rest.
    originOf: lazily(() => placeFinder(JSON.stringify(transformed(code, { compiledFilename: 'cell.js' }).sourceMap))),
  };
}

function transformed(code: string, sourceMapOptions?: { readonly compiledFilename: string }) {
  try {
    return transform(code, {
      transforms: ['typescript'],
      disableESTransforms: true,
      keepUnusedImports: true,
      filePath: 'cell.ts',
      ...(sourceMapOptions && { sourceMapOptions }),
    });
  } catch (error) {
    const { line = 1, column = 1 } = (error as { loc?: Partial<CodePlace> }).loc ?? {};
    throw unreadable(error, { line, column });
  }
}
