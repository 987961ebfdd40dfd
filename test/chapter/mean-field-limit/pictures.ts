import { fibreOf } from 'microcanon/chapter/mean-field-limit';
import { drawnBy } from '../../figure/drawing-cell.js';
import { curve, finished, list, numbers, seed } from '../../figure/made-up.js';

const nats = { label: 'reverse KL divergence', unit: 'nats per path' } as const;
const steps = list(40, (t) => 5 * t);

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '10 limit-table-laws': () => {
    const laws = ['AR(0.1)', 'AR(0.2, −0.1)'].flatMap((model, i) =>
      (['regular', 'mean-field'] as const).map((method, j) => {
        const divergence = curve(40, 1 + i, 6 * (1 - j));
        return { model, method, data: { steps, divergence }, law: divergence.values.map((value) => 0.97 * value) };
      }),
    );
    return drawnBy('10', ['limit-table-laws'], { seed, laws, modelLabel: String });
  },
  '10 limit-sizes-figure': () => {
    const bySize = [1, 8, 128].map((size) => ({ size, value: 0.02 + 2.5 / size, error: 0.1 / size }));
    return drawnBy('10', ['limit-sizes-figure'], {
      nats,
      bySize,
      law: { best: (size: number) => ({ divergence: 0.015 + 2.5 / size }) },
      sizes: finished({}),
    });
  },
  '10 limit-regular': () => {
    const panels = ['autocovariance', 'scattering mean'].map((title, i) => {
      const alone = curve(40, 2 + i, 8);
      return { title, alone, area: { low: alone.values.map((v) => 0.9 * v), high: alone.values.map((v) => 1.2 * v) } };
    });
    return drawnBy('10', ['limit-regular'], { seed, nats, panels });
  },
  '10 limit-fibre-figure': () =>
    drawnBy('10', ['limit-fibre-data', 'limit-fibre-figure'], {
      d: 64,
      fibreOf: (coefficients: readonly number[]) => fibreOf(coefficients, { signalLength: 64 }),
    }),
  '10 limit-joined-figure': () => {
    const descents = [0, 0.1, 1].map((share) => ({ share, divergence: curve(40, 0.1 + share, 9 * share) }));
    const joinedLaws = descents.map(({ divergence: { values } }) => ({
      divergence: () => values.map((value) => 0.95 * value),
    }));
    return drawnBy('10', ['limit-joined-figure'], { nats, joinedLaws, between: finished({ descents }) });
  },
  '10 limit-single-figure': () => {
    const single = {
      steps,
      givenReference: curve(40, 1, 12),
      averageRegular: curve(40, 1, 10),
      single: curve(40, 0.2),
      averageMeanField: curve(40, 0.1),
    };
    const law = (rise: number) => numbers(200, (t) => 0.1 + 5 * Math.exp(-t / 25) + (rise * t) / 200);
    return drawnBy('10', ['limit-single-figure'], {
      nats,
      single,
      given: law(12),
      singleLaw: { divergence: () => law(10), singleTargets: { divergence: law(0) } },
      at: (values: Float64Array) => steps.map((t) => values[t]),
      towards: finished({}),
    });
  },
};
