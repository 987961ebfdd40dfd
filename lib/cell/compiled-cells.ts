import type { CodePlace, PlaceFinder } from './code-places.js';

/** A cell whose code runs or has run. */
export interface CompiledCell {
  readonly number: number;
  readonly code: string;
  /** Maps a place in the JavaScript that runs to the cell's TypeScript. */
  readonly originOf: PlaceFinder;
  /** Maps a place in the compiler's JavaScript, which `emitCell` rewrites, to the cell's TypeScript. */
  readonly originOfJavaScript: PlaceFinder;
}

/** A place in a cell's TypeScript. */
export interface CellPlace {
  readonly cell: CompiledCell;
  readonly place: CodePlace;
}

/** Name of the script as which a cell runs: stack traces name it. */
export const cellScript = (number: number): string => `microcanon-cell-${number}`;

/** The cells that were compiled, by the names of their scripts, and where they awaited errors. */
export interface CompiledCells {
  /** Takes a cell that is about to run. */
  add(cell: CompiledCell): void;
  /** The cell that runs under a script name of a stack trace. */
  cellOf(scriptName: string): CompiledCell | undefined;
  /** The `await` of a cell whose promise was rejected with `error`. Tracebacks use it for errors without a cell in their stack. */
  awaitOf(error: unknown): CellPlace | undefined;
  /** Stores the place of the first `await` that an error rejects: of nested awaits the innermost. */
  noteAwait(number: number, error: unknown, at: CodePlace): void;
}

/** A list of compiled cells, without any at first. */
export function compiledCells(): CompiledCells {
  const cells = new Map<string, CompiledCell>();
  const awaits = new WeakMap<object, CellPlace>();
  return {
    add: (cell) => void cells.set(cellScript(cell.number), cell),
    cellOf: (name) => cells.get(name),
    awaitOf: (error) => (typeof error === 'object' && error !== null ? awaits.get(error) : undefined),
    noteAwait(number, error, at) {
      const cell = cells.get(cellScript(number));
      const place = cell?.originOfJavaScript(at);
      if (cell && place && typeof error === 'object' && error !== null && !awaits.has(error))
        awaits.set(error, { cell, place });
    },
  };
}
