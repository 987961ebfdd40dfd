import { type Ensemble, ensemble, type Vector } from '../array/index.js';
import { normalRows, type RowKeys } from '../compiled/index.js';

/** x − h ∇U + √(2h) ξ, with the noise of walker n drawn under `foldIn(key, first + n)`. */
export function langevinMove(
  { pathCount, shape, signalLength, data: from }: Ensemble,
  gradient: Vector,
  { stepSize, ...keys }: RowKeys & { readonly stepSize: number },
): Ensemble {
  const data = normalRows(keys, { rowCount: pathCount, length: signalLength });
  const spread = Math.sqrt(2 * stepSize);
  for (let i = 0; i < data.length; i++) data[i] = from[i] - stepSize * gradient[i] + spread * data[i];
  return ensemble(pathCount, shape, data);
}
