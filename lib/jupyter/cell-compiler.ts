import { type Converter, type ConvertResult, createConverter, type Diagnostic } from 'tslab/dist/converter';
import type { ConverterSet } from 'tslab/dist/executor';
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

/** tslab's converter, with the cells' variables, and with what the tracebacks of the cells need. */
export interface CellCompiler {
  readonly converters: ConverterSet;
  /** Names the cell that is converted next, and clears what is known of the cell before. */
  begin(cell: number, code: string): void;
  /** Keeps the names of the cell that has run: all of them, or after a failure those that it came to. @returns its last expression's value */
  end(hasFailed: boolean): unknown;
  /** What the compiler had against the cell that was converted last; empty when it could run. */
  diagnostics(): readonly Diagnostic[];
  /** Where in a cell the promise was awaited that was rejected with an error; of errors without a cell in their stack, nothing else tells. */
  awaitOf(error: unknown): AwaitPlace | undefined;
  /** The cell of a script name in a stack trace. */
  cellOf(scriptName: string): CompiledCell | undefined;
}

export interface CompiledCell {
  readonly number: number;
  readonly code: string;
  /** Finds the place in the cell's TypeScript of a place in what runs. */
  readonly originOf: PlaceFinder;
  /** The same for a place in the cell's JavaScript, before it was emitted. */
  readonly originOfJavaScript: PlaceFinder;
}

/** A place in a cell's TypeScript. */
export interface AwaitPlace {
  readonly cell: CompiledCell;
  readonly place: CodePlace;
}

/** A cell that is about to run, or runs. */
interface PendingCell {
  readonly emitted: EmittedCell;
  readonly declarations: string;
}

const scriptName = (cell: number): string => `microcanon-cell-${cell}`;

/** The global name by which a cell finds its runtime when it begins. */
const runtimeName = '__microcanonCell';

/** tslab puts one line before the reader's own. */
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

/** Starts tslab's converter in the current working folder: about a second, most of it for the types of Node. */
export function cellCompiler(): CellCompiler {
  const converter = createConverter();
  const scope = cellScope();
  const cells = new Map<string, CompiledCell>();
  const load = (module: string): unknown =>
    (globalThis as unknown as { __tslab__: { require: NodeRequire } }).__tslab__.require(module);
  /** Declarations of all names that the next cell may use; tslab's own end with the last cell that did not fail. */
  let declarations = '';
  let current = { number: 0, code: '' };
  let found: readonly Diagnostic[] = [];
  let pending: PendingCell | undefined;
  const awaits = new WeakMap<object, AwaitPlace>();

  /** The runtime of a cell's run. Of the places where an error is awaited, the innermost comes first, and is kept. */
  function runtimeOf(number: number): CellRuntime {
    function rejected(reason: unknown, at: CodePlace): void {
      const cell = cells.get(scriptName(number));
      const place = cell?.originOfJavaScript(at);
      if (cell && place && typeof reason === 'object' && reason !== null && !awaits.has(reason))
        awaits.set(reason, { cell, place });
    }
    return cellRuntime(scope, { load, wait: interruptible, rejected });
  }
  let runtime = runtimeOf(0);
  Object.defineProperty(globalThis, runtimeName, { get: () => runtime });

  function convert(_declarations: string, source: string): ConvertResult {
    const result = converter.convert(declarations, source);
    found = result.diagnostics;
    if (result.output === undefined) return result;
    const { code, map } = separateMap(result.output);
    const emitted = emitCell(code, scope.names(), `globalThis.${runtimeName}`);
    const name = scriptName(current.number);
    const originOfJavaScript = inSteps(placeFinder(map), withoutPrefix);
    cells.set(name, {
      ...current,
      originOfJavaScript,
      originOf: inSteps(placeFinder(emitted.map), originOfJavaScript),
    });
    pending = { emitted, declarations: result.declOutput ?? '' };
    return { ...result, output: `${emitted.code}\n//# sourceURL=${name}`, hasToplevelAwait: emitted.hasTopLevelAwait };
  }

  const node: Converter = {
    ...converter,
    convert,
    inspect: (_declarations, source, position) => converter.inspect(declarations, source, position),
    complete: (_declarations, source, position) => converter.complete(declarations, source, position),
  };
  return {
    converters: { node, browser: node, close: () => converter.close() },
    begin(number, code) {
      current = { number, code };
      found = [];
      pending = undefined;
      runtime = runtimeOf(number);
    },
    end(hasFailed) {
      if (!pending) return undefined;
      const { emitted, declarations: all } = pending;
      declarations = hasFailed
        ? declarationsAfterFailure(declarations, all, unreachedNames(emitted, runtime.reached))
        : all;
      return runtime.value;
    },
    diagnostics: () => found,
    awaitOf: (error) => (typeof error === 'object' && error !== null ? awaits.get(error) : undefined),
    cellOf: (name) => cells.get(name),
  };
}
