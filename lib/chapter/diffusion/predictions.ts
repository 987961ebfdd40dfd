import { ensemble, vectorOf } from '../../array/index.js';
import { gaussianMixture } from '../../model/index.js';
import { draws, key, normals } from '../../random/index.js';
import { exp, log, log2, squared } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import {
  carriedBack,
  eulerMaruyama,
  evenTimes,
  growingNoise,
  heun,
  type Integrator,
  interpolatedMixture,
  noisedMixture,
  normalDivergence,
  normalInterpolant,
  normalReversal,
  ornsteinUhlenbeck,
  reversalDivergences,
  straightInterpolant,
} from '../../transport/index.js';
import { scoreLossVariance } from './loss-spread.js';
import { type ScoreTrainingData, scoreTraining } from './score-training.js';
import { stepVariance } from './step-laws.js';
import { twoModes } from './two-modes.js';

const subject = 'diffusion and interpolants';
const where = '27';
const QUADRATURE = 'quadrature outside of this library';

/** What the guide says of diffusion models and interpolants, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [...forward(), ...reversed(), ...interpolated(), ...losses(), ...learned()];
}

function forward(): Prediction[] {
  return [
    {
      ...{ subject, where, cell: 'diffusion-matrix', predicted: 4, predictedBy: 'the covariance of σW is σσᵀt' },
      prediction: 'dX = σ dW with σ = diag(1, 2): variance of the second value at t = 1',
      place: {
        text: 'guide',
        at: 'equation (3.25)',
        misprint: '$\\Delta[\\frac{\\sigma^2}{2}\\rho]$, which holds for a scalar $\\sigma$ only',
      },
      find: () => estimatedFinding(meanEstimate(normals(key(7), 20000).map((z) => squared(2 * z)))),
    },
    {
      ...{
        subject,
        where,
        cell: 'diffusion-decay',
        predicted: -2.8 / 3,
        predictedBy: '−ε E‖∇ln(ρ/ρ_*)‖² = −0.7 · 4/3',
      },
      prediction:
        'Langevin to N(0, 1) with ε = 0.7 from N(0, 3): slope of the divergence at the start, nats per unit of time',
      place: {
        text: 'guide',
        at: 'equation (3.34)',
        misprint: 'no factor $\\varepsilon$, which is lost from (3.31) on',
      },
      find() {
        const [data, rest] = [3, 1].map((variance) => ({ mean: 0, variance }));
        const at = (t: number): number => {
          const { forward: law } = normalReversal(data, ornsteinUhlenbeck(), { duration: 0.7 * t });
          return normalDivergence(law, rest);
        };
        const h = 1e-4;
        const slope = (-3 * normalDivergence(data, rest) + 4 * at(h) - at(2 * h)) / (2 * h);
        return exactFinding(slope, { stated: -2.8 / 3, within: 1e-6 });
      },
    },
    {
      ...{
        subject,
        where,
        cell: 'diffusion-growing',
        predicted: 1 + (exp(2) - 1) / 2,
        predictedBy: 'the integral of g²',
      },
      prediction: 'dX = e^t dW from N(0, 1): variance at t = 1',
      place: { text: 'guide', at: 'definition 3.5 and what follows' },
      find() {
        const unit = gaussianMixture([{ weight: 1, mean: [0] }]);
        const [{ deviation }] = noisedMixture(unit, growingNoise(), 1).components;
        return exactFinding(squared(deviation), { stated: 1 + (exp(2) - 1) / 2, within: 1e-12 });
      },
    },
  ];
}

function reversed(): Prediction[] {
  const place = { text: 'guide', at: 'lemma 3.2, equation (3.40)' } as const;
  const wide = gaussianMixture([{ weight: 1, mean: [0], deviation: 2 }]);
  const ofWide = (duration: number, predicted: number, way: 'stochastic' | 'flow'): Prediction => ({
    ...{ subject, where, cell: 'diffusion-table', place, predicted, predictedBy: 'closed form for Gaussians' },
    prediction: `N(0, 4) noised for ${duration} and reversed from N(0, 1), ${way === 'flow' ? 'by the flow' : 'with noise'}: divergence, nats`,
    find: () =>
      exactFinding(reversalDivergences(wide, ornsteinUhlenbeck(), { duration })[way], {
        stated: predicted,
        within: 1e-9,
      }),
  });
  return [
    ofWide(0.5, 0.0612408224573595, 'stochastic'),
    ofWide(1, 0.00361337091726193, 'stochastic'),
    ofWide(1, 0.0326264478983535, 'flow'),
    {
      ...{ subject, where, cell: 'diffusion-table' },
      prediction:
        'two modes, T = 0.5, 1, 2, 3: with noise the divergence lies below the flow’s, and that below e^{−2T} D(p‖N(0, 1))',
      predicted: 'at every T',
      predictedBy: 'a kernel never raises a divergence; the log-Sobolev inequality of N(0, 1)',
      place: { text: 'guide', at: 'definition 3.5, on the truncation of T' },
      find() {
        const first = reversalDivergences(twoModes(), ornsteinUhlenbeck(), { duration: 1e-9 }).flow;
        const holds = [0.5, 1, 2, 3].every((duration) => {
          const { flow, stochastic } = reversalDivergences(twoModes(), ornsteinUhlenbeck(), { duration });
          return stochastic < flow && flow < exp(-2 * duration) * first;
        });
        return {
          ours: reversalDivergences(twoModes(), ornsteinUhlenbeck(), { duration: 1 }).stochastic,
          standardError: WITHOUT_DRAWS,
          holds,
        };
      },
    },
  ];
}

/** N(0, 1) to N(0, 4), γ² = 2t(1 − t). */
const ends = { startVariance: 1, endVariance: 4, noise: 2 };

