import { type Vector, vector } from '../../array/index.js';
import { squared } from '../../special/index.js';
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

/** V(x) = −cos 2x − ½cos(x − 0.7): two wells of unequal depth on the circle, at which this chapter holds its schemes. */
export function circleWells(): CirclePotential {
  return wavePotential([
    { order: 2, height: 1, phase: 0 },
    { order: 1, height: 0.5, phase: 0.7 },
  ]);
}

/** Exact densities, at 65 `circlePoints`, of the way from the even law to two wells. */
export function circleWellsFlow(times: readonly number[]): Vector[] {
  return circleFlow(circleWells(), { start: vector(COUNT).fill(1 / (2 * Math.PI)), times });
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
