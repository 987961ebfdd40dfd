export { logBesselI } from './bessel.js';
export { digamma } from './digamma.js';
export { logGamma } from './gamma.js';
export { logNormalDensity, logNormalTail, normalHazard } from './normal.js';
export { logStudentTDensity, logStudentTPeak, logStudentTPeakSlope } from './student-t.js';
