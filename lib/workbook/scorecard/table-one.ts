import {
  energyLabel,
  modelLabel,
  paperBestEnergy,
  paperDivergence,
  paperError,
  tableOne as tableOneExperiment,
  tableOneCells,
  tableOneEnergies,
  tableOneMethods,
  tableOneModels,
  type TableOneCell,
  type TableOneData,
  type TableOneModel,
  type TableOnePair,
} from '../../experiment';
import type { Claim, Finding, Loader } from './claim';

const WHERE = '04';

/** The claims of section 5.1: the entries of Table 1 that no figure shows, and what the paper says of them in words. */
export function tableOne(): Claim[] {
  // AR(0.1) with the autocovariance stands with Figures 1 and 3.
  const cells = tableOneCells().filter(({ model, energy }) => model !== 'ar-0.1' || energy !== 'autocovariance');
  return [...cells.map(entry), ...bestEnergies(), ...comparisons()];
}

/** The paper's size, whatever the profile: nobody waits for it, so it is kept with the sources. */
function dataOf(load: Loader, cell: TableOneCell): TableOneData | undefined {
  return load<TableOneData>(tableOneExperiment(cell, {}, { profile: 'paper' }))?.data;
}

function entry(cell: TableOneCell): Claim {
  const paper = paperDivergence(cell);
  return {
    figure: 'Table 1',
    claim: `${nameOf(cell)}, ${cell.method}: least divergence, nats`,
    paper: paper.value,
    where: WHERE,
    find(load) {
      const data = dataOf(load, cell);
      return data && { ours: data.minimum.value, standardError: data.minimum.standardError, paperStandardError: paper.standardError };
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
        return { ours: 1 + least.filter((value) => value < ofBest).length, standardError: 0 };
      },
    };
  });
}

/** The least divergence of both methods for each energy; undefined when an entry is missing. */
function leastByEnergy(load: Loader, model: TableOneModel): number[] | undefined {
  const values = tableOneEnergies.map((energy) => tableOneMethods.map((method) => dataOf(load, { model, energy, method })?.minimum.value));
  return values.flat().includes(undefined) ? undefined : values.map((pair) => Math.min(...(pair as number[])));
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
  const count = (onlyBest: boolean): number => (onlyBest ? tableOneModels.length : tableOneModels.length * tableOneEnergies.length);
  const counted = (onlyBest: boolean, figure: string, claim: string, find: (pairs: readonly Pair[]) => Finding): Claim => ({
    figure,
    claim: `${claim}, of ${count(onlyBest)}`,
    paper: count(onlyBest),
    where: WHERE,
    find(load) {
      const pairs = pairsOf(load, onlyBest);
      return pairs && find(pairs);
    },
  });
  return [
    counted(false, 'Table 1', 'the mean field does at least as well as the regular descent: pairs of model and energy', meanFieldIsBetter),
    ...[true, false].flatMap((onlyBest) => {
      const figure = onlyBest ? 'Figure 5' : 'Section 5.1';
      const whose = onlyBest ? 'models, with the energy that is best for each' : 'pairs of model and energy';
      const early = 'the regular descent must be stopped early, its divergence rises by more than its error, from the best step to the last';
      return [
        counted(onlyBest, figure, `${early}: ${whose}`, (pairs) => tally(pairs, ({ regular }) => rises(regular))),
        counted(onlyBest, figure, `the mean-field descent need not be: ${whose}`, (pairs) =>
          tally(pairs, ({ meanField }) => !rises(meanField))),
      ];
    }),
    counted(true, 'Figure 5', 'the mean field loses less entropy by the last step: models, with the energy that is best for each', (pairs) =>
      tally(pairs, ({ regular, meanField }) => lastOf(meanField.negativeEntropy.values) < lastOf(regular.negativeEntropy.values))),
  ];
}

function lastOf(values: ArrayLike<number>): number {
  return values[values.length - 1];
}

/** Whether a divergence rises after its minimum by more than the paper's error of a divergence: by what one could see. */
function rises({ rise, minimum }: TableOneData): boolean {
  return rise.value > Math.max(2 * rise.standardError, paperError(minimum.value));
}

/** How many pairs a statement holds for, and for which it does not. */
function tally(pairs: readonly Pair[], holds: (pair: Pair) => boolean): Finding {
  const others = pairs.filter((pair) => !holds(pair));
  const note = others.length > 0 && others.length < pairs.length ? `Not: ${others.map(nameOf).join('; ')}.` : undefined;
  return { ours: pairs.length - others.length, standardError: 0, note };
}

/** Counts pairs where the mean field is nearer; the claim holds unless it is further away by more than two standard errors somewhere. */
function meanFieldIsBetter(pairs: readonly Pair[]): Finding {
  const differences = pairs.map((pair) => {
    const { regular, meanField } = pair;
    const value = regular.minimum.value - meanField.minimum.value;
    return { name: nameOf(pair), value, error: Math.hypot(regular.minimum.standardError, meanField.minimum.standardError) };
  });
  const close = differences.filter(({ value, error }) => Math.abs(value) < error);
  const listed = close.map(({ name, value, error }) => `${name} (${value.toFixed(2)} ± ${error.toFixed(2)} nats)`);
  return {
    ours: differences.filter(({ value }) => value >= 0).length,
    standardError: 0,
    holds: differences.every(({ value, error }) => value > -2 * error),
    note: close.length > 0 ? `Within one standard error of each other: ${listed.join('; ')}.` : undefined,
  };
}
