import { checkPositive, type Vector, vector } from '../array/index.js';
import { cos, pow } from '../special/index.js';

/** How far an optimiser goes at each step. */
export interface RateSchedule {
  /** The rate of step t = 0, 1, …; positive. */
  at(stepNumber: number): number;
  /** Plain data that tells this schedule from others. */
  readonly identity: unknown;
}

/** What an optimiser keeps between two steps: vectors as long as the parameters. */
export type OptimiserState = readonly Vector[];

/** Where a step starts. */
export interface OptimiserPosition {
  readonly parameters: Vector;
  readonly gradient: Vector;
  readonly state: OptimiserState;
  /** t = 0, 1, … */
  readonly stepNumber: number;
}

/** A rule by which parameters follow a gradient downhill; a value, with its state apart from it. */
export interface Optimiser {
  readonly name: string;
  /** Plain data that tells this rule from others: a checkpoint of another one is refused. */
  readonly identity: unknown;
  /** The state before the first step. */
  start(parameterCount: number): OptimiserState;
  step(position: OptimiserPosition): { readonly parameters: Vector; readonly state: OptimiserState };
}

function scheduleOf(where: string, rate: number | RateSchedule): RateSchedule {
  if (typeof rate !== 'number') return rate;
  checkPositive(`${where}: rate`, rate);
  return { at: () => rate, identity: rate };
}

/**
 * A rate that falls from `first` to `last` along half a cosine in `stepCount` steps and stays there: the noise that minibatches leave
 * in the parameters falls with it.
 * @throws RangeError when a rate is not positive and finite, or the step count not positive
 */
export function fallingRate(first: number, last: number, stepCount: number): RateSchedule {
  checkPositive('fallingRate: first', first);
  checkPositive('fallingRate: last', last);
  checkPositive('fallingRate: stepCount', stepCount);
  return {
    at: (t) => last + 0.5 * (first - last) * (1 + cos(Math.PI * Math.min(1, t / stepCount))),
    identity: { first, last, stepCount },
  };
}

/**
 * Plain gradient descent: θ′ = θ − rate · ∇.
 * @throws RangeError when the rate is not positive and finite
 */
export function gradientDescent({ rate }: { readonly rate: number | RateSchedule }): Optimiser {
  const schedule = scheduleOf('gradientDescent', rate);
  return {
    name: 'gradient descent',
    identity: { gradientDescent: schedule.identity },
    start: () => [],
    step({ parameters, gradient, stepNumber }) {
      const step = schedule.at(stepNumber);
      return { parameters: parameters.map((value, i) => value - step * gradient[i]), state: [] };
    },
  };
}

/** Settings of Adam. */
export interface AdamOptions {
  /** Step of a parameter whose gradient does not change, in the parameter's unit; 0.001 is usual. */
  readonly rate: number | RateSchedule;
  /** Memory of the mean gradient, in [0, 1); 0.9 when left out. Games between networks want less. */
  readonly meanMemory?: number;
  /** Memory of the mean square, in [0, 1); 0.999 when left out. */
  readonly squareMemory?: number;
}

/** Keeps steps finite where all gradients were 0. */
const OFFSET = 1e-8;

/**
 * Adam (Kingma and Ba 2015): each parameter moves by its mean gradient over the root of its mean square, both corrected for the
 * start from 0.
 * @throws RangeError when the rate is not positive and finite, or a memory not in [0, 1)
 */
export function adam({ rate, meanMemory = 0.9, squareMemory = 0.999 }: AdamOptions): Optimiser {
  const schedule = scheduleOf('adam', rate);
  for (const [name, value] of Object.entries({ meanMemory, squareMemory })) {
    if (!(value >= 0 && value < 1))
      throw new RangeError(`adam: ${name} expects a number in [0, 1), got ${value}; leave it out for the usual one`);
  }
  return {
    name: 'Adam',
    identity: { adam: { rate: schedule.identity, meanMemory, squareMemory } },
    start: (parameterCount) => [vector(parameterCount), vector(parameterCount)],
    step({ parameters, gradient, state: [mean, square], stepNumber }) {
      const count = stepNumber + 1;
      const step = schedule.at(stepNumber) / (1 - pow(meanMemory, count));
      const scale = 1 / (1 - pow(squareMemory, count));
      const nextMean = mean.map((value, i) => meanMemory * value + (1 - meanMemory) * gradient[i]);
      const nextSquare = square.map((value, i) => {
        return squareMemory * value + (1 - squareMemory) * gradient[i] * gradient[i];
      });
      return {
        parameters: parameters.map((value, i) => {
          return value - (step * nextMean[i]) / (Math.sqrt(scale * nextSquare[i]) + OFFSET);
        }),
        state: [nextMean, nextSquare],
      };
    },
  };
}
