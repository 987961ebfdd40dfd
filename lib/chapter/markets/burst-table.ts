import type { DataFrame } from 'danfojs-node';
import { ensemble, type Matrix, type Vector } from '../../array/index.js';
import { measured } from '../../figure/curve.js';
import { resultTable } from '../../figure/table.js';
import { burstShareOfPaths } from '../../statistics/index.js';
import type { MarketDescentsData } from './market-descents.js';

/**
 * Whether large returns come in one burst or in many: the share of Σ x⁴ that the heaviest 12 days of a path hold, of stretches of the
 * record as long as the paths, and of the paths that a result keeps; standard errors as if paths and stretches were independent.
 * @param returns the record
 */
export function burstTable(
  { regular, meanField, garch }: Pick<MarketDescentsData, 'regular' | 'meanField' | 'garch'>,
  returns: Vector,
): DataFrame {
  const length = regular.paths.columnCount;
  const count = Math.floor(returns.length / length);
  const stretches = ensemble(count, length, returns.slice(returns.length - count * length));
  const kept = ({ rowCount, data }: Matrix) => ensemble(rowCount, length, data);
  const rows = [
    ['the record', stretches],
    ['regular descent', kept(regular.paths)],
    ['mean-field descent', kept(meanField.paths)],
    ...(garch ? ([['GARCH', kept(garch.paths)]] as const) : []),
  ] as const;
  return resultTable(
    rows.map(([paths, of]) => ({
      paths,
      'number of them': of.pathCount,
      'share of x⁴ in the heaviest 12 days': measured(burstShareOfPaths(of)),
    })),
  );
}
