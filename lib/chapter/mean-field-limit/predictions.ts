import type { Finding, Loader, Prediction } from '../../study/claim.js';
import type { Experiment } from '../../study/contract.js';
import { ensembleSizes } from '../mean-field/index.js';
import { modelLabel, type TableOneData, tableOne, tableOneEnergies, tableOneModels } from '../synthetic/index.js';
import { fibreOf } from './fibre.js';
import { joinedDescents } from './joined-descents.js';
import { singleTargets } from './single-targets.js';
import { sizeLaws } from './size-laws.js';
import { autoregressions, type CellLookup, cellLaws, manyPathsLimit, regularPrediction } from './table-one-laws.js';

const WHERE = '10';
const REFERENCE = 'law of finite ensembles; the number by a recursion outside of this library';

/** What was known before anything was run: laws in closed form beside stored simulations. */
export function predictions(): Prediction[] {
  return [...tableOneColumn(), ...otherSizes(), ...fibres(), ...ownWays()];
}

/** The paper's size for every profile: its results are kept with the sources. */
const lookupOf =
  (load: Loader): CellLookup =>
  (cell) =>
    load<TableOneData>(tableOne(cell, {}, { profile: 'paper' }))?.data;

/** The data of the paper's size where these are kept, else those of the current profile. */
function larger<Data>(
  load: Loader,
  experiment: (changes: object, options?: { readonly profile: 'paper' }) => Experiment<object, Data>,
): Data | undefined {
  return (load(experiment({}, { profile: 'paper' })) ?? load(experiment({})))?.data;
}

/** Least divergences of the law for d = 1024, γ = 10 and 250 steps: one path, then 128; and the limit after 250 steps. */
const REFERENCE_LEAST = {
  'ar-0.1': [2.5706, 0.08855, 0.01306],
  'ar-0.2-0.1': [9.2345, 3.7383, 3.6327],
  'ar-0.1-0.2-0.1': [30.2361, 26.6825, 26.5749],
} as const;

function tableOneColumn(): Prediction[] {
  const entries = autoregressions.flatMap((model) =>
    (['regular', 'mean-field'] as const).map((method, i) => ({
      subject: 'finite ensembles',
      prediction: `${modelLabel(model)}, autocovariance, ${method}: least divergence, nats per path`,
      predicted: REFERENCE_LEAST[model][i],
      predictedBy: REFERENCE,
      where: WHERE,
      cell: 'resultTable(laws.map(',
      find(load: Loader): Finding | undefined {
        const minimum = lookupOf(load)({ model, energy: 'autocovariance', method })?.minimum;
        return minimum && { ours: minimum.value, standardError: minimum.standardError };
      },
    })),
  );
  return [
    ...entries,
    {
      subject: 'finite ensembles',
      prediction:
        'Table 1, autocovariance, AR models: largest distance of six curves from their laws at any step, in standard errors',
      predicted: 'at most 2',
      predictedBy: 'law of finite ensembles, towards the targets of the runs',
      where: WHERE,
      cell: 'resultTable(laws.map(',
      find(load) {
        const laws = cellLaws(lookupOf(load));
        if (laws.length < 2 * autoregressions.length) return undefined;
        const ours = Math.max(...laws.map(({ largest }) => largest.distance));
        return { ours, standardError: 'It is stated in standard errors.', holds: ours <= 2 };
      },
    },
    {
      subject: 'finite ensembles',
      prediction: 'Figure 4: largest distance of eight ensemble sizes from the law after 200 steps, in standard errors',
      predicted: 'at most 2.7, which eight independent numbers exceed one time in twenty',
      predictedBy: 'law of finite ensembles',
      where: WHERE,
      cell: 'const bySize =',
      find(load) {
        const data = larger(load, ensembleSizes);
        if (data === undefined) return undefined;
        const ours = Math.max(...sizeLaws(data).map(({ last }) => last.distance));
        return { ours, standardError: 'It is stated in standard errors.', holds: ours <= 2.7 };
      },
    },
  ];
}

