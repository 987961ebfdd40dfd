import { firstNonFinite, type Matrix, matrixOf, vector } from '../array/index.js';
import type { PathEnergy } from './path-energy.js';

/** Rows of equal length: a matrix, or the lists that a recipe holds. */
export type Projection = Matrix | readonly (readonly number[])[];

/** The rows of a projection as plain lists, copied. */
export function projectionRows(projection: Projection): number[][] {
  return 'row' in projection
    ? Array.from({ length: projection.rowCount }, (_, k) => Array.from(projection.row(k)))
    : projection.map((row) => [...row]);
}

/**
 * The one-path energy PΦ for a matrix P, with gradients and Hessians by way of the weights Pᵀw.
 * @param rows P, [M, K]
 * @throws RangeError when a row has not K finite numbers, or there is none
 * Cost: that of Φ, and O(MK).
 */
export function projected(
  path: PathEnergy,
  rows: readonly (readonly number[])[],
  { name, labels, recipe, accelerators }: Pick<PathEnergy, 'name' | 'labels' | 'recipe' | 'accelerators'>,
): PathEnergy {
  const count = path.labels.length;
  if (rows.length === 0)
    throw new RangeError(`${name}: projection expects at least one row of ${count} numbers, got none`);
  rows.forEach((row, k) => {
    if (row.length !== count) {
      throw new RangeError(
        `${name}: projection expects rows of ${count} numbers, one a component of the ${path.name}, got ${row.length} in row ${k}`,
      );
    }
    const bad = firstNonFinite(row);
    if (bad >= 0)
      throw new RangeError(`${name}: projection expects finite numbers, got ${row[bad]} in row ${k} at index ${bad}`);
  });
  const projection = matrixOf(rows);
  // Scratch buffers: every call overwrites them before it reads them (not re-entrant).
  const full = vector(count);

  function spread(weights: ArrayLike<number>): void {
    full.fill(0);
    for (let k = 0; k < rows.length; k++) {
      const row = projection.row(k);
      if (weights[k] !== 0) for (let i = 0; i < count; i++) full[i] += weights[k] * row[i];
    }
  }

  return {
    name,
    signalLength: path.signalLength,
    labels,
    recipe,
    accelerators,
    value(x, out) {
      path.value(x, full);
      for (let k = 0; k < rows.length; k++) {
        const row = projection.row(k);
        let sum = 0;
        for (let i = 0; i < count; i++) sum += row[i] * full[i];
        out[k] = sum;
      }
    },
    pullback(x, weights, out) {
      spread(weights);
      path.pullback(x, full, out);
    },
    hessianProduct(x, weights, direction, out) {
      spread(weights);
      path.hessianProduct(x, full, direction, out);
    },
  };
}
