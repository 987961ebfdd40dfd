import { squared } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { boundFinding, estimatedFinding } from '../../study/finding.js';
import type { PlaceInText } from '../../study/source-text.js';
import { digitsLearning } from './digits-learning.js';
import { ringLearning } from './ring-learning.js';
import { type WellsLearningParameters, type WellsMethod, type WellsRow, wellsLearning } from './wells-learning.js';

const common = { subject: 'gradient flows', where: '31' };
const place: PlaceInText = { text: 'gradientFlow', at: 'abstract' };

/** What learning an energy by these schemes is held against. */
export function learningPredictions(): Prediction[] {
  return [...wellsPredictions(), ...ringPredictions(), ...digitsPredictions()];
}

/** Two wells on the line. */
function wellsPredictions(): Prediction[] {
  const found =
    (find: (row: (method: WellsMethod) => WellsRow, right: number) => Finding) =>
    (load: Loader): Finding | undefined => {
      const data = load(wellsLearning())?.data;
      return data && find((method) => data.rows.find((row) => row.method === method)!, data.right);
    };
  const cell = 'flows-wells-curves';
  return [
    {
      ...{ ...common, cell, place },
      prediction: 'two wells, as many visits of the walkers: divergence by the dual of second order less that by PCD',
      predicted: 'below 0',
      predictedBy: 'schemes of consecutive steps get stuck, a step of second order does not',
      find: found((row) => below(last(row('dual, 13 bumps').energy.divergences), last(row('PCD').energy.divergences))),
    },
    {
      ...{ ...common, cell, place },
      prediction: 'the same less that by Jarzynski’s weights',
      predicted: 'below 0',
      predictedBy: 'the scheme outperforms existing ones; the abstract does not name this one',
      find: found((row) =>
        below(last(row('dual, 13 bumps').energy.divergences), last(row('Jarzynski').energy.divergences)),
      ),
    },
    {
      ...{ ...common, cell },
      prediction: 'two wells: mass right of 0 of the energy that the dual of second order learns',
      predicted: 0.705,
      predictedBy: 'the data, by quadrature',
      find: (load) => {
        const result = load(wellsLearning());
        const row = result?.data.rows.find(({ method }) => method === 'dual, 13 bumps');
        if (!result || !row) return undefined;
        const { runCount, walkerCount } = result.parameters as WellsLearningParameters;
        const { value, standardError } = last(row.energy.right);
        return {
          ours: value,
          // Of the share of independent walkers that begin right of 0, half of them on average.
          standardError: Math.max(standardError, Math.sqrt(0.25 / walkerCount / runCount)),
          note:
            `Runs differ by the draw of ${walkerCount} walkers from an even law: the error is no less than that of the share right ` +
            'of 0 among so many, since the spread of a few runs is uncertain itself.',
        };
      },
    },
    {
      ...{ ...common, cell },
      prediction: 'two wells: mass right of 0 of the walkers of proximal steps, from an even start',
      predicted: 'nearer to ½ than to the data’s',
      predictedBy: 'the spectral gap of the Fokker–Planck equation, which the order of a scheme does not change',
      find: found((row, right) => {
        const finding = estimatedFinding(last(row('dual, 13 bumps').walkers.right));
        return { ...finding, holds: finding.ours < 0.5 * (0.5 + right) };
      }),
    },
  ];
}

/** A ring in the plane, learned by networks. */
function ringPredictions(): Prediction[] {
  return [
    {
      ...{ ...common, cell: 'flows-ring-table', place },
      prediction:
        'ring of eight Gaussians, as many places: divergence by proximal steps of second order less that by PCD, tuned',
      predicted: 'below 0',
      predictedBy: 'the scheme outperforms existing ones on distributions that are hard to fit',
      find(load) {
        const data = load(ringLearning())?.data;
        const [dual, persistent] = [data?.dual, data?.persistent].map(
          (courses) => courses && meanEstimate(courses.map(({ energy }) => energy[energy.length - 1])),
        );
        return dual && persistent && below(dual, persistent);
      },
    },
  ];
}

/** Digits. */
function digitsPredictions(): Prediction[] {
  const shared = { ...common, cell: 'flows-digits-table' };
  return [
    {
      ...shared,
      prediction: 'digits of 8 × 8 pixels: nats per held-out image that proximal steps gain over a Gaussian, at best',
      predicted: 'above 0',
      predictedBy: 'steps lower the divergence as long as their errors have not added up',
      find(load) {
        const gains = load(digitsLearning())?.data.gains;
        if (!gains) return;
        const best = gains.reduce((most, gain) => (gain.value > most.value ? gain : most));
        return boundFinding(best, { above: 0 });
      },
    },
    {
      ...shared,
      prediction: 'machine of 64 × 16 units on digits: $\\ln Z$ by annealing less its value by enumeration',
      predicted: 0,
      predictedBy: 'Jarzynski’s identity',
      find(load) {
        const found = load(digitsLearning())?.data.machine.logPartition;
        return found && { ours: found.annealed.value - found.exact, standardError: found.annealed.standardError };
      },
    },
  ];
}

function last(curve: readonly Estimate[]): Estimate {
  return curve[curve.length - 1];
}

/** Whether one estimate lies below another. */
function below(one: Estimate, other: Estimate): Finding {
  const standardError = Math.sqrt(squared(one.standardError) + squared(other.standardError));
  return boundFinding({ value: one.value - other.value, standardError }, { below: 0 });
}
