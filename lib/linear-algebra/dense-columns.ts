import { matrix } from '../array/index.js';
import { type DenseFactorisation, factoriseDense } from './dense.js';

/** I − A and J, collected from the products of unit vectors. */
export interface DenseColumns {
  readonly complete: boolean;
  /** The next unit vector. */
  readonly direction: Float64Array;
  accept(product: Float64Array, rates: Float64Array): void;
  /** Factorises I − A; call it once, when complete. */
  factorise(): Pick<DenseFactorisation, 'logDeterminant'>;
  /** Adds J(I − A)⁻¹Jᵀ, [K, K], once factorised. */
  addCoupling(out: Float64Array): void;
}

/**
 * Collects ln|det(I − A)| and J(I − A)⁻¹Jᵀ exactly.
 * Cost: `order` products, O(order³) and O(order² K). Memory: O(order (order + K)).
 * @param kept 1 where rows and columns are left out, [length]
 */
export function denseColumns(length: number, rateCount: number, kept: Float64Array | undefined): DenseColumns {
  const moving = Array.from({ length }, (_, i) => i).filter((i) => kept?.[i] !== 1);
  const order = moving.length;
  const block = matrix(order, order);
  const gradients = matrix(order, rateCount);
  const direction = new Float64Array(length);
  let column = 0;
  let solve: DenseFactorisation['solve'] | undefined;
  if (order > 0) direction[moving[0]] = 1;
  return {
    direction,
    get complete() {
      return column === order;
    },
    accept(product, rates) {
      const row = block.row(column);
      for (let j = 0; j < order; j++) row[j] = (j === column ? 1 : 0) - product[moving[j]];
      gradients.row(column).set(rates);
      direction[moving[column]] = 0;
      column++;
      if (column < order) direction[moving[column]] = 1;
    },
    factorise() {
      const factorisation = factoriseDense(block);
      solve = factorisation.solve;
      return factorisation;
    },
    addCoupling(out) {
      const solved = new Float64Array(order);
      for (let k = 0; k < rateCount; k++) {
        for (let i = 0; i < order; i++) solved[i] = gradients.data[i * rateCount + k];
        solve!(solved);
        for (let i = 0; i < order; i++) {
          for (let j = 0; j < rateCount; j++) out[j * rateCount + k] += gradients.data[i * rateCount + j] * solved[i];
        }
      }
    },
  };
}
