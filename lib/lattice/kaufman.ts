import { checkCount } from '../array/index.js';
import { exp, expm1, log, log1p, sin, squared, tanh } from '../special/index.js';
import type { GibbsAverages } from './spin-law.js';

/** A function of the coupling at one place: value and first two derivatives. */
type Jet = readonly [value: number, first: number, second: number];

/**
 * ln Z of Ising's model on a torus without field, with its derivatives in the coupling: Kaufman's formula. ⟨U⟩ = −(ln Z)′ and
 * Var U = (ln Z)″ in units of J.
 *
 * Source: Kaufman, Physical Review 76 (1949) 1232. With L columns, M rows: ln Z = ½ LM ln(2 sinh 2K) − ln 2 + ln of the sum of four
 * products of 2 cosh(M γ_r/2) and 2 sinh(M γ_r/2) over odd and over even r from 0 to 2L − 1, where
 * cosh γ_r = cosh² 2K/sinh 2K − cos(πr/L) and γ₀ = 2K + ln tanh K, with its sign.
 * @param coupling K = βJ > 0. The variance loses digits in proportion to K⁻² below .001, where terms near ln K cancel.
 * @throws RangeError when K is not positive and finite, or a side no whole number from 1
 * Cost: O(columns); no limit on the sides.
 */
export function kaufmanAverages(rows: number, columns: number, coupling: number): GibbsAverages {
  checkCount('kaufmanAverages: rows', rows, 1);
  checkCount('kaufmanAverages: columns', columns, 1);
  if (!(coupling > 0 && coupling < Infinity)) {
    throw new RangeError(
      `kaufmanAverages: coupling expects a positive finite number, got ${coupling}; use isingAverages`,
    );
  }
  const gammas = Array.from({ length: 2 * columns }, (_, r) => halved(gammaOf(r, columns, coupling), rows));
  const odd = gammas.filter((_, r) => r % 2 === 1);
  const even = gammas.filter((_, r) => r % 2 === 0);
  const later = even.slice(1);
  const reference = total(odd.map(logTwoCosh));
  const lessReference = (...jets: Jet[]): Jet => {
    const [value, first, second] = total(jets);
    return [value - reference[0], first - reference[1], second - reference[2]];
  };
  // Quotients of the four products by the first: the derivatives of the products are large and nearly equal.
  const quotients: Jet[] = [
    [1, 0, 0],
    power(lessReference(...odd.map(logTwoSinh)), 1),
    power(lessReference(...even.map(logTwoCosh)), 1),
    lastQuotient(even[0], lessReference(...later.map(logTwoSinh))),
  ];
  const [sum, first, second] = total(quotients);
  const prefactor = logTwoSinhTwice(coupling);
  const half = 0.5 * rows * columns;
  return {
    logPartition: half * prefactor[0] - log(2) + reference[0] + log(sum),
    meanEnergy: -(half * prefactor[1] + reference[1] + first / sum),
    energyVariance: half * prefactor[2] + reference[2] + second / sum - squared(first / sum),
  };
}

/** γ_r; written with cosh γ − 1 = (s − 1)²/s + 2 sin²(πr/2L), s = sinh 2K, which does not cancel near the critical point. */
function gammaOf(r: number, columns: number, coupling: number): Jet {
  const s = sinh(2 * coupling);
  const slope = 2 * cosh(2 * coupling);
  if (r === 0) return [2 * coupling + log(tanh(coupling)), 2 + 2 / s, (-2 * slope) / (s * s)];
  const above = squared(s - 1) / s + 2 * squared(sin((Math.PI * r) / (2 * columns)));
  const first = slope * (1 - 1 / (s * s));
  const second = 4 * s * (1 - 1 / (s * s)) + (2 * slope * slope) / (s * s * s);
  const sinhGamma = Math.sqrt(above * (above + 2));
  const gammaSlope = first / sinhGamma;
  return [log1p(above + sinhGamma), gammaSlope, (second - (1 + above) * squared(gammaSlope)) / sinhGamma];
}

/** M γ/2. */
function halved([value, first, second]: Jet, rows: number): Jet {
  return [0.5 * rows * value, 0.5 * rows * first, 0.5 * rows * second];
}

/** ln 2 cosh y. */
function logTwoCosh([y, first, second]: Jet): Jet {
  const size = Math.abs(y);
  const slope = tanh(y);
  const bend = 4 * exp(-2 * size - 2 * log1p(exp(-2 * size)));
  return [size + log1p(exp(-2 * size)), slope * first, slope * second + bend * squared(first)];
}

/** ln |2 sinh y|, y ≠ 0. */
function logTwoSinh([y, first, second]: Jet): Jet {
  const size = Math.abs(y);
  const slope = 1 / tanh(y);
  const shrunk = -expm1(-2 * size);
  const bend = (-4 * exp(-2 * size)) / squared(shrunk);
  return [size + log(shrunk), slope * first, slope * second + bend * squared(first)];
}

/** The quotient with the factor 2 sinh(M γ₀/2), which is 0 at the critical point, so that its logarithm is of no use near there. */
function lastQuotient(y: Jet, others: Jet): Jet {
  if (Math.abs(y[0]) > 1) return power(total([others, logTwoSinh(y)]), Math.sign(y[0]));
  const factor: Jet = [2 * sinh(y[0]), 2 * cosh(y[0]) * y[1], 2 * sinh(y[0]) * squared(y[1]) + 2 * cosh(y[0]) * y[2]];
  const [value, first, second] = power(others, 1);
  return [
    value * factor[0],
    first * factor[0] + value * factor[1],
    second * factor[0] + 2 * first * factor[1] + value * factor[2],
  ];
}

/** sign · eᶠ. */
function power([value, first, second]: Jet, sign: number): Jet {
  const height = sign * exp(value);
  return [height, height * first, height * (second + squared(first))];
}

function total(jets: readonly Jet[]): Jet {
  const sum: [number, number, number] = [0, 0, 0];
  for (const jet of jets) for (let order = 0; order < 3; order++) sum[order] += jet[order];
  return sum;
}

/** ln(2 sinh 2K). */
function logTwoSinhTwice(coupling: number): Jet {
  return logTwoSinh([2 * coupling, 2, 0]);
}

function sinh(x: number): number {
  const grown = expm1(x);
  return 0.5 * (grown + grown / (grown + 1));
}

function cosh(x: number): number {
  return 0.5 * (exp(x) + exp(-x));
}
