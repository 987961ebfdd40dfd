export { type DeskStatistics, deskLabels, deskOfPaths, deskOfSeries } from './desk-statistics.js';
export { autocorrelations, type Density, type Estimate, type StatisticLaw } from './path-statistics.js';
export { type PowerLaw, powerLaw } from './power-law.js';
