import type { CodePlace } from './code-places.js';
import { namespaceOf, withDefault } from './interop.js';
import { type Box, type CellScope, showImport } from './scope.js';

/** What a kernel and a page each implement for the cells that they run. */
export interface CellHost {
  /** Loads a module at once and gives its exports. */
  load(module: string): unknown;
  /** A promise that settles as `value` does, or rejects when the reader stops the cell. */
  wait<T>(value: T | PromiseLike<T>): Promise<T>;
  /** Called when an awaited promise is rejected, with the reason and the place of the `await` in the JavaScript that `emitCell` got. */
  rejected?(reason: unknown, place: CodePlace): void;
}

/** The object that the code of an emitted cell finds under the name of its runtime. */
export interface CellRuntime {
  /** The variable of a name, shared by all cells. */
  box(name: string): Box;
  /** A module, as `require` gives it. */
  load(module: string): unknown;
  /** A module, as `import()` gives it. */
  import(module: string): Promise<unknown>;
  /** Waits for a value; the place of the `await` is told if it is rejected. */
  wait<T>(value: T | PromiseLike<T>, line: number, column: number): Promise<T>;
  /** Makes a name of a module a variable of the scope. */
  readonly showImport: typeof showImport;
  /** A module with `default`, as `import x from` expects it. */
  readonly withDefault: typeof withDefault;
  /** A module as `import * as x` expects it. */
  readonly namespaceOf: typeof namespaceOf;
  /** Count of the cell's declarations that have run. */
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
