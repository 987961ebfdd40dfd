export { declarationsAfterFailure } from './declarations.js';
export { type EmittedCell, emitCell } from './emission.js';
export { inSteps, type Place, type PlaceFinder, placeFinder } from './places.js';
export { type CellHost, type CellRuntime, cellRuntime } from './runtime.js';
export { type Box, type CellScope, cellScope } from './scope.js';
