import type { Vector } from '../../array/index.js';
import { finiteEnsembleLaw } from '../../divergence/index.js';
import { ar } from '../../model/index.js';
import type { EnsembleSizesData, EnsembleSizesParameters } from '../mean-field/index.js';

/** A curve of Figure 4 beside its law. */
export interface SizeLaw {
  readonly size: number;
  readonly law: Vector;
  readonly best: { readonly stepNumber: number; readonly divergence: number };
  /** At the last step: the distance of the measured divergence from the law, in standard errors. */
  readonly last: { readonly distance: number };
}

/** The law of each ensemble size of Figure 4, towards the target of the run. */
export function sizeLaws(
  { target, curves }: EnsembleSizesData,
  {
    coefficient = 0.1,
    signalLength = 1024,
    stepSize = 10,
  }: Partial<Pick<EnsembleSizesParameters, 'coefficient' | 'signalLength' | 'stepSize'>> = {},
): SizeLaw[] {
  const stepCount = curves[0].divergence.values.length - 1;
  const whole = finiteEnsembleLaw(ar([coefficient], { signalLength }))({ target, stepSize, stepCount });
  return curves.map(({ size, divergence: { values, standardErrors } }) => {
    const law = whole.divergence(size);
    const distance = Math.abs(values[stepCount] - law[stepCount]) / standardErrors[stepCount];
    return { size, law, best: whole.best(size), last: { distance } };
  });
}
