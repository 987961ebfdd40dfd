export * from './display';
export * from './ensemble';
export * from './matrix';
export * from './vector';
