/*
 * TypeScript cells, the same in the kernel and in a page: emission on shared variables, displays, outputs, errors and interrupts.
 */

export { adviceOnName, adviceOnSyntax } from './advice.js';
export { type CellDisplays, cellDisplays } from './cell-displays.js';
export { type CodePlace, inSteps, lazily, type PlaceFinder, placeFinder } from './code-places.js';
export { type CompiledCell, type CompiledCells, cellScript, compiledCells } from './compiled-cells.js';
export type { Content, OutputMessage } from './content.js';
export { bundleOf, type DisplayProtocol, display } from './display.js';
export { type EmittedCell, emitCell } from './emission.js';
export { pictureMetadata } from './mime-bundle.js';
export { type CellOutput, type DisplayRegister, type MimeData, type MultilineText, outputList } from './output-list.js';
export { type PrintedText, printedText } from './printed-text.js';
export { type CellHost, type CellRuntime, cellRuntime } from './runtime.js';
export { type Box, type CellScope, cellScope } from './scope.js';
export { isErrorLike, isInterrupted, property, textOf } from './thrown.js';
export {
  type ErrorReport,
  errorReport,
  excerpt,
  interruptionReport,
  originOf,
  type TracedCells,
} from './traceback.js';
export { type UncaughtError, type UncaughtErrors, uncaughtErrors } from './uncaught.js';
export { interruptible, interruptWaits } from './waits.js';
