export { logNormalDensity, logNormalTail, normalHazard } from './normal';
