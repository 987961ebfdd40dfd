import { checkCount, checkPositive, matrix, type Vector, vector } from '../../array/index.js';
import { dot } from '../../linear-algebra/index.js';
import { exp, squared } from '../../special/index.js';
import {
  type CirclePotential,
  circleFlow,
  circlePoints,
  implicitQuantiles,
  onCircle,
  type QuantileScheme,
  quantileDensity,
  quantileSteps,
  wavePotential,
} from '../../transport/index.js';

/** Points and quantiles: enough for errors of the circle's own below 1e-7 in this chapter's laws. */
const COUNT = 65;
const TURN = 2 * Math.PI;

/** V(x) = −cos 2x − ½cos(x − 0.7): two wells of unequal depth on the circle, at which this chapter holds its schemes. */
export function circleWells(): CirclePotential {
  return wavePotential([
    { order: 2, height: 1, phase: 0 },
    { order: 1, height: 0.5, phase: 0.7 },
  ]);
}

/** Exact densities, at 65 `circlePoints`, of the way from the even law to two wells. */
export function circleWellsFlow(times: readonly number[]): Vector[] {
  return circleFlow(circleWells(), { start: vector(COUNT).fill(1 / TURN), times });
}

/**
 * By how much a scheme's law at a time is wrong, from the even law to two wells: ρ/ρ̂ − 1 with the exact density ρ and the scheme's ρ̂,
 * root mean square over the scheme's quantiles.
 */
export function circleError(
  scheme: QuantileScheme,
  { duration, stepCount }: { readonly duration: number; readonly stepCount: number },
): number {
  const end = steps(scheme, { step: duration / stepCount, stepCount });
  const own = quantileDensity(end);
  const [, exact] = circleWellsFlow([0, duration]);
  return rootMeanSquare(onCircle(exact, end).map((rho, i) => rho / own[i] - 1));
}

/** Points of the laws of Langevin steps from 0.005 on. */
const FINE = 129;
/** Shortest step of that many points, and the longest that `wrappedNormal` is right for. */
const [SHORT, LONG] = [0.005, 0.5];

/**
 * By how much the law of unadjusted Langevin steps is wrong in the same sense, with its own law by the trapezoidal rule, which is exact to
 * rounding: points lie closer than the width √(2τ) of the kernel, their number rises like 1/√τ.
 * @throws RangeError when an option is out of range, or a step longer than 0.5
 * Cost: 1/τ multiplications per step, and as many exponentials.
 */
export function langevinCircleError({
  duration,
  stepCount,
}: {
  readonly duration: number;
  readonly stepCount: number;
}): number {
  checkPositive('langevinCircleError: duration', duration);
  checkCount('langevinCircleError: stepCount', stepCount, 1);
  const step = duration / stepCount;
  if (step > LONG) {
    throw new RangeError(
      `langevinCircleError: duration over stepCount expects a step up to ${LONG}, got ${step}; take more steps`,
    );
  }
  const count = FINE + 2 * Math.ceil(0.5 * FINE * Math.max(0, Math.sqrt(SHORT / step) - 1));
  const points = circlePoints(count);
  const potential = circleWells();
  const kernel = matrix(count, count);
  points.forEach((y, i) => {
    kernel.row(i).set(points.map((x) => (TURN / count) * wrappedNormal(y - x + step * potential.slope(x), 2 * step)));
  });
  let law = vector(count).fill(1 / TURN);
  for (let n = 0; n < stepCount; n++) {
    const before = law;
    law = points.map((_, i) => dot(kernel.row(i), before));
  }
  const [, exact] = circleWellsFlow([0, duration]);
  return rootMeanSquare(onCircle(exact, points).map((rho, i) => (rho / law[i] - 1) * Math.sqrt(law[i] * TURN)));
}

/** The density of N(0, variance) wrapped around the circle, for a deviation below one. */
function wrappedNormal(x: number, variance: number): number {
  const nearest = x - TURN * Math.round(x / TURN);
  const sum = [-1, 0, 1].reduce((total, turns) => total + exp(-squared(nearest + TURN * turns) / (2 * variance)), 0);
  return sum / Math.sqrt(TURN * variance);
}

/** How far a scheme's first step from the even law to two wells ends from the implicit step's, root mean square over quantiles. */
export function distanceFromImplicit(scheme: QuantileScheme, step: number): number {
  const [ours, implicit] = [scheme, implicitQuantiles].map((one) => steps(one, { step, stepCount: 1 }));
  return rootMeanSquare(ours.map((x, i) => x - implicit[i]));
}

function steps(
  scheme: QuantileScheme,
  { step, stepCount }: { readonly step: number; readonly stepCount: number },
): Vector {
  return quantileSteps(scheme, circleWells(), { start: circlePoints(COUNT), step, stepCount }).row(stepCount);
}

function rootMeanSquare(values: Vector): number {
  return Math.sqrt(values.reduce((sum, value) => sum + squared(value), 0) / values.length);
}
