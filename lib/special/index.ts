export { logBesselI } from './bessel';
export { logGamma } from './gamma';
export { logNormalDensity, logNormalTail, normalHazard } from './normal';
