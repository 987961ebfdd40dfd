export { meanPower } from './mean-power.js';
export { type TargetEnergy, targetEnergy } from './target-energy.js';
