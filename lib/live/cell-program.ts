import {
  type CellRuntime,
  type CompiledCell,
  cellScript,
  type EmittedCell,
  emitCell,
  inSteps,
  lazily,
  type PlaceFinder,
  placeFinder,
} from '../cell/index.js';
import { evaluateScript } from './script.js';
import { type ErasedCell, unreadable, withoutTypes } from './type-erasure.js';

/** A cell that can run. */
export interface CellProgram {
  readonly cell: CompiledCell;
  readonly emitted: EmittedCell;
  /** Runs the cell; what it declares and its last expression are left in the runtime. */
  run(runtime: CellRuntime): unknown;
}

const runtimeName = '__microcanonRun';

function emit({ js, originOf }: ErasedCell, earlier: ReadonlySet<string>): EmittedCell {
  try {
    return emitCell(js, earlier, runtimeName);
  } catch (error) {
    const { line = 1, column = 0 } = (error as { loc?: { line?: number; column?: number } }).loc ?? {};
    const place = { line, column: column + 1 };
    throw unreadable(error, originOf(place) ?? place);
  }
}

/** Leads from places in the program of a cell back to the cell. The program is made anew, since those of all cells that ran would take much room. */
function originIn(code: string, earlier: ReadonlySet<string>): PlaceFinder {
  const erased = withoutTypes(code);
  return inSteps(placeFinder(emit(erased, earlier).map), erased.originOf);
}

/** A cell with what leads back to it, which outlives the cell's program. */
function compiledCell(number: number, code: string, earlier: ReadonlySet<string>): CompiledCell {
  return {
    number,
    code,
    originOfJavaScript: lazily(() => withoutTypes(code).originOf),
    originOf: lazily(() => originIn(code, earlier)),
  };
}

/**
 * The program of a cell.
 * @param earlier names that earlier cells have declared
 * @throws UnreadableCell when the text is no TypeScript
 */
export function cellProgram(
  { number, code }: Pick<CompiledCell, 'number' | 'code'>,
  earlier: ReadonlySet<string>,
): CellProgram {
  const emitted = emit(withoutTypes(code), earlier);
  const keyword = emitted.hasTopLevelAwait ? 'async function' : 'function';
  const script = `(${keyword} (${runtimeName}) {${emitted.code}\n})\n//# sourceURL=${cellScript(number)}`;
  return {
    emitted,
    cell: compiledCell(number, code, earlier),
    run(runtime) {
      const body = evaluateScript(script) as (given: CellRuntime) => unknown;
      return body(runtime);
    },
  };
}
