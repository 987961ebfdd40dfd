export { type Langevin, type LangevinOptions, langevin } from './langevin.js';
export { energyPotential, modelPotential, type Potential, type ScoredModel } from './potential.js';
