export { chapter } from './chapter.js';
export {
  type DescentRow,
  type DescentsOfArData,
  type DescentsOfArParameters,
  descentsOfAr,
} from './descents-of-ar.js';
export { comparedFigures } from './runnables.js';
