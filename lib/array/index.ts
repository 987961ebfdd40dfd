export * from './check.js';
export * from './display.js';
export * from './ensemble.js';
export * from './matrix.js';
export * from './recipe.js';
export * from './shape.js';
export * from './single-precision.js';
export * from './vector.js';
