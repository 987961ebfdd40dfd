import { type Vector, vector, vectorOf } from '../../array/index.js';
import { battleLemarie, fourierTransform, morlet } from '../../wavelet/index.js';
import type { Check, FilterReference } from './reference.js';

/** The library's values of a file of filters; undefined when the library lacks the filter bank. */
export function filterChecks(reference: FilterReference): Check[] | undefined {
  const { params, name, expected } = reference;
  if (name.startsWith('filters-battle-lemarie') && params.Q === 1 && params.wav_norm === 'l1') {
    const bank = battleLemarie({ length: params.n, scales: params.J, highestFrequency: params.high_freq });
    return [
      ...groupChecks(reference, 'psi', bank.bandPass, { xi: bank.centres }),
      ...groupChecks(reference, 'phi', [bank.lowPass], {}),
    ];
  }
  if (name.startsWith('filters-morlet') && String(params.Q) === '1,1') {
    return (['psi1', 'psi2'] as const).flatMap((label) => {
      const { bandPass, centres, widths } = morlet({ length: params.n, scales: expected[label].length });
      return groupChecks(reference, label, bandPass, { xi: centres, sigma: widths });
    });
  }
  return undefined;
}

/** Compares some filters of a file, and their scalar parameters, with its entry of that label: one filter or a list. */
function groupChecks(
  { input, expected, tolerance }: FilterReference,
  label: keyof FilterReference['expected'],
  filters: readonly Vector[],
  parameters: Readonly<Record<string, readonly number[]>>,
): Check[] {
  const wanted: Readonly<Record<string, unknown>>[] = [expected[label]].flat().map((filter) => ({ ...filter }));
  const got: Record<string, unknown> = {
    values: filters.map((filter) => input.bins.map((m) => filter[m])),
    sum: filters.map((filter) => filter.reduce((sum, value) => sum + value, 0)),
    l2: filters.map((filter) => Math.hypot(...filter)),
    time_l1: filters.map(timeNorm),
    max: filters.map((filter) => Math.max(...filter)),
    argmax: filters.map((filter) => filter.indexOf(Math.max(...filter))),
    last_nonzero: filters.map((filter) => filter.findLastIndex((value) => value !== 0)),
    negative_frequency_energy: filters.map((filter) => Math.hypot(...filter.subarray(filter.length / 2 + 1)) ** 2),
    ...parameters,
  };
  return Object.keys(wanted[0]).map((quantity) => ({
    quantity: `${label}.${quantity}`,
    got: got[quantity],
    expected: wanted.map((filter) => filter[quantity]),
    tolerance: quantity === 'values' ? tolerance.values : tolerance.scalars,
  }));
}

/** Σₜ |h(t)| of the filter in time. */
function timeNorm(filter: Vector): number {
  const [re, im] = [vectorOf(filter), vector(filter.length)];
  fourierTransform(filter.length).inverse(re, im);
  return re.reduce((sum, value, t) => sum + Math.hypot(value, im[t]), 0);
}
