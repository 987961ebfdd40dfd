import { divergenceCurve, energyDensity, entropyBudget } from 'microcanon/chapter/overfitting';
import { drawnBy } from '../../figure/drawing-cell.js';
import { axes, biased, curve, finished, list, made, running } from '../../figure/made-up.js';

const gaussian = (role: 'regular' | 'true', shift: number) =>
  ({
    role,
    mean: [shift, 1],
    covariance: [
      [0.01, 0.004],
      [0.004, 0.02],
    ],
  }) as const;
const series = (role: 'regular' | 'mean-field', floor: number, rise: number) => {
  const { values, standardErrors } = curve(30, floor, rise);
  const shifted = (by: number) => values.map((value) => value / 2 - by);
  return {
    role,
    divergence: values,
    divergenceError: standardErrors,
    negativeEntropy: shifted(50),
    negativeEntropyError: standardErrors,
    logLikelihood: shifted(52),
    logLikelihoodError: standardErrors,
  };
};

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '02 overfitting-inverse-8': () => {
    const size = { bound: list(9, (i) => 0.05 - 0.001 * i), most: list(9, (i) => 0.04 - 0.001 * i) };
    return drawnBy('02', ['overfitting-inverse-8'], {
      size,
      watched: list(9, (i) => 25 * i),
      contraction: finished({}),
    });
  },
  '02 overfitting-bias-5': () =>
    drawnBy('02', ['overfitting-bias-5'], running('biasedTargets', biased, { ensembleSize: 64, signalLength: 64 })),
};

/** Pictures of the chapter's figures. */
export const figurePictures = {
  'divergence-curve': () =>
    divergenceCurve({
      ...made,
      series: [{ ...series('regular', 2, 4), paper: { step: 8, divergence: 2.5 } }, series('mean-field', 0.3, 0)],
    }),
  'energy-density': () =>
    energyDensity({
      ...made,
      axes,
      target: [0.1, 1],
      panels: [
        { title: 'early', clouds: [gaussian('true', 0.1), gaussian('regular', 0)] },
        { title: 'late', clouds: [gaussian('regular', 0.1)] },
      ],
    }),
  'entropy-budget': () =>
    entropyBudget({
      ...made,
      losses: (['regular', 'mean-field'] as const).map((role, i) => ({
        role,
        collapse: list(20, () => 0.1 / (1 + 9 * i)),
        transport: list(20, (t) => 0.2 / (1 + t)),
      })),
    }),
};
