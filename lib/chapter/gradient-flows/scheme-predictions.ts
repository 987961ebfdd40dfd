import { exp, log2, squared } from '../../special/index.js';
import type { Prediction } from '../../study/claim.js';
import { exactFinding, untestableStatement } from '../../study/finding.js';
import {
  backwardDifferenceQuantiles,
  backwardDifferenceScheme,
  circleDivergence,
  circlePoints,
  dualQuantiles,
  dualScheme,
  implicitQuantiles,
  implicitScheme,
  inertialFlow,
  langevinScheme,
  midpointQuantiles,
  midpointScheme,
  type NormalScheme,
  normalDivergence,
  normalFlowDeviation,
  normalSteps,
  penalisedDualScheme,
  type QuantileScheme,
  quantileDivergence,
  quantileSteps,
  secondOrderDualScheme,
} from '../../transport/index.js';
import { circleError, circleWells, circleWellsFlow, distanceFromImplicit } from './circle-wells.js';

const where = '31';
const place = { text: 'gradientFlow', at: 'abstract' } as const;
const OUTSIDE = 'a program that shares nothing with this library';
const TAYLOR = 'Taylor expansion of a step';

/** What the abstract says of flows and schemes, and what is known of them. */
export function schemePredictions(): Prediction[] {
  return [...descendings(), ...inTheStep(), ...inTime(), ...inTheDynamics(), ...untestable()];
}

/** A number without draws, and how near to the stated one it has to be. */
function exactly(entry: Omit<Prediction, 'find' | 'where'>, within: number, ours: () => number): Prediction {
  return { ...entry, where, find: () => exactFinding(ours(), { stated: entry.predicted as number, within }) };
}

function descendings(): Prediction[] {
  const subject = 'one divergence';
  return [
    exactly(
      {
        ...{ subject, place, cell: 'flows-04', predicted: -squared(3 - 1 / 3) },
        predictedBy: '−E‖∇ln(ρ/π)‖²',
        prediction:
          'the flow from N(0, 9) to N(0, 1) descends the global divergence: its slope at the start, nats per time',
      },
      1e-6,
      () => {
        const at = (t: number): number => divergenceOf(normalFlowDeviation(t, { start: 3 }));
        const h = 1e-5;
        return (-3 * at(0) + 4 * at(h) - at(2 * h)) / (2 * h);
      },
    ),
    exactly(
      {
        ...{ subject, place, cell: 'flows-dissipation', predicted: 0.0575865649 },
        predictedBy: `a matrix exponential, by ${OUTSIDE}`,
        prediction: 'two wells on a circle from the even law: divergence at time 0.3 along the flow, nats',
      },
      1e-9,
      () => circleDivergence(circleWells(), circleWellsFlow([0, 0.3])[1]),
    ),
    {
      ...{ subject, place, where, cell: 'flows-dissipation', predicted: 'in every step' },
      predictedBy: 'the step before is one of the choices',
      prediction: 'two wells on a circle, five implicit steps of 0.06: the divergence falls by at least W₂²/2τ',
      find() {
        const laws = quantileSteps(implicitQuantiles, circleWells(), {
          start: circlePoints(65),
          step: 0.06,
          stepCount: 5,
        });
        const shares = [0, 1, 2, 3, 4].map((n) => {
          const [before, after] = [laws.row(n), laws.row(n + 1)];
          const way = after.reduce((sum, x, i) => sum + squared(x - before[i]), 0) / 65;
          const [high, low] = [before, after].map((law) => quantileDivergence(circleWells(), law));
          return (high - low) / (way / 0.12);
        });
        const least = Math.min(...shares);
        const finding = exactFinding(least, { stated: 1, within: Infinity });
        return { ...finding, holds: least >= 1, note: 'Our number is the least fall over its bound.' };
      },
    },
    exactly(
      {
        ...{ subject, place, cell: 'flows-orders', predicted: 1 / (1 - 0.05) },
        predictedBy: 'the fixed point of s² = (1 − τ)²s² + 2τ',
        prediction:
          'sampling by Langevin steps of 0.1 towards N(0, 1): variance at rest, which implicit steps have right',
      },
      1e-9,
      () => squared(normalSteps(langevinScheme, { start: 3, step: 0.1, stepCount: 400 })[400]),
    ),
  ];
}

