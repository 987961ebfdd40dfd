export { type CanonicalRow, canonicalRows } from './canonical-rows.js';
export { chapter } from './chapter.js';
export { type Fibre, type FibrePoint, fibreOf } from './fibre.js';
export { type JoinedDescentsData, type JoinedDescentsParameters, joinedDescents } from './joined-descents.js';
export { type Information, referenceInformation } from './reference-information.js';
export { type SingleTargetsData, type SingleTargetsParameters, singleTargets } from './single-targets.js';
export { type SizeLaw, sizeLaws } from './size-laws.js';
export {
  autoregressions,
  type CellLaw,
  type CellLookup,
  cellLaws,
  cellLookup,
  type ManyPathsLimit,
  manyPathsLimit,
  type RegularPrediction,
  regularPrediction,
  STORED_SIZE,
  tableOneLaw,
} from './table-one-laws.js';
