import { ensemble } from '../../array/index.js';
import { hypot, log, pow } from '../../special/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import { alternating, diracGame, type Play, simultaneous } from './dirac-game.js';
import { matchedGaussians } from './matched-gaussian.js';
import { type RingCounts, ringCounts, ringLaw } from './ring.js';
import { fastGenerator, type RingGameData, type RingGameParameters, ringGame } from './ring-game.js';
import { ascendedDiscriminator, type ShiftedGame, shiftedGame } from './shifted-gaussians.js';
import { fiftyStates, simplexFlow } from './simplex-flow.js';

const WHERE = '26';
const subject = 'adversarial games';
const QUADRATURE = 'adaptive quadrature outside of this library';

/** What the guide says of adversarial networks, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [...shifts(), ...spirals(), ...flows(), ...objectives(), ...rings()];
}

function shifts(): Prediction[] {
  const cell = 'shifts.map(shiftedGame)';
  const ofShift = (
    shift: number,
    predicted: number,
    name: keyof ShiftedGame,
    rest: Pick<Prediction, 'prediction' | 'place'>,
  ) => ({
    ...{ subject, predicted, predictedBy: QUADRATURE, where: WHERE, cell, ...rest },
    find: () =>
      exactFinding(shiftedGame(shift)[name], { stated: predicted, within: 1e-6 * Math.abs(predicted) + 1e-9 }),
  });
  const values = [
    [1, -1.16345139675045],
    [2, -0.712632720426246],
    [8, -0.000187070154048605],
  ] as const;
  const gradients = [
    [2, 0.449599509206685, 1.55040049079337],
    [8, 0.000392874735966922, 7.99960712526425],
  ] as const;
  return [
    {
      subject,
      prediction: 'N(0, 1) against N(2, 1): slope of the logit of the best discriminator, by ascent on V',
      predicted: -2,
      predictedBy: 'ln(ρ_*/ρ_g) = m²/2 − m x',
      place: { text: 'guide', at: 'theorem 3.1', misprint: 'in equation (3.20) $\\rho_g(1-D)$ for $\\rho_g\\ln(1-D)$' },
      where: WHERE,
      cell: 'ascendedDiscriminator(2)',
      find: () => exactFinding(ascendedDiscriminator(2).slope, { stated: -2, within: 1e-6 }),
    },
    ...values.map(([shift, predicted]) =>
      ofShift(shift, predicted, 'optimalValue', {
        prediction: `N(0, 1) against N(${shift}, 1): value of the game at the best discriminator, nats`,
        place: {
          text: 'guide',
          at: 'equation (3.21)',
          misprint:
            'no logarithms inside the means, and arg max for max: at the optimum that would be 1, not $-\\ln 4$',
        },
      }),
    ),
    ...gradients.flatMap(([shift, saturating, other]) => [
      ofShift(shift, saturating, 'saturatingGradient', {
        prediction: `the generator’s gradient in the shift at ${shift}, of E ln(1 − D)`,
        place: { text: 'guide', at: 'section 3.2, vanishing gradients' },
      }),
      ofShift(shift, other, 'nonSaturatingGradient', {
        prediction: `the same of −E ln D`,
        place: { text: 'guide', at: 'section 3.2, vanishing gradients' },
      }),
    ]),
  ];
}

function spirals(): Prediction[] {
  const growth = (play: Play): number => {
    const stepCount = 500;
    const trajectory = diracGame(play, { rate: 0.2, start: [1e-10, 0], stepCount });
    const radius = (t: number): number => hypot(trajectory.row(t)[0], trajectory.row(t)[1]);
    return pow(radius(stepCount) / radius(0), 1 / stepCount);
  };
  const place = { text: 'guide', at: 'proposition 3.1 and the oscillations after theorem 3.3' } as const;
  return [
    {
      subject,
      prediction: 'Dirac’s game, rate 0.2, simultaneous steps near the equilibrium: growth of the radius per step',
      predicted: 1.00498756211209,
      predictedBy: '√(1 + η²/4)',
      ...{ place, where: WHERE, cell: 'diracModulus' },
      find: () => exactFinding(growth(simultaneous), { stated: 1.00498756211209, within: 1e-7 }),
    },
    {
      subject,
      prediction: 'the same with alternating steps',
      predicted: 1,
      predictedBy: 'the step has determinant 1: it keeps to an ellipse',
      ...{ place, where: WHERE, cell: 'diracModulus' },
      find: () => exactFinding(growth(alternating), { stated: 1, within: 3e-4 }),
    },
  ];
}

