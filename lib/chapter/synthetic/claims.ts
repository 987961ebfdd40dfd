import { hypot } from '../../special/index.js';
import type { Claim, Finding, Loader } from '../../study/claim.js';
import { countAbove, type Measured } from '../../study/estimates.js';
import { paperError } from '../overfitting/index.js';
import { type TableOneData, tableOne } from './table-one.js';
import {
  energyLabel,
  modelLabel,
  paperBestEnergy,
  paperDivergence,
  type TableOneCell,
  type TableOneModel,
  type TableOnePair,
  tableOneCells,
  tableOneEnergies,
  tableOneMethods,
  tableOneModels,
} from './table-one-cells.js';

const WHERE = '04';

/** The claims of section 5.1: the entries of Table 1 that no figure shows, and the paper's sentences about them. */
export function claims(): Claim[] {
  // The claims of Figures 1 and 3 include AR(0.1) with the autocovariance.
  const cells = tableOneCells().filter(({ model, energy }) => model !== 'ar-0.1' || energy !== 'autocovariance');
  return [...cells.map(entry), ...bestEnergies(), ...comparisons()];
}

/** The paper's size for every profile: its results are kept with the sources, because computing them takes too long. */
function dataOf(load: Loader, cell: TableOneCell): TableOneData | undefined {
  return load<TableOneData>(tableOne(cell, {}, { profile: 'paper' }))?.data;
}

function entry(cell: TableOneCell): Claim {
  const paper = paperDivergence(cell);
  return {
    figure: 'Table 1',
    claim: `${nameOf(cell)}, ${cell.method}: least divergence, nats per path`,
    paper: paper.value,
    where: WHERE,
    find(load) {
      const data = dataOf(load, cell);
      return (
        data && {
          ours: data.minimum.value,
          standardError: data.minimum.standardError,
          statedStandardError: paper.standardError,
        }
      );
    },
  };
}

function nameOf({ model, energy }: TableOnePair): string {
  return `${modelLabel(model)}, ${energyLabel(energy)}`;
}

function bestEnergies(): Claim[] {
  return tableOneModels.map((model) => {
    const best = paperBestEnergy(model);
    return {
      figure: 'Table 1, Figure 5',
      claim:
        `${modelLabel(model)}: of the four energies the ${energyLabel(best)} comes nearest; ` +
        'its rank by the least divergence of both methods',
      paper: 1,
      where: WHERE,
      find(load) {
        const least = leastByEnergy(load, model);
        if (least === undefined) return undefined;
        const ofBest = least[tableOneEnergies.indexOf(best)];
        const others = least.filter((one) => one !== ofBest);
        const { ours, standardError } = countAbove(
          others.map(({ value, error }) => ({ value: ofBest.value - value, error: hypot(ofBest.error, error) })),
        );
        return { ours: 1 + ours, standardError, holds: ours === 0 };
      },
    };
  });
}

/** The lesser divergence of the two methods for each energy; undefined when an entry is missing. */
function leastByEnergy(load: Loader, model: TableOneModel): Measured[] | undefined {
  const pairs = tableOneEnergies.map((energy) =>
    tableOneMethods.map((method) => dataOf(load, { model, energy, method })?.minimum),
  );
  if (pairs.flat().includes(undefined)) return undefined;
  return pairs.map((pair) => {
    const [{ value, standardError }] = (pair as TableOneData['minimum'][]).sort((a, b) => a.value - b.value);
    return { value, error: standardError };
  });
}

interface Pair extends TableOnePair {
  readonly regular: TableOneData;
  readonly meanField: TableOneData;
}

/** The pairs of the table, or of Figure 5; undefined when an entry is missing. */
function pairsOf(load: Loader, onlyBest: boolean): Pair[] | undefined {
  const pairs: Pair[] = [];
  for (const { model, energy } of tableOneCells({ method: 'regular' })) {
    if (onlyBest && energy !== paperBestEnergy(model)) continue;
    const regular = dataOf(load, { model, energy, method: 'regular' });
    const meanField = dataOf(load, { model, energy, method: 'mean-field' });
    if (regular === undefined || meanField === undefined) return undefined;
    pairs.push({ model, energy, regular, meanField });
  }
  return pairs;
}

