import vm from 'node:vm';
import { type CellScope, cellRuntime, cellScope, emitCell } from '../../lib/cell/index.js';

/** Cells that share a scope, run in this process. */
export interface Cells {
  /** Runs a cell in JavaScript. @returns the value of its last expression, and how many of its declarations it came to */
  run(js: string): Promise<{ value: unknown; reached: number }>;
  readonly scope: CellScope;
}

export function cells(globals: Record<string, unknown> = {}, modules: Record<string, unknown> = {}): Cells {
  const scope = cellScope();
  const names = Object.keys(globals);
  async function run(js: string): Promise<{ value: unknown; reached: number }> {
    const load = (module: string): unknown => {
      if (!(module in modules)) throw new Error(`no module ${module}`);
      return modules[module];
    };
    const runtime = cellRuntime(scope, { load, wait: async (value) => value });
    const { code, hasTopLevelAwait } = emitCell(js, scope.names(), 'runtime');
    const keyword = hasTopLevelAwait ? 'async function' : 'function';
    const body = vm.runInThisContext(`(${keyword} (runtime, ${names.join(', ')}) {${code}\n})`) as (
      ...values: unknown[]
    ) => unknown;
    try {
      await body(runtime, ...Object.values(globals));
    } catch (error) {
      throw Object.assign(error as Error, { reached: runtime.reached });
    }
    return { value: runtime.value, reached: runtime.reached };
  }
  return { run, scope };
}
