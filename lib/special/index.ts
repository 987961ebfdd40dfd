export { logBesselI } from './bessel';
export { digamma } from './digamma';
export { logGamma } from './gamma';
export { logNormalDensity, logNormalTail, normalHazard } from './normal';
export { logStudentTDensity, logStudentTPeak, logStudentTPeakSlope } from './student-t';
