import {
  type CellRuntime,
  cellRuntime,
  cellScope,
  cellScript,
  compiledCells,
  type EmittedCell,
  emitCell,
  inSteps,
  interruptible,
  type PlaceFinder,
  placeFinder,
  type TracedCells,
} from '../cell/index.js';
import { declarationsAfterFailure } from './declarations.js';
import { outsideFrame } from './outside-frames.js';
import { separateMap } from './transpilation.js';
import { type Converter, type ConvertResult, createConverter, type Diagnostic, requireInCell } from './tslab.js';

/** tslab's converter, extended by the cells' shared variables and by the source maps that tracebacks need. */
export interface CellCompiler extends TracedCells {
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
}

/** A converted cell whose run has not ended. */
interface PendingCell {
  readonly emitted: EmittedCell;
  readonly declarations: string;
}

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
    const output = `${cell.code}\n//# sourceURL=${cellScript(current.number)}`;
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
    outsideFrame,
  };
}
