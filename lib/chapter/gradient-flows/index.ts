export { chapter } from './chapter.js';
export {
  circleError,
  circleWells,
  circleWellsFlow,
  distanceFromImplicit,
  langevinCircleError,
} from './circle-wells.js';
export {
  backwardDifferenceDescent,
  type DescentEnd,
  type DescentScheme,
  type DescentSetting,
  descentEnd,
  descentFlow,
  explicitDescent,
  implicitDescent,
  midpointDescent,
  penalisedDescent,
  secondOrderDescent,
} from './descent-schemes.js';
export type { DigitMachine } from './digit-machine.js';
export {
  type DigitsLearningData,
  type DigitsLearningParameters,
  digitsLearning,
} from './digits-learning.js';
export type { RingCourse } from './ring-course.js';
export {
  type RingLearningData,
  type RingLearningParameters,
  ringLearning,
} from './ring-learning.js';
export { type Wells, wells } from './wells.js';
export {
  type LawCurve,
  type WellsLearningData,
  type WellsLearningParameters,
  type WellsMethod,
  type WellsRow,
  wellsLearning,
} from './wells-learning.js';
export { principalWhitening, type Whitening } from './whitened-digits.js';