function otherSizes(): Prediction[] {
  const limits = autoregressions.map((model) => ({
    subject: 'ensemble sizes from one run',
    prediction: `${modelLabel(model)}, autocovariance: infinitely many paths after 250 steps, from a run of 128`,
    predicted: REFERENCE_LEAST[model][2],
    predictedBy: REFERENCE,
    where: WHERE,
    cell: 'resultTable(limits.map(',
    find(load: Loader): Finding | undefined {
      const found = manyPathsLimit(lookupOf(load), { model, energy: 'autocovariance' });
      return found && { ours: (found.last.low + found.last.high) / 2, standardError: found.last.standardError };
    },
  }));
  const regular = (
    [
      [tableOneModels.slice(0, 3), 'AR'],
      [tableOneModels.slice(3), 'CIR'],
    ] as const
  ).map(([models, name]) => ({
    subject: 'ensemble sizes from one run',
    prediction: `regular descents of ${name} models that end between the bounds of their mean-field runs, of ${4 * models.length}`,
    predicted: 4 * models.length,
    predictedBy: 'collapse of the mean-field run alone; within two standard errors of both runs',
    where: WHERE,
    cell: 'resultTable(foretellings.map(',
    find(load: Loader): Finding | undefined {
      const found = models.flatMap((model) =>
        tableOneEnergies.flatMap((energy) => regularPrediction(lookupOf(load), { model, energy }) ?? []),
      );
      if (found.length < 4 * models.length) return undefined;
      const ours = found.filter(({ holds }) => holds).length;
      return { ours, standardError: 'The bounds allow for two standard errors.', holds: ours === found.length };
    },
  }));
  return [...limits, ...regular];
}

function fibres(): Prediction[] {
  const exact = 'A closed form: nothing is drawn.';
  const gaps = (
    [
      [0.1, 0.0129871],
      [0.5, 12.13291],
      [0.9, 981.5986],
    ] as const
  ).map(([coefficient, gap]) => ({
    subject: 'the point of the fibre',
    prediction: `AR(${coefficient}), d = 1024: entropy of the mean field's end below the maximum, nats per path`,
    predicted: gap,
    predictedBy: 'exponential spectrum, by a search outside of this library',
    where: WHERE,
    cell: 'resultTable(fibres.map(',
    find(): Finding {
      const ours = fibreOf([coefficient]).points[2].entropyGap;
      return { ours, standardError: exact, holds: Math.abs(ours / gap - 1) < 1e-4 };
    },
  }));
  return gaps;
}

function ownWays(): Prediction[] {
  return [
    {
      subject: 'own ways',
      prediction: 'AR(0.1), share λ = 0.1 of 64 paths: divergence after 200 steps, nats per path',
      predicted: 0.6781,
      predictedBy: 'law of finite ensembles with own share',
      where: WHERE,
      cell: 'resultTable(between.data',
      find(load) {
        const data = larger(load, joinedDescents);
        const curve = data?.descents.find(({ share }) => share === 0.1)?.divergence;
        return curve && { ours: curve.values[200], standardError: curve.standardErrors[200] };
      },
    },
    {
      subject: 'own ways',
      prediction: 'AR(0.1), single targets: divergence given the reference after 200 steps, nats per path',
      predicted: 11.79,
      predictedBy: 'law of single targets',
      where: WHERE,
      cell: 'const rows = [10,',
      find(load) {
        const curve = load(singleTargets())?.data.givenReference;
        if (curve === undefined) return undefined;
        const last = curve.values.length - 1;
        return { ours: curve.values[last], standardError: curve.standardErrors[last] };
      },
    },
    {
      subject: 'own ways',
      prediction:
        'AR(0.1), single targets: divergence whatever the reference after 200 steps, an upper bound, nats per path',
      predicted: 'below a twentieth of that of regular descents to the average target',
      predictedBy: 'law of single targets: 0.014 against 10.8',
      where: WHERE,
      cell: 'const rows = [10,',
      find(load) {
        const data = load(singleTargets())?.data;
        if (data === undefined) return undefined;
        const last = data.steps.length - 1;
        const ours = data.single.values[last];
        const holds = ours < data.averageRegular.values[last] / 20;
        return { ours, standardError: data.single.standardErrors[last], holds };
      },
    },
  ];
}
