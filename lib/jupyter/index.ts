/*
 * The Jupyter kernel for TypeScript.
 *
 * - The value of a cell's last expression shows itself: see `bundleOf`. In the middle of a cell: `display`.
 * - Names of errors: `TypeScriptError` for a type error, `SyntaxError` for text that is not TypeScript, `Interrupted`
 *   for a cell that the reader stopped, else the name of what the cell threw. Every traceback points at lines of cells.
 * - An interrupt ends loops, awaits and the library's computations; variables of finished cells stay. An await that
 *   it ends throws `Interrupted` inside the cell, so that `finally` blocks run.
 * - A variable declared by a cell that fails keeps the value that an earlier cell gave it.
 */

export {
  bundleOf,
  type CellOutput,
  type DisplayProtocol,
  display,
  type MimeData,
  type MultilineText,
  type UncaughtError,
} from '../cell/index.js';
export type { ExecuteOptions, Execution } from './cell-execution.js';
export { type KernelClient, startKernel } from './client.js';
export type { InstallationReport } from './installation.js';
export { installKernel, jupyterDataFolder, prefixDataFolder, uninstallKernel } from './installation.js';
export type { KernelOptions } from './kernel-process.js';
export type { KernelSpec } from './kernel-spec.js';
export { kernelSpec, kernelSpecName, writeKernelSpec } from './kernel-spec.js';
