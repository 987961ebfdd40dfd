import type { CodePlace } from './code-places.js';
import { namespaceOf, withDefault } from './interop.js';
import { type Box, type CellScope, showImport } from './scope.js';

/** What differs between places where cells run. */
export interface CellHost {
  /** Loads a module at once and gives its exports. */
  load(module: string): unknown;
  /** Settles as the value does, or rejects when the reader stops the cell. */
  wait<T>(value: T | PromiseLike<T>): Promise<T>;
  /** Told of what an awaited promise was rejected with, and of the place of the `await` in the JavaScript that was given to `emitCell`. */
  rejected?(reason: unknown, place: CodePlace): void;
}

/** What one run of an emitted cell reaches through its free name. */
export interface CellRuntime {
  box(name: string): Box;
  load(module: string): unknown;
  import(module: string): Promise<unknown>;
  wait<T>(value: T | PromiseLike<T>, line: number, column: number): Promise<T>;
  readonly showImport: typeof showImport;
  readonly withDefault: typeof withDefault;
  readonly namespaceOf: typeof namespaceOf;
  /** How many of the cell's declarations have their values. */
  reached: number;
  /** The value of the cell's last expression. */
  value: unknown;
}

/** The runtime of one run of a cell. */
export function cellRuntime(scope: CellScope, host: CellHost): CellRuntime {
  return {
    box: scope.box,
    load: host.load,
    import: async (module) => namespaceOf(host.load(String(module))),
    wait(value, line, column) {
      const waited = host.wait(value);
      if (host.rejected) waited.catch((reason) => host.rejected!(reason, { line, column }));
      return waited;
    },
    showImport,
    withDefault,
    namespaceOf,
    reached: 0,
    value: undefined,
  };
}
