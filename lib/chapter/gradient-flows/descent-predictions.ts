import { key, normals } from '../../random/index.js';
import { squared } from '../../special/index.js';
import { meanEstimate } from '../../statistics/index.js';
import type { Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding } from '../../study/finding.js';
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
    {
      ...{ subject: 'schemes of the descent', where: '31', cell: 'flows-penalty', predicted: (9 + 2 / 4) / 32 },
      predictedBy: 'F(ρ) + (c/2N) tr Cov Φ',
      prediction: 'Φ = x², α = 4, ensembles of four paths from N(0, 1): mean of the loss ½(mean of Φ − α)²/α²',
      find() {
        const [ensembles, size] = [4000, 4];
        const z = normals(key(7), ensembles * size);
        const losses = Array.from({ length: ensembles }, (_, e) => {
          const squares = z.subarray(e * size, (e + 1) * size).reduce((sum, value) => sum + squared(value), 0);
          return squared(squares / size - 4) / 32;
        });
        return estimatedFinding(meanEstimate(losses));
      },
    },
  ];
}