/** The first reading of “second-order” and “near-proximal”. */
function inTheStep(): Prediction[] {
  const subject = 'second order in the step';
  const duals = [
    { scheme: dualScheme, terms: 1, miss: -0.0268749844, order: 2 },
    { scheme: penalisedDualScheme, terms: 2, miss: -0.0198958947, order: 2 },
    { scheme: secondOrderDualScheme, terms: 3, miss: 0.0017211411, order: 3 },
  ] as const;
  const apart = (scheme: NormalScheme, step: number): number =>
    scheme.next(3, { step }) - implicitScheme.next(3, { step });
  return [
    ...duals.map(({ scheme, miss }) =>
      exactly(
        {
          ...{ subject, place, cell: 'flows-duals', predicted: miss },
          predictedBy: `the cut dual problem maximised by ${OUTSIDE}`,
          prediction: `one step of 0.1 from N(0, 9) of the scheme ‘${scheme.name}’: deviation less the proximal step’s`,
        },
        1e-8,
        () => apart(scheme, 0.1),
      ),
    ),
    ...duals.map(({ scheme, order }) =>
      exactly(
        {
          ...{ subject, place, cell: 'flows-duals', predicted: order, predictedBy: TAYLOR },
          prediction: `one step from N(0, 9) of the scheme ‘${scheme.name}’: order of its distance from the proximal step`,
        },
        0.05,
        () => log2(apart(scheme, 0.002) / apart(scheme, 0.001)),
      ),
    ),
    ...duals.map(({ scheme, terms, order }) =>
      exactly(
        {
          ...{ subject, place, cell: 'flows-circle-errors', predicted: order, predictedBy: TAYLOR },
          prediction: `one step from the even law to two wells on a circle, ‘${scheme.name}’: order of the same distance`,
        },
        0.07,
        () =>
          log2(distanceFromImplicit(dualQuantiles(terms), 0.004) / distanceFromImplicit(dualQuantiles(terms), 0.002)),
      ),
    ),
    exactly(
      {
        ...{ subject, place, cell: 'flows-stability', predicted: 1 / 7, predictedBy: 'the proximal step’s 1/(1 + 2τ)' },
        prediction: 'what a step of 3 leaves of s − 1 near N(0, 1), with the second-order term',
      },
      1e-5,
      () => (secondOrderDualScheme.next(1 + 1e-7, { step: 3 }) - 1) / 1e-7,
    ),
    {
      ...{ subject, place, where, cell: 'flows-23', predicted: 'fails; with the penalty it does not' },
      predictedBy: 'waves of order 12 grow by 1 − 144τ in explicit steps',
      prediction: 'the first term of the dual problem alone, in steps of 0.06 to two wells on a circle',
      find() {
        const arrives = ([1, 2, 3] as const).map(
          (terms) => errorOrNone(dualQuantiles(terms), { duration: 0.3, stepCount: 5 }) !== undefined,
        );
        const holds = !arrives[0] && arrives[1] && arrives[2];
        const finding = exactFinding(arrives.filter((one) => one).length, { stated: 2, within: 0 });
        return { ...finding, holds, note: 'Our number counts the schemes of three that arrive.' };
      },
    },
  ];
}

/** The second reading. */
function inTime(): Prediction[] {
  const subject = 'second order in time';
  const schemes = [
    { line: implicitScheme, circle: implicitQuantiles, order: 1 },
    { line: midpointScheme, circle: midpointQuantiles, order: 2 },
    { line: backwardDifferenceScheme, circle: backwardDifferenceQuantiles, order: 2 },
  ] as const;
  return [
    ...schemes.map(({ line, order }) =>
      exactly(
        {
          ...{ subject, place, cell: 'flows-orders', predicted: order, predictedBy: TAYLOR },
          prediction: `N(0, 9) to N(0, 1), time 1, 40 and 80 steps of the scheme ‘${line.name}’: order of the error`,
        },
        0.05,
        () => log2(missed(line, 40) / missed(line, 80)),
      ),
    ),
    ...schemes.map(({ circle, order }) =>
      exactly(
        {
          ...{ subject, place, cell: 'flows-circle-orders', predicted: order, predictedBy: TAYLOR },
          prediction: `two wells on a circle, time 0.3, 10 and 20 steps of the scheme ‘${circle.name}’: order of the error`,
        },
        0.05,
        () => {
          const [coarse, fine] = [10, 20].map((stepCount) => circleError(circle, { duration: 0.3, stepCount }));
          return log2(coarse / fine);
        },
      ),
    ),
  ];
}

/** The third reading. */
function inTheDynamics(): Prediction[] {
  const subject = 'second order in the dynamics';
  const flow: Prediction = exactly(
    {
      ...{ subject, place, cell: 'flows-15', predicted: 1.7973478e-6 },
      predictedBy: 'closed form, √(1 + 8e^{−8})',
      prediction: 'N(0, 9) to N(0, 1): divergence at t = 4 along the gradient flow, nats',
    },
    1e-12,
    () => divergenceOf(normalFlowDeviation(4, { start: 3 })),
  );
  const inertial = [
    [1, 4.3869714e-4],
    [2, 1.28064173e-3],
  ].map(([damping, predicted]) =>
    exactly(
      {
        ...{ subject, place, cell: 'flows-15', predicted },
        predictedBy: `the equation solved by ${OUTSIDE}`,
        prediction: `the same with inertia and damping ${damping}: no gain where all directions are alike`,
      },
      1e-9,
      () => divergenceOf(inertialFlow({ start: 3, damping, times: [4] })[0].deviation),
    ),
  );
  return [flow, ...inertial];
}

function untestable(): Prediction[] {
  const subject = 'what the abstract leaves open';
  return [
    untestableStatement('The abstract gives no formula of its scheme; three readings of it are checked one by one.', {
      ...{ subject, where, place },
      statement: 'the scheme itself is a second-order Wasserstein gradient flow, near-proximal',
    }),
    untestableStatement('The abstract says neither which projection nor which manifold is meant.', {
      ...{ subject, where, place },
      statement:
        'earlier schemes project non-smooth information onto a smooth manifold and are stuck in local divergences',
    }),
    untestableStatement('The abstract names neither data nor a measure; the notebook shows digits of 8 × 8 values.', {
      ...{ subject, where, place },
      statement: 'high-dimensional data of higher quality than those of earlier schemes',
    }),
  ];
}

const divergenceOf = (deviation: number): number =>
  normalDivergence({ mean: 0, variance: squared(deviation) }, { mean: 0, variance: 1 });

function missed(scheme: NormalScheme, stepCount: number): number {
  const end = normalSteps(scheme, { start: 3, step: 1 / stepCount, stepCount })[stepCount];
  return Math.abs(end - Math.sqrt(1 + 8 * exp(-2)));
}

/** The error of a scheme on the circle; undefined where the scheme breaks down. */
function errorOrNone(scheme: QuantileScheme, options: Parameters<typeof circleError>[1]): number | undefined {
  try {
    return circleError(scheme, options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
