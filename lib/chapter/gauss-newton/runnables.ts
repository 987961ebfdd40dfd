import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import {
  descentsOf,
  entropyOf,
  type MarketDescentsData,
  type MarketEntropyData,
  type MarketFigureNumber,
  marketFigureDescents,
} from '../markets/index.js';
import { type DescentsOfArData, descentsOfAr } from './descents-of-ar.js';

/** The paper's figures of descents towards markets. */
export const comparedFigures = [6, 7, 8, 10] as const satisfies readonly MarketFigureNumber[];

const rule = 'gauss-newton' as const;

/** Gauss–Newton descents of this chapter: towards AR(0.1) beside all others, and towards the markets of Figures 6 to 8 and 10. */
const gaussNewtonRunnable: Runnable = {
  name: 'gauss-newton',
  summary:
    'all descents towards AR(0.1) in one table, and the markets of Figures 6 to 8 and 10 by Gauss–Newton steps (Notebook 13)',
  options: { figure: { value: 'N', help: `only this figure of the paper: ${comparedFigures.join(', ')}` } },
  headings: ['computation', 'of', 'found', 'time'],
  parts({ figure }, profile) {
    if (figure !== undefined && !comparedFigures.some((one) => String(one) === figure)) {
      throw new RangeError(
        `option --figure expects one of ${comparedFigures.join(', ')}, got '${figure}'; choose one of them`,
      );
    }
    const wanted = comparedFigures.filter((one) => figure === undefined || String(one) === figure);
    const descents = wanted.flatMap(marketFigureDescents);
    return [
      ...(figure === undefined ? [descentsOfAr({}, { profile })] : []),
      ...descents.map((descent) => descentsOf(descent, { profile, rule })),
      // The loss of entropy of Gauss–Newton steps is known for banded Hessians alone.
      ...descents.filter(({ energy }) => energy === 'stylized').map((descent) => entropyOf(descent, { profile, rule })),
    ];
  },
  line({ id, parameters, data, provenance }) {
    const { series = 'AR(0.1)' } = parameters as { readonly series?: string };
    return [id, series, found(id, data), spokenDuration(provenance.wallSeconds)];
  },
};

/** The main number of a result, in a few characters. */
function found(id: string, data: Result<unknown>['data']): string {
  if (id === 'descents-of-ar') return `${(data as DescentsOfArData).rows.length} descents`;
  if (id === 'market-descents') {
    const { losses } = (data as MarketDescentsData).meanField;
    return `loss ${losses[losses.length - 1].toExponential(1)}`;
  }
  const { values, standardErrors } = (data as MarketEntropyData).meanField.entropyLoss;
  const last = values.length - 1;
  return `${values[last].toFixed(1)} ± ${standardErrors[last].toFixed(1)} nats lost`;
}

/** The experiments of this chapter for the command line. */
export const runnables: readonly Runnable[] = [gaussNewtonRunnable];
