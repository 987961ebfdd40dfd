import { type Converter, createConverter } from 'tslab/dist/converter';
import { createExecutor as createTslabExecutor, type Executor } from 'tslab/dist/executor';
import * as tslabJupyter from 'tslab/dist/jupyter';
import type { MimeData } from '../cell/index.js';

/*
 * What the kernel takes from tslab: its executor, its converter, and two of its variables. The compiler that tslab loads in
 * place of its own is in typescript-for-tslab.ts. Both files rely on internals of one version of tslab.
 */

export type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter';
export type { Executor } from 'tslab/dist/executor';
export { createConverter };

const supportedVersion = '1.0.22';

/**
 * Refuses another version of tslab, whose internals may differ.
 * @throws Error naming both versions
 */
export function checkTslabVersion(): void {
  const { version } = require('tslab/package.json') as { version: string };
  if (version !== supportedVersion) {
    throw new Error(
      `kernel: tslab ${version} is installed, and this kernel works with ${supportedVersion}; run npm ci`,
    );
  }
}

/** How a cell ended: done, or stopped by what it threw. */
export type Ending = { readonly isDone: true } | { readonly isDone: false; readonly thrown: unknown };

/** tslab's executor, which gives a thrown value as part of its result; tslab itself passes it to a console. */
export interface CellExecutor extends Pick<Executor, 'inspect' | 'complete' | 'interrupt'> {
  execute(code: string): Promise<Ending>;
}

/**
 * tslab's executor in the current working folder.
 * @param onConverted called when a cell has been compiled, before it runs
 */
export function createExecutor(converter: Converter, onConverted: () => void): CellExecutor {
  let thrown: unknown;
  const convert: Converter['convert'] = (...args) => {
    const result = converter.convert(...args);
    onConverted();
    return result;
  };
  const node = { ...converter, convert };
  const keepThrown = (value: unknown): void => {
    thrown = value;
  };
  const executor = createTslabExecutor(
    process.cwd(),
    { node, browser: node, close: () => converter.close() },
    { log: () => undefined, error: keepThrown },
  );
  return {
    async execute(code) {
      thrown = undefined;
      return (await executor.execute(code)) ? { isDone: true } : { isDone: false, thrown };
    },
    inspect: (code, position) => executor.inspect(code, position),
    complete: (code, position) => executor.complete(code, position),
    interrupt: () => executor.interrupt(),
  };
}

/** Loads a module for a cell as tslab's executor does: from the notebook's folder. */
export function requireInCell(module: string): unknown {
  return (globalThis as unknown as { __tslab__: { require: NodeRequire } }).__tslab__.require(module);
}

/** Sets the receiver of tslab's display functions, which is a variable of tslab's Jupyter module. */
export function takeTslabDisplays(
  show: (bundle: MimeData, displayId: string | undefined, isUpdate: boolean) => void,
): void {
  (tslabJupyter as { lastWriteDisplayData: unknown }).lastWriteDisplayData = (
    { data, transient }: { data: MimeData; transient?: { display_id?: string } },
    isUpdate = false,
  ) => show(data, transient?.display_id, isUpdate);
}
