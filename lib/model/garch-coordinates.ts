import { type Vector, vectorOf } from '../array/index.js';
import { atanh, exp, log, tanh } from '../special/index.js';
import { type GarchLaw, isAutoregressive } from './garch-likelihood.js';

/** The law of a fit: normal innovations without a mean, or Student-t innovations around an autoregression. */
export type LawKind = 'garch' | 'arGarch';

/** Range of ν in a fit, that of the package arch. */
const [FEWEST_DEGREES, MOST_DEGREES] = [2.05, 500];

/** Largest α + β: below 1 by more than rounding errors. */
const MOST_PERSISTENCE = 1 - 1e-8;

/**
 * A law as a point of free coordinates: any numbers give a stationary law. ln ω, the logits of α + β and of α/(α + β),
 * and around an autoregression artanh φ and the logit of 1/ν in its range.
 */
export function coordinatesOf(law: GarchLaw): Vector {
  const persistence = law.reaction + law.memory;
  const recursion = [log(law.constant), logit(persistence / MOST_PERSISTENCE), logit(law.reaction / persistence)];
  if (!isAutoregressive(law)) return vectorOf(recursion);
  const place = (1 / law.degrees - 1 / MOST_DEGREES) / (1 / FEWEST_DEGREES - 1 / MOST_DEGREES);
  return vectorOf([...recursion, atanh(law.autoregression), logit(place)]);
}

/** The law at a point, and the map of its derivatives in φ, ω, α, β, ν to those in the coordinates. */
export function lawAt(point: Vector, kind: LawKind): { law: GarchLaw; pullback(slopes: Vector, out: Vector): void } {
  const constant = exp(point[0]);
  const p = logistic(point[1]);
  const share = logistic(point[2]);
  const persistence = MOST_PERSISTENCE * p;
  const recursion = { constant, reaction: persistence * share, memory: persistence * (1 - share) };
  const pullbackRecursion = (slopes: Vector, out: Vector): void => {
    const [, byConstant, byReaction, byMemory] = slopes;
    out[0] = constant * byConstant;
    out[1] = persistence * (1 - p) * (share * byReaction + (1 - share) * byMemory);
    out[2] = persistence * share * (1 - share) * (byReaction - byMemory);
  };
  if (kind === 'garch') return { law: recursion, pullback: pullbackRecursion };
  const autoregression = tanh(point[3]);
  const place = logistic(point[4]);
  const width = 1 / FEWEST_DEGREES - 1 / MOST_DEGREES;
  const degrees = 1 / (1 / MOST_DEGREES + width * place);
  return {
    law: { autoregression, ...recursion, degrees },
    pullback(slopes, out) {
      pullbackRecursion(slopes, out);
      out[3] = (1 - autoregression * autoregression) * slopes[0];
      out[4] = -(degrees * degrees) * width * place * (1 - place) * slopes[4];
    },
  };
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

function logit(p: number): number {
  return log(p / (1 - p));
}
