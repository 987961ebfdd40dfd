export { chapter } from './chapter.js';
export * from './divergence-grid.js';
export {
  componentNoise,
  type NoiseComponentsData,
  type NoiseComponentsParameters,
  noiseComponents,
} from './noise-components.js';
export { type TableOneData, type TableOneParameters, tableOne } from './table-one.js';
export {
  energyLabel,
  modelLabel,
  paperBestEnergy,
  paperDescent,
  paperDivergence,
  type TableOneCell,
  type TableOneEnergy,
  type TableOneMethod,
  type TableOneModel,
  type TableOnePair,
  type TableOneSelection,
  tableOneCells,
  tableOneEnergies,
  tableOneMethods,
  tableOneModels,
  tableOneTruth,
} from './table-one-cells.js';
export * from './table-one-figure.js';
