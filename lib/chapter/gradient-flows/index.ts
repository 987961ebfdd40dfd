export { chapter } from './chapter.js';
export { circleError, circleWells, circleWellsFlow, distanceFromImplicit } from './circle-wells.js';
