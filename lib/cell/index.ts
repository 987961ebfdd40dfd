export { declarationsAfterFailure } from './declarations';
export { type EmittedCell, emitCell } from './emission';
export { inSteps, type Place, type PlaceFinder, placeFinder } from './places';
export { type CellHost, type CellRuntime, cellRuntime } from './runtime';
export { type Box, type CellScope, cellScope } from './scope';
