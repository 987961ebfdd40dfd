export { chapter } from './chapter.js';
export { type CircleEquilibrium, type CircleGame, circleHeat, scaledCircleGame } from './circle-heat.js';
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
export { type ComparedGame, comparedGames, type GridErrors, normalMasses } from './grid-errors.js';
export { gridQuantiles } from './grid-quantiles.js';
export {
  farKernels,
  leftOutLoss,
  likelyWeights,
  matchedMixture,
  pointKernels,
  scoreMatchingLoss,
} from './kernel-scores.js';
export { type LaboratoryOptions, laboratoryFigure } from './laboratory-figure.js';
export { type LineEquilibrium, lineEquilibrium } from './line-equilibrium.js';
export { planeFlows } from './plane-flows.js';
export {
  type MeasuredScore,
  type RegularisedScoresData,
  type RegularisedScoresParameters,
  regularisedScores,
  type TrainedScore,
  trainedScore,
} from './regularised-scores.js';
export { type RotatedFlow, rotatedFlow } from './rotated-flow.js';
export {
  pairDifferences,
  type ScoreComparison,
  type ScoreCurve,
  scoreComparisons,
  scoreCurves,
} from './score-comparisons.js';
export { type ScoreModesData, type ScoreModesParameters, type ScoreWithModes, scoreModes } from './score-modes.js';
export { learnedPotential, scoreNetwork, startOfScore } from './score-network.js';
export { type FlowLaw, type ScoreMeasures, type ScoreQuadrature, scoreQuadrature } from './score-quadrature.js';
export { nearestMode, ringNoising, ringOfFive, ringTimes } from './score-ring.js';
export { type ScoreBatch, type ScoreTurnOptions, scoreBatch, scoreTurn } from './score-turn.js';
export {
  type FlowPrices,
  flowOf,
  flowPrices,
  lineModes,
  planeModes,
  type TransportFlow,
  type TransportFlowsData,
  type TransportFlowsParameters,
  transportFlows,
  waysOf,
} from './transport-flows.js';
export { equationMiss, type TransportRow, transportTable } from './transport-table.js';
export {
  unequalModes,
  unequalModesGame,
  type VerificationOptions,
  type VerifiedCost,
  verifiedCosts,
} from './verified-cost.js';
