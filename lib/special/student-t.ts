import { digamma } from './digamma.js';
import { log, log1p } from './elementary/logarithm.js';
import { logGamma } from './gamma.js';

/**
 * ln of the density at 0 of Student's t law with ν > 2 degrees of freedom, scaled to unit variance:
 * ln Γ((ν+1)/2) − ln Γ(ν/2) − ½ ln(π(ν − 2)). As ν grows it tends to that of the normal law, −½ ln 2π.
 */
export function logStudentTPeak(degrees: number): number {
  return logGammaRatio(degrees / 2) - 0.5 * log(Math.PI * (degrees - 2));
}

/** The derivative in ν of the log-density at 0. */
export function logStudentTPeakSlope(degrees: number): number {
  return 0.5 * (digamma((degrees + 1) / 2) - digamma(degrees / 2) - 1 / (degrees - 2));
}

/** ln of the density at z of Student's t law with ν > 2 degrees of freedom, scaled to unit variance. */
export function logStudentTDensity(z: number, degrees: number): number {
  return logStudentTPeak(degrees) - 0.5 * (degrees + 1) * log1p((z * z) / (degrees - 2));
}

/**
 * ln Γ(a + ½) − ln Γ(a); for large a by its own series, since the difference of two large numbers would lose digits.
 */
function logGammaRatio(a: number): number {
  if (a < 30) return logGamma(a + 0.5) - logGamma(a);
  // The series in 1/(a − ¼) has even powers alone after the logarithm (Fields 1966).
  const b = a - 0.25;
  const c = 1 / (b * b);
  return 0.5 * log(b) + c * (1 / 64 + c * (-5 / 2048 + c * (61 / 49152 - c * (1385 / 1048576))));
}
