import { hypot } from '../../special/index.js';
import type { Claim } from '../../study/claim.js';
import { meanOf } from '../../study/estimates.js';
import {
  type BiasedTargetsData,
  biasedTargets,
  type StepContractionData,
  stepContraction,
} from '../overfitting/index.js';
import { type InnerStepsData, innerSteps } from './inner-steps.js';

/** The statements of sections 3 and 4 that no figure shows. */
export function statements(): Claim[] {
  return [
    {
      figure: 'Section 3.1',
      claim:
        'a wrong target is overfitted, too: nats per path that a target from one true path adds to the mean-field divergence at ' +
        'the last step',
      paper: 'above 0',
      where: '03',
      cell: 'mean-field-bias-10',
      find(load) {
        const result = load<BiasedTargetsData>(biasedTargets());
        if (result === undefined) return undefined;
        const { kinds } = result.data;
        const last = (kind: BiasedTargetsData['kinds'][number]): number[] => {
          const curves = kind.meanFieldByTarget;
          return Array.from(curves.row(curves.rowCount - 1));
        };
        const [one, exact] = [last(kinds[0]), last(kinds[kinds.length - 1])];
        const { value, error } = meanOf(one.map((divergence, r) => divergence - exact[r]));
        return {
          ours: value,
          standardError: error,
          holds: value > 2 * error,
          note: 'To second order it should be K/2 = 1 on average.',
        };
      },
    },
    {
      figure: 'Section 3.2',
      claim:
        'the step is typically contractive: largest eigenvalue of γ∇²L in size over both descents of the AR(0.1) example',
      paper: 'below 1',
      where: '02',
      cell: 'overfitting-inverse-8',
      find(load) {
        const result = load<StepContractionData>(stepContraction());
        if (result === undefined) return undefined;
        const { regular, meanField } = result.data;
        const ours = Math.max(...regular.most, ...meanField.most);
        return {
          ours,
          standardError: 'A largest value over paths and steps, each right to rounding.',
          holds: ours < 1,
        };
      },
    },
    {
      figure: 'Section 4',
      claim:
        'one inner iteration suffices to avoid collapse: variance of the lag-1 energy after the descent as a share of that before, ' +
        'one inner step less ten',
      paper: 'near 0',
      where: '03',
      cell: 'mean-field-inner-7',
      find(load) {
        const result = load<InnerStepsData>(innerSteps());
        if (result === undefined) return undefined;
        const [one, ten] = [1, 10].map((count) => {
          const { values, standardErrors } = result.data.descents.find(
            ({ innerStepCount }) => innerStepCount === count,
          )!.spread;
          return { value: values[values.length - 1], error: standardErrors[values.length - 1] };
        });
        const ours = one.value - ten.value;
        return { ours, standardError: hypot(one.error, ten.error), holds: Math.abs(ours) < 0.1 };
      },
    },
  ];
}
