import { log2 } from '../../special/index.js';
import type { Prediction } from '../../study/claim.js';
import { exactFinding } from '../../study/finding.js';
import {
  backwardDifferenceScheme,
  implicitScheme,
  midpointScheme,
  type NormalScheme,
  normalFlowDeviation,
  normalSteps,
} from '../../transport/index.js';

const subject = 'gradient flows';
const where = '31';

/** Orders of the schemes on Gaussians. */
export function schemePredictions(): Prediction[] {
  const ofScheme = (scheme: NormalScheme, predicted: number): Prediction => ({
    ...{ subject, where, cell: 'flows-orders', predicted, predictedBy: 'Taylor expansion of a step' },
    prediction: `N(0, 9) to N(0, 1), time 1, from 40 to 80 steps of the scheme ‘${scheme.name}’: order of the deviation’s error`,
    find: () => exactFinding(orderOf(scheme, 40), { stated: predicted, within: 0.05 }),
  });
  return [ofScheme(implicitScheme, 1), ofScheme(midpointScheme, 2), ofScheme(backwardDifferenceScheme, 2)];
}

/** By which power of the step the error at time 1 falls, from a number of steps to twice as many. */
function orderOf(scheme: NormalScheme, stepCount: number): number {
  const [coarse, fine] = [stepCount, 2 * stepCount].map((count) => {
    const end = normalSteps(scheme, { start: 3, step: 1 / count, stepCount: count })[count];
    return Math.abs(end - normalFlowDeviation(1, { start: 3 }));
  });
  return log2(coarse / fine);
}
