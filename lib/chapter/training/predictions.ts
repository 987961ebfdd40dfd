import { vectorOf } from '../../array/index.js';
import { squaredNorm } from '../../energy/index.js';
import { lineGrid } from '../../grid/index.js';
import { gaussian } from '../../model/index.js';
import { key } from '../../random/index.js';
import { exp } from '../../special/index.js';
import type { Estimate } from '../../statistics/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { exponentialFamily, infiniteWalkers, mixtureGradients, type TrainingProblem } from '../../training/index.js';
import { autoregressionTraining } from './autoregression-training.js';
import { infiniteTraining } from './infinite-training.js';
import { machineTraining } from './machine-training.js';
import type { TrainerName } from './mode-trainers.js';
import { walkerTraining } from './walker-training.js';

const WHERE = '23';
const SUBJECT = 'training';
const REFERENCE = 'computed by sinc collocation, outside of this library';

/** Statements of the guide about training, and numbers that were known before anything was trained. */
export function predictions(): Prediction[] {
  return [...gradients(), ...withoutError(), ...rests(), ...weights(), ...partition()];
}

const at = (place: string, misprint?: string) =>
  ({ place: { text: 'guide', at: place, ...(misprint !== undefined && { misprint }) } }) as const;

/** What contrastive gradients see, in continuous time. */
function gradients(): Prediction[] {
  const shares = [
    [2, 0.140299528],
    [3, 0.017335026],
    [5, 1.0237093e-5],
  ] as const;
  return [
    ...shares.map(([separation, predicted]) => ({
      subject: SUBJECT,
      prediction: `modes at ±${separation}: share of the gradient that contrastive divergence sees after walking for a time 1`,
      predicted,
      predictedBy: REFERENCE,
      ...at('section 6'),
      where: WHERE,
      cell: 'share seen, t =',
      find: () => {
        const { gradient, contrastive } = mixtureGradients(pairOf(separation), [0.1, 1]);
        return exact(contrastive[1] / gradient, 1e-4 * predicted, predicted);
      },
    })),
    {
      subject: SUBJECT,
      prediction: 'modes at ±5: Fisher gradient, the limit of contrastive divergence for short walks',
      predicted: 5.9992427e-6,
      predictedBy: REFERENCE,
      ...at('equation (6.6)', '$U_\\theta\\rho_*$ for $\\nabla U_\\theta\\,\\rho_*$, and no factor $\\alpha$'),
      where: WHERE,
      cell: "'Fisher gradient'",
      find: () => exact(mixtureGradients(pairOf(5)).fisher, 1e-10, 5.9992427e-6),
    },
  ];
}

/** What infinitely many walkers show. */
function withoutError(): Prediction[] {
  const from =
    (
      separation: number,
      trainer: TrainerName,
      find: (divergence: ArrayLike<number>, logOdds: ArrayLike<number>) => Finding,
    ) =>
    (load: Loader): Finding | undefined => {
      const curve = load(infiniteTraining())?.data.curves.find(
        (one) => one.separation === separation && one.trainer === trainer,
      );
      return curve && find(curve.divergence, curve.logOdds);
    };
  const rises = (values: ArrayLike<number>): number => {
    let count = 0;
    for (let t = 1; t < values.length; t++) if (values[t] > values[t - 1] + 1e-9) count++;
    return count;
  };
  const noError = 'It has no sampling error: the walkers are infinitely many.';
  return [
    {
      subject: SUBJECT,
      prediction: 'modes at ±3, exact gradient: updates at which the cross-entropy rises',
      predicted: 'none',
      predictedBy: 'it falls at the rate $-\\|\\dot\\theta\\|^2$',
      ...at('equation (6.3)'),
      where: WHERE,
      cell: "'training-curves'",
      find: from(3, 'exact gradient', (divergence) => ({
        ours: rises(divergence),
        standardError: noError,
        holds: rises(divergence) === 0,
      })),
    },
    {
      subject: SUBJECT,
      prediction: 'modes at ±3, persistent walkers from the data: updates at which the cross-entropy rises',
      predicted: 'some',
      predictedBy: 'walkers that are late',
      ...at('section 6'),
      where: WHERE,
      cell: 'Persistent training is no descent',
      find: from(3, 'persistent', (divergence) => ({
        ours: rises(divergence),
        standardError: noError,
        holds: rises(divergence) > 0,
      })),
    },
    {
      subject: SUBJECT,
      prediction: 'modes at ±5, Jarzynski: log-odds after 400 updates',
      predicted: -1,
      predictedBy: 'the truth, which the exact gradient finds',
      ...at('section 6'),
      where: WHERE,
      cell: "'Jarzynski'].map",
      find: from(5, 'Jarzynski', (_, logOdds) => exact(logOdds[logOdds.length - 1], 1e-6, -1)),
    },
  ];
}