function interpolated(): Prediction[] {
  const [start, end] = [1, 2].map((deviation) => gaussianMixture([{ weight: 1, mean: [0], deviation }]));
  const between = interpolatedMixture(start, end, straightInterpolant({ noise: 2 }));
  const one = ensemble(1, 1, vectorOf([1]));
  const shift = (epsilon: number, predicted: number): Prediction => ({
    ...{ subject, where, cell: 'diffusion-errors', predicted, predictedBy: QUADRATURE },
    prediction: `N(0, 1) to N(0, 4), drift wrong by 1 everywhere, ε = ${epsilon}: divergence, nats`,
    place: { text: 'guide', at: 'lemma 3.4 and what follows' },
    find: () =>
      exactFinding(squared(normalInterpolant(ends).meanShift(epsilon)) / 8, { stated: predicted, within: 1e-9 }),
  });
  const order = (integrator: Integrator, predicted: number): Prediction => ({
    ...{ subject, where, cell: 'diffusion-steps', predicted, predictedBy: 'the order of the rule' },
    prediction: `${integrator.name}: order at which the variance at t = 1 becomes right, ε = 0.5`,
    place: { text: 'guide', at: 'section 3.4, on the flow against the diffusion' },
    find() {
      const miss = (stepCount: number): number =>
        Math.abs(stepVariance(integrator, ends, { epsilon: 0.5, stepCount }) - 4);
      return exactFinding(log2(miss(256) / miss(512)), { stated: predicted, within: 0.05 });
    },
  });
  return [
    {
      ...{ subject, where, cell: 'diffusion-interpolant', predicted: 12 / 19, predictedBy: 'Ċ/(2C) = 0.75/1.1875' },
      prediction: 'N(0, 1) to N(0, 4): velocity at x = 1, t = ¼',
      place: { text: 'guide', at: 'proposition 3.4, equation (3.46)' },
      find: () => exactFinding(between.velocity.values(one, 0.25).data[0], { stated: 12 / 19, within: 1e-12 }),
    },
    {
      ...{ subject, where, cell: 'diffusion-interpolant', predicted: 2, predictedBy: '√(C(1)/C(0))' },
      prediction: 'the same: factor by which the flow stretches the line',
      place: { text: 'guide', at: 'lemma 3.3' },
      find: () =>
        exactFinding(1 / carriedBack(between.velocity, one, evenTimes(0, 1, 100)).start.data[0], {
          stated: 2,
          within: 1e-8,
        }),
    },
    ...[0.5, 2, 10].map(
      (epsilon): Prediction => ({
        ...{ subject, where, cell: 'diffusion-steps', predicted: 4, predictedBy: 'the marginals do not depend on ε' },
        prediction: `the same with ε = ${epsilon}: variance at t = 1, by 4000 steps of Heun`,
        place: { text: 'guide', at: 'lemma 3.4' },
        find: () => exactFinding(stepVariance(heun, ends, { epsilon, stepCount: 4000 }), { stated: 4, within: 1e-4 }),
      }),
    ),
    shift(0, 0.289063017045439),
    shift(10, 0.0132238964824214),
    order(eulerMaruyama, 1),
    order(heun, 2),
  ];
}

function losses(): Prediction[] {
  return [
    {
      ...{ subject, where, cell: 'diffusion-losses', predicted: -0.593100317882891, predictedBy: QUADRATURE },
      prediction: 'N(0, 1) to N(0, 4): least loss of a velocity, from 20 000 pairs, nats',
      place: { text: 'guide', at: 'proposition 3.5, equation (3.52)' },
      find: () => estimatedFinding(driftLossOf(20000)),
    },
    {
      ...{ subject, where, cell: 'diffusion-spread', predicted: 0.625, predictedBy: '(1/S₀ + 1/S₁)/2 per factor e' },
      prediction: 'variance of a draw of the score’s loss: growth as the times come nearer to the ends',
      place: {
        text: 'guide',
        at: 'proposition 3.5, equation (3.53)',
        misprint: 'uniform times, with which a draw has infinite variance; nothing is said of it',
      },
      find() {
        const at = (cut: number): number => scoreLossVariance(ends, { cut, inPairs: false });
        return exactFinding((at(1e-9) - at(1e-7)) / log(100), { stated: 0.625, within: 1e-3 });
      },
    },
  ];
}

/** The loss of the exact velocity on drawn pairs, each with a noise and its negative: alone, draws have infinite variance. */
function driftLossOf(count: number): Estimate {
  const { uniform, normal } = draws(key(7));
  const { drift } = normalInterpolant(ends);
  const values = Array.from({ length: count }, () => {
    const [t, x0, x1, z] = [uniform(), normal(), 2 * normal(), normal()];
    const gamma = Math.sqrt(2 * t * (1 - t));
    const of = (noise: number): number => {
      const b = drift(t) * ((1 - t) * x0 + t * x1 + gamma * noise);
      return 0.5 * b * b - b * (x1 - x0 + ((1 - 2 * t) / gamma) * noise);
    };
    return 0.5 * (of(z) + of(-z));
  });
  return meanEstimate(values);
}

function learned(): Prediction[] {
  return [
    {
      ...{ subject, where, cell: 'diffusion-learned', predicted: 0.3, predictedBy: 'the weight of the left mode' },
      prediction: 'score of two modes learned by a network: share of drawn paths in the left mode',
      place: { text: 'guide', at: 'definition 3.5, equation (3.41)' },
      find(load: Loader) {
        const result = load<ScoreTrainingData>(scoreTraining());
        return result && { ours: result.data.drawnLeft.value, standardError: result.data.drawnLeft.standardError };
      },
    },
  ];
}