function flows(): Prediction[] {
  const predicted = 2 * log(1 - 0.1 / 2);
  return [
    {
      subject,
      prediction: 'a generator free on 50 states, step 0.1 of mirror descent: late change of ln JSD per step',
      predicted,
      predictedBy: '2 ln(1 − η/2), from the second derivative of C at its minimum',
      place: { text: 'guide', at: 'theorem 3.3' },
      where: WHERE,
      cell: 'simplexFlow(',
      find() {
        const { data, start } = fiftyStates();
        const { values } = simplexFlow(data, start, { stepSize: 0.1, stepCount: 160 });
        const gap = (t: number): number => log(values[t] + log(4));
        return exactFinding((gap(160) - gap(120)) / 40, { stated: predicted, within: 1e-3 });
      },
    },
  ];
}

function objectives(): Prediction[] {
  return [
    {
      subject,
      prediction: 'a Gaussian for the modes ±3 of weights 0.3 and 0.7: mean that maximises the likelihood',
      predicted: 1.2,
      predictedBy: 'the mean of the data',
      place: { text: 'guide', at: 'section 3.5', misprint: 'all these models maximise the log-likelihood' },
      where: WHERE,
      cell: 'matchedGaussians(',
      find: () =>
        exactFinding(matchedGaussians(twoModes, [1, 1.5, 2, 2.5, 2.95, 3.5]).byLikelihood.mean, {
          stated: 1.2,
          within: 1e-9,
        }),
    },
    {
      subject,
      prediction: 'the same in the game against the best discriminator: its mean lies at the larger mode',
      predicted: 'within ½ of 3',
      predictedBy: 'C = 2 JSD − ln 4 is no likelihood',
      place: { text: 'guide', at: 'section 3.5', misprint: 'all these models maximise the log-likelihood' },
      where: WHERE,
      cell: 'matchedGaussians(',
      find() {
        const { mean } = matchedGaussians(twoModes, [1, 1.5, 2, 2.5, 2.95, 3.5]).byGame;
        return { ours: mean, standardError: WITHOUT_DRAWS, holds: Math.abs(mean - 3) < 0.5 };
      },
    },
  ];
}

const twoModes = { distance: 3, rightWeight: 0.7 };

function rings(): Prediction[] {
  const counted =
    (changes: Partial<RingGameParameters>, find: (found: RingCounts) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<RingGameData>(ringGame(changes));
      return result && find(lastCounts(result.data));
    };
  const place = { text: 'guide', at: 'section 3.2, mode collapse' } as const;
  return [
    {
      subject,
      prediction: 'ring of eight Gaussians, generator thirty times as fast as the discriminator: modes that it covers',
      predicted: 'fewer than 8',
      predictedBy: 'nothing in a discriminator that lags holds the paths apart',
      ...{ place, where: WHERE, cell: 'ringGame(fastGenerator' },
      find: counted(fastGenerator, ({ covered }) => ({
        ours: covered,
        standardError: 'A count of modes under one seed.',
        holds: covered < 8,
      })),
    },
    {
      subject,
      prediction: 'discriminator twice as fast as the generator: entropy of the modes’ counts, nats',
      predicted: 1.99029,
      predictedBy: 'entropy of the ring’s own weights',
      ...{ place, where: WHERE, cell: 'ringGame({}' },
      find: counted({}, ({ entropy }) => estimatedFinding(entropy)),
    },
  ];
}

/** Counts of the paths drawn at the end of a game. */
function lastCounts({ draws }: RingGameData): RingCounts {
  const last = draws.row(draws.rowCount - 1);
  return ringCounts(ringLaw(), ensemble(last.length / 2, 2, last.slice()));
}
