export { chapter } from './chapter.js';
export { type EnergyPathsData, type EnergyPathsParameters, energyPaths } from './energy-paths.js';
export { type EnsembleSizesData, type EnsembleSizesParameters, ensembleSizes } from './ensemble-sizes.js';
export { type InnerStepDescent, type InnerStepsData, type InnerStepsParameters, innerSteps } from './inner-steps.js';
export * from './principle.js';
export { trajectories } from './trajectories.js';
