export * from './check';
export * from './display';
export * from './ensemble';
export * from './matrix';
export * from './recipe';
export * from './single-precision';
export * from './vector';
