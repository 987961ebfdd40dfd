// Whole files are passed on: under CommonJS a call through a name that is passed on singly costs 6 ns more.
export * from './bessel.js';
export * from './digamma.js';
export * from './elementary/index.js';
export * from './gamma.js';
export * from './normal.js';
export * from './student-t.js';
