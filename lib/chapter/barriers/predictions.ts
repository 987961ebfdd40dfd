import { harmonicSwapAcceptance } from '../../chain/index.js';
import { type GridPotential, lineGrid, walkerMeans } from '../../grid/index.js';
import { cos, sin } from '../../special/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { exactFinding } from '../../study/finding.js';
import { type AnnealedPartition, type AnnealedPartitionsData, annealedPartitions } from './annealed-partitions.js';
import { modeGaps, wellGaps } from './escape.js';
import { type StiffeningData, stiffening } from './stiffening.js';
import { type TemperedWellsData, temperedWells } from './tempered-wells.js';

const WHERE = '22';
const subject = 'barriers';

/** What was known of rare events, tempering, annealing and work before anything was run. */
export function predictions(): Prediction[] {
  return [...gaps(), ...tempered(), ...annealed(), ...work(), ...steps()];
}

function gaps(): Prediction[] {
  const wells = [
    [2, 0.454546602017143],
    [8, 0.00457495111003311],
  ] as const;
  const place = {
    text: 'guide',
    at: 'section 4, after proposition 4.1: jumps between modes can be very rare',
  } as const;
  return [
    ...wells.map(([barrier, predicted]) => ({
      ...{ subject, predicted, place, where: WHERE, cell: 'wellGaps(' },
      prediction: `double well of barrier ${barrier}: spectral gap of Langevin dynamics`,
      predictedBy: 'sinc collocation outside of this library',
      find: () => exactFinding(wellGaps([barrier])[0].gap, { stated: predicted, within: 1e-6 * predicted }),
    })),
    {
      subject,
      prediction: 'two modes of variance 1 at ±5, the left one of weight 0.269: gap of Langevin dynamics',
      predicted: 1.0038e-5,
      predictedBy: 'finite volumes outside of this library, converged',
      place,
      where: WHERE,
      cell: 'modeGaps(',
      find: () => exactFinding(modeGaps([5], LEFT_WEIGHT)[0].gap, { stated: 1.0038e-5, within: 5e-10 }),
    },
  ];
}

/** Weight of the left mode at log-odds 1. */
const LEFT_WEIGHT = 0.2689414213699951;

function tempered(): Prediction[] {
  const of =
    (find: (data: TemperedWellsData) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<TemperedWellsData>(temperedWells());
      return result && find(result.data);
    };
  const place = { text: 'guide', at: 'section 4, which names parallel tempering without a formula' } as const;
  return [
    {
      subject,
      prediction: 'harmonic well, 10 values, temperatures in the ratio 2: mean acceptance of swaps',
      predicted: 0.289691612051008,
      predictedBy: 'a million simulated pairs and quadrature outside of this library',
      ...{ place, where: WHERE, cell: 'harmonicSwapAcceptance' },
      find: () =>
        exactFinding(harmonicSwapAcceptance({ dimension: 10, ratio: 2 }), { stated: 0.289691612051008, within: 1e-12 }),
    },
    {
      subject,
      prediction:
        'double well of barrier 10, chains that start in the right well: weight of the left one after tempering',
      predicted: 0.6863617013,
      predictedBy: 'adaptive quadrature outside of this library',
      ...{ place, where: WHERE, cell: 'temperedWells(' },
      find: of(({ tempered: { later } }) => ({ ours: later.value, standardError: later.standardError })),
    },
  ];
}

function annealed(): Prediction[] {
  const of =
    (find: (data: AnnealedPartitionsData) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<AnnealedPartitionsData>(annealedPartitions());
      return result && find(result.data);
    };
  const last = (rows: readonly AnnealedPartition[]): Finding => {
    const { value, standardError } = rows[rows.length - 1].logPartition;
    return { ours: value, standardError };
  };
  const place = {
    text: 'guide',
    at: 'section 5, after equation (5.17): partition functions are hard to compute',
  } as const;
  return [
    {
      subject,
      prediction: 'Ising’s model on the 8 × 8 torus at its critical temperature: ln Z by annealing',
      predicted: 60.141780789069,
      predictedBy: 'Kaufman’s formula and a transfer matrix',
      ...{ place, where: WHERE, cell: 'annealedPartitions(' },
      find: of(({ ising }) => last(ising.rows)),
    },
    {
      subject,
      prediction: 'a restricted Boltzmann machine of 12 × 6 units: ln Z by annealing, less its enumeration',
      predicted: 0,
      predictedBy: 'a sum over all states of the smaller layer',
      ...{ place, where: WHERE, cell: 'annealedPartitions(' },
      find: of(({ machine: { exact: known, rows } }) => {
        const { ours, standardError } = last(rows);
        return { ours: ours - known, standardError };
      }),
    },
  ];
}

function work(): Prediction[] {
  const place = { text: 'guide', at: 'section 5, end, which names Jarzynski’s identity' } as const;
  return (['jarzynski', 'bennett'] as const).map((estimator, i) => ({
    subject,
    prediction: `a well of 8 values stiffened fourfold in 16 stages: ΔF by ${['Jarzynski’s equality', 'Bennett’s ratio'][i]}`,
    predicted: 5.545177444479562,
    predictedBy: '(d/2) ln 4, the closed form',
    ...{ place, where: WHERE, cell: 'stiffening(' },
    find(load: Loader): Finding | undefined {
      const result = load<StiffeningData>(stiffening());
      if (!result) return undefined;
      const { rows } = result.data;
      const { value, standardError } = rows[rows.length - 1][estimator];
      return { ours: value, standardError };
    },
  }));
}

function steps(): Prediction[] {
  const place = { text: 'guide', at: 'section 5, end, which refers to Jarzynski-corrected training' } as const;
  const values = [
    ['meanWeight', 'mean weight with the correction for the step', 0.822308214026346],
    ['uncorrectedWeight', 'the same without the correction', 0.690699849008624],
  ] as const;
  return values.map(([name, prediction, predicted]) => ({
    ...{ subject, predicted, place, where: WHERE, cell: 'walkerMeans(' },
    prediction: `four Langevin steps of 0.4 into a potential with waves: ${prediction}`,
    predictedBy: 'quadrature outside of this library',
    find: () =>
      exactFinding(walkerMeans(waveGrid, waves, { stepSize: 0.4 })[name], { stated: predicted, within: 1e-9 }),
  }));
}

const waveGrid = lineGrid({ from: -13, to: 13, count: 521 });

/** (1 + 0.3k) x²/2 + 0.15k cos 3x + 0.2k x, k = 0 … 4. */
const waves: readonly GridPotential[] = [0, 1, 2, 3, 4].map((k) => ({
  values: waveGrid.points.map((x) => ((1 + 0.3 * k) * x * x) / 2 + 0.15 * k * cos(3 * x) + 0.2 * k * x),
  slopes: waveGrid.points.map((x) => (1 + 0.3 * k) * x - 0.45 * k * sin(3 * x) + 0.2 * k),
}));
