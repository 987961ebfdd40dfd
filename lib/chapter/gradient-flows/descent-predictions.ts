import type { Prediction } from '../../study/claim.js';
import { exactFinding } from '../../study/finding.js';
import {
  type DescentScheme,
  descentEnd,
  explicitDescent,
  implicitDescent,
  midpointDescent,
} from './descent-schemes.js';

const OUTSIDE = 'the same steps by a program that shares nothing with this library';

/** Where schemes of the mean-field descent of autocovariances end: the workbook's own predictions. */
export function descentPredictions(): Prediction[] {
  const entry = (
    scheme: DescentScheme,
    step: number,
    { predicted, predictedBy, within }: { predicted: number; predictedBy: string; within: number },
  ): Prediction => ({
    ...{ subject: 'schemes of the descent', where: '31', cell: 'flows-descent-ends', predicted, predictedBy },
    prediction: `white noise to AR(0.5), d = 128, steps κ = ${step} of the scheme ‘${scheme.name}’: entropy lost, nats`,
    find: () =>
      exactFinding(descentEnd(scheme, { correlation: 0.5, signalLength: 128 }, step).entropyGap, {
        stated: predicted,
        within,
      }),
  });
  return [
    entry(explicitDescent, 0.8, { predicted: 1.88390394, predictedBy: OUTSIDE, within: 1e-7 }),
    entry(implicitDescent, 7, { predicted: 0.7489245, predictedBy: OUTSIDE, within: 1e-7 }),
    entry(midpointDescent, 0.4, {
      predicted: 1.51661398,
      predictedBy: 'the exponential spectrum with these means, by a program of its own',
      within: 2e-5,
    }),
    entry(implicitDescent, 1e7, {
      predicted: 0.3307589,
      predictedBy: 'the spectrum (1 + λ·a)⁻² with these means, by a program of its own',
      within: 2e-6,
    }),
  ];
}
