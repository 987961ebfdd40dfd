import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { type DescentRow, descentsOfAr } from './descents-of-ar.js';

const fromRow =
  (name: string, finding: (row: DescentRow) => Finding) =>
  (load: Loader): Finding | undefined => {
    const result = load(descentsOfAr({}, { profile: 'paper' })) ?? load(descentsOfAr());
    const row = result?.data.rows.find((one) => one.name === name);
    return row && finding(row);
  };

const divergence = ({ divergence: { value, standardError } }: DescentRow): Finding => ({ ours: value, standardError });

/** Numbers of this chapter that were known beforehand. */
export function predictions(): Prediction[] {
  return [
    {
      subject: 'Gauss–Newton steps',
      prediction:
        'AR(0.1), autocovariance: divergence of ensembles of 128 paths after 9 steps of γ = 0.3, nats per path',
      predicted: 0.0643,
      predictedBy: 'the law of finite ensembles, G a fixed schedule; a reference value computed apart',
      where: '13',
      find: fromRow('Gauss–Newton', divergence),
    },
    {
      subject: 'Gauss–Newton steps',
      prediction: 'AR(0.1), autocovariance: divergence of fresh paths under the frozen weights of 128, nats per path',
      predicted: 0.0153 + 2 / (2 * 128),
      predictedBy: 'the law’s limit after 17 steps, and the noise K/(2N₀) of the pilot’s means',
      where: '13',
      find: fromRow('Gauss–Newton, frozen, fresh paths', divergence),
    },
    {
      subject: 'implicit step',
      prediction: 'AR(0.1), autocovariance: divergence after one implicit step, weights from 128 paths, nats per path',
      predicted: 0.0032 + 2 / (2 * 128),
      predictedBy: 'the spectrum with p = 2, a reference value, and the noise K/(2N₀) of the pilot’s means',
      where: '13',
      find: fromRow('implicit, frozen, fresh paths', divergence),
    },
    {
      subject: 'leapfrog',
      prediction: 'AR(0.1), autocovariance: bound on the divergence after 500 steps, nats per path',
      predicted: 0.147,
      predictedBy: 'an independent program with other time steps and shuffles: 0.147 ± 0.022',
      where: '13',
      find: fromRow('leapfrog, 500 steps (bounds)', (row) => ({ ...divergence(row), statedStandardError: 0.022 })),
    },
  ];
}
