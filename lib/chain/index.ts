export { type Langevin, type LangevinOptions, langevin } from './langevin.js';
export {
  type MeanFieldLangevin,
  type MeanFieldLangevinOptions,
  type MeanFieldLangevinSchema,
  meanFieldLangevin,
} from './mean-field-langevin.js';
export { energyPotential, modelPotential, type Potential, type ScoredModel } from './potential.js';
