import {
  type CellRuntime,
  type CodePlace,
  cellRuntime,
  cellScope,
  declarationsAfterFailure,
  type EmittedCell,
  emitCell,
  inSteps,
  type PlaceFinder,
  placeFinder,
} from '../cell/index.js';
import { interruptible } from './interruptible.js';
import { separateMap } from './transpilation.js';
import { type Converter, type ConvertResult, createConverter, type Diagnostic, requireInCell } from './tslab.js';

/** tslab's converter, extended by the cells' shared variables and by the source maps that tracebacks need. */
export interface CellCompiler {
  readonly converter: Converter;
  /** Sets number and code of the cell that is converted next, and clears the state of the previous cell. */
  begin(cell: number, code: string): void;
  /**
   * Declares the names of the cell for later cells: all names, or after a failure those whose declarations have run.
   * @returns the value of the cell's last expression
   */
  end(hasFailed: boolean): unknown;
  /** Errors of the compiler in the last converted cell; empty when the cell could run. */
  diagnostics(): readonly Diagnostic[];
  /** The `await` of a cell whose promise was rejected with `error`. Tracebacks use it for errors without a cell in their stack. */
  awaitOf(error: unknown): AwaitPlace | undefined;
  /** The cell that runs under a script name of a stack trace. */
  cellOf(scriptName: string): CompiledCell | undefined;
}

export interface CompiledCell {
  readonly number: number;
  readonly code: string;
  /** Maps a place in the JavaScript that runs to the cell's TypeScript. */
  readonly originOf: PlaceFinder;
  /** Maps a place in the compiler's JavaScript, which `emitCell` rewrites, to the cell's TypeScript. */
  readonly originOfJavaScript: PlaceFinder;
}

/** A place in a cell's TypeScript. */
export interface AwaitPlace {
  readonly cell: CompiledCell;
  readonly place: CodePlace;
}

/** A converted cell whose run has not ended. */
interface PendingCell {
  readonly emitted: EmittedCell;
  readonly declarations: string;
}

const scriptName = (cell: number): string => `microcanon-cell-${cell}`;

/** The global name by which a cell finds its runtime when it begins. */
const runtimeName = '__microcanonCell';

/** Undoes the one line that tslab puts before the reader's text. */
const withoutPrefix: PlaceFinder = ({ line, column }) => (line > 1 ? { line: line - 1, column } : undefined);

function unreachedNames({ declaredNames }: EmittedCell, reached: number): ReadonlySet<string> {
  const has = new Set(declaredNames.slice(0, reached).flat());
  return new Set(
    declaredNames
      .slice(reached)
      .flat()
      .filter((name) => !has.has(name)),
  );
}

/** The cells that were compiled, by the names of their scripts, and where they awaited errors. */
function compiledCells() {
  const cells = new Map<string, CompiledCell>();
  const awaits = new WeakMap<object, AwaitPlace>();
  return {
    add: (cell: CompiledCell): void => void cells.set(scriptName(cell.number), cell),
    cellOf: (name: string): CompiledCell | undefined => cells.get(name),
    awaitOf: (error: unknown): AwaitPlace | undefined =>
      typeof error === 'object' && error !== null ? awaits.get(error) : undefined,
    /** Stores the place of the first `await` that an error rejects: of nested awaits the innermost. */
    noteAwait(number: number, error: unknown, at: CodePlace): void {
      const cell = cells.get(scriptName(number));
      const place = cell?.originOfJavaScript(at);
      if (cell && place && typeof error === 'object' && error !== null && !awaits.has(error))
        awaits.set(error, { cell, place });
    },
  };
}

/** The JavaScript of a cell that tslab runs, and the maps from it back to the TypeScript. */
function emitted(cell: { number: number; code: string }, output: string, names: ReadonlySet<string>) {
  const { code, map } = separateMap(output);
  const result = emitCell(code, names, `globalThis.${runtimeName}`);
  const originOfJavaScript = inSteps(placeFinder(map), withoutPrefix);
  const compiled = { ...cell, originOfJavaScript, originOf: inSteps(placeFinder(result.map), originOfJavaScript) };
  return { result, compiled };
}

/** Starts tslab's converter in the current working folder: about a second, most of it for the types of Node. */
export function cellCompiler(): CellCompiler {
  const converter = createConverter();
  const scope = cellScope();
  const cells = compiledCells();
  /** Declarations of all names that the next cell may use. tslab's own list stops at the last cell without a failure. */
  let declarations = '';
  let current = { number: 0, code: '' };
  let found: readonly Diagnostic[] = [];
  let pending: PendingCell | undefined;

  const runtimeOf = (number: number): CellRuntime =>
    cellRuntime(scope, {
      load: requireInCell,
      wait: interruptible,
      rejected: (reason, at) => cells.noteAwait(number, reason, at),
    });
  let runtime = runtimeOf(0);
  Object.defineProperty(globalThis, runtimeName, { get: () => runtime });

  function convert(_declarations: string, source: string): ConvertResult {
    const result = converter.convert(declarations, source);
    found = result.diagnostics;
    if (result.output === undefined) return result;
    const { result: cell, compiled } = emitted(current, result.output, scope.names());
    cells.add(compiled);
    pending = { emitted: cell, declarations: result.declOutput ?? '' };
    const output = `${cell.code}\n//# sourceURL=${scriptName(current.number)}`;
    return { ...result, output, hasToplevelAwait: cell.hasTopLevelAwait };
  }

  return {
    converter: {
      ...converter,
      convert,
      inspect: (_declarations, source, position) => converter.inspect(declarations, source, position),
      complete: (_declarations, source, position) => converter.complete(declarations, source, position),
    },
    begin(number, code) {
      current = { number, code };
      found = [];
      pending = undefined;
      runtime = runtimeOf(number);
    },
    end(hasFailed) {
      if (!pending) return undefined;
      const { emitted: cell, declarations: all } = pending;
      declarations = hasFailed
        ? declarationsAfterFailure(declarations, all, unreachedNames(cell, runtime.reached))
        : all;
      return runtime.value;
    },
    diagnostics: () => found,
    awaitOf: cells.awaitOf,
    cellOf: cells.cellOf,
  };
}
