export { chapter } from './chapter.js';
export { type DescentLaw, type DescentLawOptions, descentLaws, normalQuantiles } from './descent-laws.js';
export {
  type CheckedAt,
  type DictionaryRow,
  dictionary,
  dissipationRate,
  explicitStep,
  implicitResidual,
  largestResidual,
} from './dictionary.js';
export { evenPowers } from './even-powers.js';
export { type Crowd, type CrowdOptions, crowdMultiplier, finiteCrowds } from './finite-crowd.js';
export { gainCost } from './gain-cost.js';
export { type LaboratoryOptions, laboratoryFigure } from './laboratory-figure.js';
export { type RotatedFlow, rotatedFlow } from './rotated-flow.js';
export {
  unequalModes,
  unequalModesGame,
  type VerificationOptions,
  type VerifiedCost,
  verifiedCosts,
} from './verified-cost.js';
