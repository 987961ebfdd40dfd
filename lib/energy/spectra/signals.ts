import { type Vector, vector } from '../../array/index.js';
import { type ComplexSignal, clear, complexSignal } from '../../wavelet/index.js';
import type { SpectraCoefficient } from './coefficients.js';

/**
 * All signals between a path and its coefficients. The same shape holds their rates along a direction, the slopes of
 * a weighted sum of coefficients with respect to them, and the rates of those slopes.
 */
export interface SpectraSignals {
  /** W_j, j = 0 … J. */
  readonly wavelets: readonly ComplexSignal[];
  /** |W_j|, j = 0 … J − 1. */
  readonly moduli: readonly Vector[];
  /** V_{j,l} at [j][l − j − 1], j < l ≤ J. */
  readonly second: readonly (readonly ComplexSignal[])[];
}

/** Signals of zeros for J scales and paths of length d. Storage: J(J + 4) + 2 vectors. */
export function spectraSignals(scales: number, signalLength: number): SpectraSignals {
  const list = (count: number): ComplexSignal[] => Array.from({ length: count }, () => complexSignal(signalLength));
  return {
    wavelets: list(scales + 1),
    moduli: Array.from({ length: scales }, () => vector(signalLength)),
    second: Array.from({ length: scales }, (_, j) => list(scales - j)),
  };
}

/** Sets all signals to 0. */
export function clearSignals({ wavelets, moduli, second }: SpectraSignals): void {
  wavelets.forEach(clear);
  for (const signal of moduli) signal.fill(0);
  second.flat().forEach(clear);
}

/** The signals a and b whose average product ⟨a b̄⟩ is a coefficient of second order in W and V. */
export function factorsOf(
  signals: SpectraSignals,
  coefficient: Extract<SpectraCoefficient, { kind: 'variance' | 'skewness' | 'kurtosis' }>,
): readonly [ComplexSignal, ComplexSignal] {
  const { wavelets, second } = signals;
  const { j } = coefficient;
  switch (coefficient.kind) {
    case 'variance':
      return [wavelets[j], wavelets[j]];
    case 'skewness': {
      const { l } = coefficient;
      return [wavelets[l], second[j][l - j - 1]];
    }
    case 'kurtosis': {
      const { m, l } = coefficient;
      return [second[j][l - j - 1], second[m][l - m - 1]];
    }
  }
}
