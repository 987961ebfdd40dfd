import type { SpectraCoefficientPlace } from '../../compiled/index.js';

/**
 * One coefficient of the scattering spectra. Scale j, from 0, spans 2^j times the finest; J stands for the low-pass.
 * Each is an average over time, with W_j = x ⋆ ψ_j/σ_j and V_{j,l} = |W_j| ⋆ ψ_l:
 *
 * - sparsity: ⟨|W_j|⟩
 * - mean: ⟨W_J⟩
 * - variance: ⟨|W_j|²⟩
 * - skewness: ⟨W_l V̄_{j,l}⟩, j < l
 * - kurtosis: ⟨V_{j,l} V̄_{m,l}⟩, m ≤ j < l
 */
export type SpectraCoefficient =
  | { readonly kind: 'sparsity'; readonly j: number }
  | { readonly kind: 'mean' }
  | { readonly kind: 'variance'; readonly j: number }
  | { readonly kind: 'skewness'; readonly j: number; readonly l: number }
  | { readonly kind: 'kurtosis'; readonly j: number; readonly m: number; readonly l: number };

/** The coefficients for J scales in the order of the energy: real ones first, then those whose modulus is taken. */
export interface SpectraCoefficients {
  readonly list: readonly SpectraCoefficient[];
  /** How many are real. */
  readonly realCount: number;
  readonly labels: readonly string[];
}

/** All coefficients for J scales; K = 128, of which 72 are real, for J = 7. */
export function spectraCoefficients(scales: number): SpectraCoefficients {
  const all: SpectraCoefficient[] = [];
  for (let j = 0; j < scales; j++) all.push({ kind: 'sparsity', j });
  all.push({ kind: 'mean' });
  for (let j = 0; j <= scales; j++) all.push({ kind: 'variance', j });
  for (let l = 1; l <= scales; l++) for (let j = 0; j < l; j++) all.push({ kind: 'skewness', j, l });
  for (let j = 0; j < scales; j++) {
    for (let l = j + 1; l <= scales; l++) for (let m = 0; m <= j; m++) all.push({ kind: 'kurtosis', j, m, l });
  }
  const real = all.filter((coefficient) => isReal(coefficient, scales));
  const complex = all.filter((coefficient) => !isReal(coefficient, scales));
  return {
    list: [...real, ...complex],
    realCount: real.length,
    labels: [
      ...real.map((coefficient) => labelOf(coefficient, scales)),
      ...complex.map((coefficient) => `modulus of ${labelOf(coefficient, scales)}`),
    ],
  };
}

/** Real averages: a low-passed real signal is real, and so is the average of a square. */
function isReal(coefficient: SpectraCoefficient, scales: number): boolean {
  switch (coefficient.kind) {
    case 'skewness':
      return coefficient.l === scales;
    case 'kurtosis':
      return coefficient.l === scales || coefficient.j === coefficient.m;
    default:
      return true;
  }
}

/** Where the compiled kernel finds a coefficient's average. */
export function placeOf(coefficient: SpectraCoefficient): SpectraCoefficientPlace {
  switch (coefficient.kind) {
    case 'sparsity':
      return { kind: 'average', signal: 1 + coefficient.j };
    case 'mean':
      return { kind: 'average', signal: 0 };
    case 'variance':
      return { kind: 'product', scale: coefficient.j, left: 0, right: 0 };
    case 'skewness':
      return { kind: 'product', scale: coefficient.l, left: 0, right: 1 + coefficient.j };
    case 'kurtosis':
      return { kind: 'product', scale: coefficient.l, left: 1 + coefficient.j, right: 1 + coefficient.m };
  }
}

function labelOf(coefficient: SpectraCoefficient, scales: number): string {
  const at = (j: number): string => (j === scales ? 'low-pass' : `scale 2^${j}`);
  switch (coefficient.kind) {
    case 'sparsity':
      return `sparsity, ${at(coefficient.j)}`;
    case 'mean':
      return 'mean';
    case 'variance':
      return `variance, ${at(coefficient.j)}`;
    case 'skewness':
      return `skewness, ${at(coefficient.j)} seen at ${at(coefficient.l)}`;
    case 'kurtosis': {
      const { j, m, l } = coefficient;
      const seen = j === m ? at(j) : `scales 2^${m} and 2^${j}`;
      return `kurtosis, ${seen} seen at ${at(l)}`;
    }
  }
}