/** Where trainers with biased walkers rest. */
function rests(): Prediction[] {
  const pair = (load: Loader) => load(autoregressionTraining())?.data;
  return [
    {
      subject: SUBJECT,
      prediction: 'U = kx²/2, data N(0, 1), h = 0.1: stiffness k at which contrastive divergence rests',
      predicted: 1.05573,
      predictedBy: '(1 − √(1 − 2h/s²))/h',
      ...at('Algorithm 1', 'loops from k = 1 that use $\\theta_0$ and $X_0$ first'),
      where: WHERE,
      cell: 'rest at k =',
      find: () => exact(contrastiveRest(), 1e-5, 1.05573),
    },
    {
      subject: SUBJECT,
      prediction:
        'AR(0.6), d = 64, h = 0.05: entry beside the diagonal of the precision at which persistent walkers rest',
      predicted: -1.0047,
      predictedBy: 'the law of the chain, a Gaussian, outside of this library',
      ...at('Algorithm 2'),
      where: WHERE,
      cell: 'where the chain’s law fits',
      find: (load) => finding(pair(load)?.persistent.beside),
    },
    {
      subject: SUBJECT,
      prediction: 'the same by Jarzynski’s walkers, which have no bias of the step',
      predicted: -0.9216,
      predictedBy: 'the largest likelihood, outside of this library',
      ...at('section 6'),
      where: WHERE,
      cell: 'where the chain’s law fits',
      find: (load) => finding(pair(load)?.jarzynski.beside),
    },
  ];
}

/** Weights of two modes by a thousand walkers. */
function weights(): Prediction[] {
  const logOdds = (load: Loader, separation: number, trainer: TrainerName): Estimate | undefined =>
    load(walkerTraining())?.data.rows.find((row) => row.separation === separation && row.trainer === trainer)?.logOdds;
  const cell = "'z after training'";
  return [
    ...[2, 3, 5].map((separation) => ({
      subject: SUBJECT,
      prediction: `modes at ±${separation}: log-odds by 1000 walkers with Jarzynski’s weights, from 1`,
      predicted: -1,
      predictedBy: 'the truth',
      ...at('section 6'),
      where: WHERE,
      cell,
      find: (load: Loader) => finding(logOdds(load, separation, 'Jarzynski')),
    })),
    ...(['contrastive', 'persistent'] as const).map((trainer) => ({
      subject: SUBJECT,
      prediction: `modes at ±5: log-odds by ${trainer} divergence with 1000 walkers, from 1 towards −1`,
      predicted: 'not found',
      predictedBy: 'the share of the gradient that walkers see',
      ...at('section 6'),
      where: WHERE,
      cell,
      find(load: Loader) {
        const found = logOdds(load, 5, trainer);
        return found && { ...finding(found)!, holds: found.value + 1 > 3 * found.standardError };
      },
    })),
  ];
}

/** Partition functions by walkers. */
function partition(): Prediction[] {
  return [
    {
      subject: SUBJECT,
      prediction: 'Boltzmann machine of 12 × 6 units: ln Z by fresh walkers less its value by enumeration',
      predicted: 0,
      predictedBy: 'Jarzynski’s identity',
      ...at('section 6'),
      where: WHERE,
      cell: 'by enumeration',
      find(load) {
        const found = load(machineTraining())?.data.partition;
        return found && { ours: found.led.value - found.exact, standardError: found.led.standardError };
      },
    },
  ];
}

function pairOf(separation: number) {
  return { separation, modelLogOdds: 1, truthLogOdds: -1 };
}

function finding(estimate: Estimate | undefined): Finding | undefined {
  return estimate && { ours: estimate.value, standardError: estimate.standardError };
}

/** A number without sampling error, which agrees within the digits that are stated. */
function exact(ours: number, within: number, stated: number): Finding {
  return { ours, standardError: 'It is computed by sums over a line.', holds: Math.abs(ours - stated) <= within };
}

/** The stiffness at which three steps from the data bring no change, by halving an interval. */
function contrastiveRest(): number {
  const grid = lineGrid({ from: -8, to: 8, count: 201 });
  const family = exponentialFamily(squaredNorm({ signalLength: 1 }), gaussian({ signalLength: 1 }));
  const density = grid.points.map((x) => exp(-0.5 * x * x));
  const total = density.reduce((sum, value) => sum + value, 0);
  const problem: TrainingProblem = infiniteWalkers(family, grid, {
    data: density.map((value) => value / total),
    stepSize: 0.1,
  });
  let [low, high] = [0.5, 2];
  while (high - low > 1e-7) {
    const middle = 0.5 * (low + high);
    const theta = vectorOf([0.5 * (middle - 1)]);
    let walkers = problem.fromData(key(0));
    for (let p = 0; p < 3; p++) walkers = problem.move(walkers, theta, key(0));
    // Too soft a potential lets the walkers spread.
    if (problem.slopes(walkers, theta)[0] > problem.dataSlopes(theta)[0]) low = middle;
    else high = middle;
  }
  return low;
}
