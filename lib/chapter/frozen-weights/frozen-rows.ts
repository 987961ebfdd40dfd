import type { Estimate } from '../../statistics/estimate.js';
import { differenceEstimate } from '../../statistics/estimate.js';
import type { Result } from '../../study/index.js';
import type { TableOneData } from '../synthetic/table-one.js';
import type { TableOnePair } from '../synthetic/table-one-cells.js';
import type { FrozenTableData } from './frozen-table.js';

/** An entry of Table 1 with frozen weights beside the coupled one, after the last step; nats per path. */
export interface FrozenRow extends TableOnePair {
  /** Best of all steps, and after the last one. */
  readonly coupledBest: Estimate;
  readonly coupled: Estimate;
  readonly collapse: number;
  readonly frozen: Estimate;
  /** Frozen less what is expected at the least, the coupled divergence less its collapse; at the most K/N more. */
  readonly overExpected: Estimate;
  readonly most: number;
}

/** One entry, from its two results. */
export function frozenRow(
  pair: TableOnePair,
  coupled: Result<TableOneData>,
  frozen: Result<FrozenTableData>,
): FrozenRow {
  const { divergence, collapseLoss, minimum, target } = coupled.data;
  const { ensembleSize } = coupled.parameters as { readonly ensembleSize: number };
  const at = divergence.values.length - 1;
  const end = frozen.data.divergence.values.length - 1;
  const own = { value: divergence.values[at], standardError: divergence.standardErrors[at] };
  const fresh = {
    value: frozen.data.divergence.values[end],
    standardError: frozen.data.divergence.standardErrors[end],
  };
  const collapse = collapseLoss.values[at];
  return {
    ...pair,
    coupledBest: minimum,
    coupled: own,
    collapse,
    frozen: fresh,
    overExpected: differenceEstimate(fresh, { ...own, value: own.value - collapse }),
    most: target.length / ensembleSize,
  };
}