function comparisons(): Claim[] {
  const ofFive = 'models, with the energy that is best for each, of 5';
  const ofAll = 'pairs of model and energy, of 20';
  const counted = (
    figure: string,
    claim: string,
    onlyBest: boolean,
    find: (pairs: readonly Pair[]) => Finding,
  ): Claim => ({
    figure,
    claim: `${claim}: ${onlyBest ? ofFive : ofAll}`,
    paper: onlyBest ? tableOneModels.length : tableOneModels.length * tableOneEnergies.length,
    where: WHERE,
    find(load) {
      const pairs = pairsOf(load, onlyBest);
      return pairs && find(pairs);
    },
  });
  // The paper writes these two sentences of Figure 5 alone.
  const everywhere =
    'What the paper says of Figure 5, asked of every pair of Table 1: the paper claims it for the 5 pairs of the figure only.';
  return [
    counted('Table 1', 'the mean field does at least as well as the regular descent', false, meanFieldIsBetter),
    ...[true, false].flatMap((onlyBest) => {
      const notJudged = onlyBest ? undefined : everywhere;
      return [
        counted(
          'Figure 5',
          'the regular descent must be stopped early, its divergence rises by more than its error, from the best step to the last',
          onlyBest,
          (pairs) => ({ ...tally(pairs, ({ regular }) => riseOf(regular)), notJudged }),
        ),
        counted('Figure 5', 'the mean-field descent need not be stopped early', onlyBest, (pairs) => ({
          ...tally(pairs, ({ meanField }) => negative(riseOf(meanField))),
          notJudged,
        })),
      ];
    }),
    counted('Figure 5', 'the mean field loses less entropy by the last step', true, (pairs) =>
      tally(pairs, ({ regular, meanField }) =>
        lessThan(lastOf(meanField.negativeEntropy), lastOf(regular.negativeEntropy)),
      ),
    ),
  ];
}

function lastOf({ values, standardErrors }: TableOneData['negativeEntropy']): Measured {
  return { value: values[values.length - 1], error: standardErrors[values.length - 1] };
}

/** How much the first number is less than the second: above 0 if it is less. */
function lessThan(one: Measured, other: Measured): Measured {
  return { value: other.value - one.value, error: hypot(one.error, other.error) };
}

function negative({ value, error }: Measured): Measured {
  return { value: -value, error };
}

/** Rise of a divergence after its minimum, beyond a visible one: two standard errors, or the paper's rounding error if larger. */
function riseOf({ rise, minimum }: TableOneData): Measured {
  return { value: rise.value - Math.max(2 * rise.standardError, paperError(minimum.value)), error: rise.standardError };
}

/** Count of the pairs for which a statement holds (their number is above 0), and the pairs for which it does not. */
function tally(pairs: readonly Pair[], numberOf: (pair: Pair) => Measured): Finding {
  const others = pairs.filter((pair) => !(numberOf(pair).value > 0));
  const note = others.length > 0 && others.length < pairs.length ? `Not: ${others.map(nameOf).join('; ')}.` : undefined;
  return { ...countAbove(pairs.map(numberOf)), holds: others.length === 0, note };
}

/** Counts pairs whose mean field is nearer; the claim holds if no mean field is further away by more than two standard errors. */
function meanFieldIsBetter(pairs: readonly Pair[]): Finding {
  const differences = pairs.map((pair) => {
    const {
      regular: { minimum: regular },
      meanField: { minimum: field },
    } = pair;
    return {
      name: nameOf(pair),
      value: regular.value - field.value,
      error: hypot(regular.standardError, field.standardError),
    };
  });
  const close = differences.filter(({ value, error }) => Math.abs(value) < error);
  const listed = close.map(
    ({ name, value, error }) => `${name} (${value.toFixed(2)} ± ${error.toFixed(2)} nats per path)`,
  );
  return {
    ...countAbove(differences),
    holds: differences.every(({ value, error }) => value > -2 * error),
    note: close.length > 0 ? `Within one standard error of each other: ${listed.join('; ')}.` : undefined,
  };
}
