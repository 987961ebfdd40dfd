import type { Estimate } from '../../statistics/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding } from '../../study/finding.js';
import { autoregressionTraining } from './autoregression-training.js';
import { infiniteTraining, type TrainingCurve } from './infinite-training.js';
import { inGuide, linePredictions, SUBJECT, WHERE } from './line-predictions.js';
import { machineTraining } from './machine-training.js';
import type { TrainerName } from './mode-trainers.js';
import { walkerTraining } from './walker-training.js';

/** Statements of the guide about training, and numbers that were known before anything was trained. */
export function predictions(): Prediction[] {
  return [...linePredictions(), ...curves(), ...rests(), ...weights(), ...partition()];
}

const common = { subject: SUBJECT, where: WHERE };

/** What infinitely many walkers show. */
function curves(): Prediction[] {
  const standardError = 'It has no sampling error: the walkers are infinitely many.';
  const from =
    (separation: number, trainer: TrainerName, find: (curve: TrainingCurve) => Finding) =>
    (load: Loader): Finding | undefined => {
      const curve = load(infiniteTraining())?.data.curves.find(
        (one) => one.separation === separation && one.trainer === trainer,
      );
      return curve && find(curve);
    };
  const rises = ({ divergence }: TrainingCurve): number =>
    divergence.filter((value, t) => t > 0 && value > divergence[t - 1] + 1e-9).length;
  return [
    {
      ...common,
      prediction: 'modes at ±3, exact gradient: updates at which the cross-entropy rises',
      predicted: 'none',
      predictedBy: 'it falls at the rate $-\\|\\dot\\theta\\|^2$',
      place: inGuide('equation (6.3)'),
      cell: 'training-curves',
      find: from(3, 'exact gradient', (curve) => ({
        ours: rises(curve),
        standardError,
        holds: rises(curve) === 0,
      })),
    },
    {
      ...common,
      prediction: 'modes at ±3, persistent walkers from the data: updates at which the cross-entropy rises',
      predicted: 'some',
      predictedBy: 'walkers that are late',
      place: inGuide('section 6'),
      cell: 'training-rises',
      find: from(3, 'persistent', (curve) => ({ ours: rises(curve), standardError, holds: rises(curve) > 0 })),
    },
    {
      ...common,
      prediction: 'modes at ±5, Jarzynski’s weights: log-odds after 400 updates',
      predicted: -1,
      predictedBy: 'the truth, which the exact gradient finds',
      place: inGuide('section 6'),
      cell: 'training-curves',
      find: from(5, 'Jarzynski', ({ logOdds }) =>
        exactFinding(logOdds[logOdds.length - 1], { stated: -1, within: 1e-6 }),
      ),
    },
  ];
}

/** Where the multipliers of an autocovariance rest. */
function rests(): Prediction[] {
  const found =
    (trainer: 'persistent' | 'adjusted' | 'jarzynski') =>
    (load: Loader): Finding | undefined => {
      const result = load(autoregressionTraining());
      return result && estimatedFinding(result.data[trainer].beside);
    };
  const shared = { ...common, cell: 'where the chain’s law fits' };
  const likeliest = 'the largest likelihood, outside of this library';
  return [
    {
      ...shared,
      prediction:
        'AR(0.6), $d = 64$, $h = 0.05$: entry beside the diagonal of the precision where persistent walkers rest',
      predicted: -1.0047,
      predictedBy: 'the law of the chain, a Gaussian, outside of this library',
      place: inGuide('algorithm 2'),
      find: found('persistent'),
    },
    {
      ...shared,
      prediction: 'the same with steps that are accepted or refused',
      predicted: -0.9216,
      predictedBy: likeliest,
      place: inGuide('algorithm 2'),
      find: found('adjusted'),
    },
    {
      ...shared,
      prediction: 'the same by Jarzynski’s weights, for the step without correction',
      predicted: -0.9216,
      predictedBy: likeliest,
      place: inGuide('section 6'),
      find: found('jarzynski'),
    },
  ];
}

/** Weights of two modes by a thousand walkers. */
function weights(): Prediction[] {
  const logOdds = (load: Loader, separation: number, trainer: TrainerName): Estimate | undefined =>
    load(walkerTraining())?.data.rows.find((row) => row.separation === separation && row.trainer === trainer)?.logOdds;
  const shared = { ...common, place: inGuide('section 6'), cell: "'z after training'" };
  return [
    ...[2, 3, 5].map((separation) => ({
      ...shared,
      prediction: `modes at ±${separation}: log-odds by 1000 walkers with Jarzynski’s weights, from 1`,
      predicted: -1,
      predictedBy: 'the log-odds of the data',
      find(load: Loader) {
        const found = logOdds(load, separation, 'Jarzynski');
        return found && estimatedFinding(found);
      },
    })),
    ...(['contrastive', 'persistent'] as const).map((trainer) => ({
      ...shared,
      prediction: `modes at ±5: log-odds by ${trainer} divergence with 1000 walkers, from 1 towards −1`,
      predicted: 'not found',
      predictedBy: 'the share of the gradient that walkers see',
      find(load: Loader) {
        const found = logOdds(load, 5, trainer);
        return found && { ...estimatedFinding(found), holds: found.value + 1 > 3 * found.standardError };
      },
    })),
  ];
}

/** Partition functions by walkers. */
function partition(): Prediction[] {
  return [
    {
      ...common,
      prediction: 'Boltzmann machine of 12 × 6 units: $\\ln Z$ by fresh walkers less its value by enumeration',
      predicted: 0,
      predictedBy: 'Jarzynski’s identity',
      place: inGuide('section 6'),
      cell: 'by enumeration',
      find(load) {
        const found = load(machineTraining())?.data.partition;
        return found && { ours: found.led.value - found.exact, standardError: found.led.standardError };
      },
    },
  ];
}
