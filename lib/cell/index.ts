export { type CodePlace, inSteps, type PlaceFinder, placeFinder } from './code-places.js';
export { declarationsAfterFailure } from './declarations.js';
export { type EmittedCell, emitCell } from './emission.js';
export { type CellHost, type CellRuntime, cellRuntime } from './runtime.js';
export { type Box, type CellScope, cellScope } from './scope.js';
