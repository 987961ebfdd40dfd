import {
  type CellRuntime,
  type CompiledCell,
  cellScript,
  type EmittedCell,
  emitCell,
  inSteps,
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

/**
 * The program of a cell.
 * @param earlier names that earlier cells have declared
 * @throws UnreadableCell when the text is no TypeScript
 */
export function cellProgram(
  { number, code }: Pick<CompiledCell, 'number' | 'code'>,
  earlier: ReadonlySet<string>,
): CellProgram {
  const erased = withoutTypes(code);
  const emitted = emit(erased, earlier);
  const keyword = emitted.hasTopLevelAwait ? 'async function' : 'function';
  const script = `(${keyword} (${runtimeName}) {${emitted.code}\n})\n//# sourceURL=${cellScript(number)}`;
  return {
    emitted,
    cell: {
      number,
      code,
      originOfJavaScript: erased.originOf,
      originOf: inSteps(placeFinder(emitted.map), erased.originOf),
    },
    run(runtime) {
      const body = evaluateScript(script) as (given: CellRuntime) => unknown;
      return body(runtime);
    },
  };
}
