import { vectorOf } from '../../array/index.js';
import { squaredNorm } from '../../energy/index.js';
import {
  gridLaw,
  gridMean,
  langevinGenerator,
  langevinKernel,
  lineGrid,
  meansAtTimes,
  pushed,
  walkerMeans,
} from '../../grid/index.js';
import { gaussian } from '../../model/index.js';
import { foldIn, key } from '../../random/index.js';
import { cos, log, sin, squared } from '../../special/index.js';
import { mean } from '../../statistics/index.js';
import type { Prediction } from '../../study/claim.js';
import { exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import type { PlaceInText } from '../../study/source-text.js';
import {
  exponentialFamily,
  infiniteWalkers,
  mixtureFamily,
  mixtureGradients,
  mixtureWithOdds,
  pathsOfPoints,
} from '../../training/index.js';

/** The notebook of this chapter. */
export const WHERE = '23';
/** What its predictions are about. */
export const SUBJECT = 'training';

/** Where the guide makes a statement. */
export const inGuide = (at: string, misprint?: string): PlaceInText => ({
  text: 'guide',
  at,
  ...(misprint !== undefined && { misprint }),
});

/** Statements that sums over a line decide, without any stored result. */
export function linePredictions(): Prediction[] {
  return [...statements(), ...gradients(), ...rests(), ...work()];
}

const common = { subject: SUBJECT, where: WHERE };

/** What sections 2.1 and 6 say of means and of the cross-entropy. */
function statements(): Prediction[] {
  return [
    {
      ...common,
      prediction: 'modes at ±2: least cross-entropy over all log-odds, less the entropy of the data, nats',
      predicted: 0,
      predictedBy: 'a cross-entropy is the entropy plus a divergence',
      place: inGuide('section 2.1', 'that it is not bounded below'),
      cell: 'const crossEntropy',
      find() {
        const { grid, masses, crossEntropyAt } = modes();
        const entropy = -masses.reduce((sum, mass) => sum + (mass > 0 ? mass * log(mass / grid.spacing) : 0), 0);
        let least = Infinity;
        for (let z = -8; z <= 8; z += 0.125) least = Math.min(least, crossEntropyAt(z));
        return exactFinding(least - entropy, { stated: 0, within: 1e-9 });
      },
    },
    {
      ...common,
      prediction: 'modes at ±2, log-odds 1: variance of the mean slope over 100 walkers of the law, times 100',
      predicted: 0.181725,
      predictedBy: 'the variance of the slope, by quadrature',
      place: inGuide('equation (6.2)'),
      cell: '// The variance of a variance',
      find() {
        const family = mixtureFamily({ separation: 2 });
        const law = mixtureWithOdds({ separation: 2, logOdds: 1 });
        const means = Array.from({ length: 400 }, (_, i) =>
          mean(family.slopes(law.sample(foldIn(key(7), i), 100), vectorOf([1])).data),
        );
        const middle = mean(means);
        const variance = (100 / 399) * means.reduce((sum, value) => sum + squared(value - middle), 0);
        return { ours: variance, standardError: variance * Math.sqrt(2 / 399) };
      },
    },
    {
      ...common,
      prediction:
        'modes at ±2, walkers from data of log-odds −1: change of their mean energy under log-odds 1 until equilibrium, nats',
      predicted: 'not 0',
      predictedBy: 'mean energies stay in equilibrium only',
      place: inGuide('section 5'),
      cell: "'at equilibrium'",
      find() {
        const { grid, potentialAt, masses } = modes();
        const potential = potentialAt(1);
        const late = meansAtTimes(langevinGenerator(grid, potential), potential, [1, 10, 100]).row(2);
        const ours = masses.reduce((sum, mass, i) => sum + mass * (late[i] - potential[i]), 0);
        return { ours, standardError: WITHOUT_DRAWS, holds: ours < -0.1 };
      },
    },
  ];
}

/** What contrastive walkers see of the gradient, in continuous time. */
function gradients(): Prediction[] {
  const predictedBy = 'sinc collocation, outside of this library';
  const pair = (separation: number) => ({ separation, modelLogOdds: 1, truthLogOdds: -1 });
  const shares = [
    [2, 0.140299528],
    [3, 0.017335026],
    [5, 1.0237093e-5],
  ] as const;
  return [
    ...shares.map(([separation, predicted]) => ({
      ...{ ...common, predicted, predictedBy },
      prediction: `modes at ±${separation}: share of the gradient that contrastive walkers see after a time 1`,
      place: inGuide('section 6'),
      cell: 'share seen, t =',
      find() {
        const { gradient, contrastive } = mixtureGradients(pair(separation), [0.1, 1]);
        return exactFinding(contrastive[1] / gradient, { stated: predicted, within: 1e-4 * predicted });
      },
    })),
    {
      ...{ ...common, predictedBy },
      prediction: 'modes at ±5: Fisher gradient, the limit of contrastive divergence for short walks',
      predicted: 5.9992427e-6,
      place: inGuide('equation (6.6)', '$U_\\theta\\rho_*$ for $\\nabla U_\\theta\\,\\rho_*$, and no factor $\\alpha$'),
      cell: "'Fisher gradient'",
      find: () => exactFinding(mixtureGradients(pair(5)).fisher, { stated: 5.9992427e-6, within: 1e-10 }),
    },
    {
      ...common,
      prediction:
        '$U = kx^2/2$, $k = \\tfrac14$, data $N(0, 1)$, walkers of speed 2 that return at rate 5: their estimate of the gradient',
      predicted: -0.25,
      predictedBy: '$\\alpha(ks^2-1)/(2\\alpha k+\\nu)$',
      place: inGuide('equation (6.4)'),
      cell: 'const estimate =',
      find: () => exactFinding(returningEstimate(), { stated: -0.25, within: 2e-3 }),
    },
  ];
}

/** Where contrastive training rests. */
function rests(): Prediction[] {
  return [
    {
      ...common,
      prediction: '$U = kx^2/2$, data $N(0, 1)$, $h = 0.1$: stiffness $k$ at which contrastive divergence rests',
      predicted: 1.05573,
      predictedBy: '$(1-\\sqrt{1-2h/s^2})/h$',
      place: inGuide('algorithm 1', 'loops from $k = 1$ that use $\\theta_0$ and $X_0$ first'),
      cell: 'rest at k =',
      find: () => exactFinding(contrastiveRest(), { stated: 1.05573, within: 1e-5 }),
    },
  ];
}

/** The order of moves and weights. */
function work(): Prediction[] {
  const means = () => {
    const grid = lineGrid({ from: -9, to: 9, count: 361 });
    const schedule = [0, 1, 2, 3, 4].map((k) => ({
      values: grid.points.map((x) => 0.5 * (1 + 0.3 * k) * x * x + 0.15 * k * cos(3 * x) + 0.2 * k * x),
      slopes: grid.points.map((x) => (1 + 0.3 * k) * x - 0.45 * k * sin(3 * x) + 0.2 * k),
    }));
    return walkerMeans(grid, schedule, { stepSize: 0.4 });
  };
  const shared = { ...common, place: inGuide('section 6'), cell: "'work after the move'" };
  return [
    {
      ...shared,
      prediction: 'four steps of $h = 0.4$ through five potentials: mean of Jarzynski’s weights',
      predicted: 0.822308214,
      predictedBy: 'the ratio of partition functions, by quadrature',
      find: () => exactFinding(means().meanWeight, { stated: 0.822308214, within: 1e-8 }),
    },
    {
      ...shared,
      prediction: 'the same by the plain work after each move, which is biased',
      predicted: 0.69069985,
      predictedBy: 'quadrature outside of this library',
      find: () => exactFinding(means().uncorrectedWeight, { stated: 0.69069985, within: 1e-7 }),
    },
  ];
}

/** Data of two modes at ±2 with log-odds −1, and what a model of log-odds z makes of them. */
function modes() {
  const grid = lineGrid({ from: -9, to: 9, count: 361 });
  const family = mixtureFamily({ separation: 2 });
  const points = pathsOfPoints(grid.points);
  const potentialAt = (z: number) => family.at(vectorOf([z])).values(points);
  const { masses } = gridLaw(grid, potentialAt(-1));
  const crossEntropyAt = (z: number): number => {
    const potential = potentialAt(z);
    return gridLaw(grid, potential).logPartition + masses.reduce((sum, mass, i) => sum + mass * potential[i], 0);
  };
  return { grid, masses, potentialAt, crossEntropyAt };
}

/** E_* ∂U/∂k less the walkers' mean of it at rest, in steps of a short time. */
function returningEstimate(): number {
  const [k, speed, rate, time] = [0.25, 2, 5, 0.002];
  const grid = lineGrid({ from: -8, to: 8, count: 321 });
  const data = gridLaw(
    grid,
    grid.points.map((x) => 0.5 * x * x),
  ).masses;
  const slopes = grid.points.map((x) => k * x);
  const kernel = langevinKernel(grid, slopes, { stepSize: speed * time });
  let masses = data;
  for (let t = 0; t < 1500; t++) {
    masses = pushed(kernel, masses).map((mass, i) => (mass + rate * time * data[i]) / (1 + rate * time));
  }
  return gridMean(grid, data, (x) => 0.5 * x * x) - gridMean(grid, masses, (x) => 0.5 * x * x);
}

/** The stiffness at which three steps from the data bring no change, by halving an interval. */
function contrastiveRest(): number {
  const grid = lineGrid({ from: -8, to: 8, count: 201 });
  const family = exponentialFamily(squaredNorm({ signalLength: 1 }), gaussian({ signalLength: 1 }));
  const potential = grid.points.map((x) => 0.5 * x * x);
  const problem = infiniteWalkers(family, grid, { data: gridLaw(grid, potential).masses, stepSize: 0.1 });
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
