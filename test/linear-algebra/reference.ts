import { draws, key } from '../../lib/random/index.js';

/** Determinant and inverse of a small matrix by Gauss and Jordan with full pivoting: the plainest way, kept apart from the library's. */
export function eliminate(source: readonly (readonly number[])[]): {
  logAbs: number;
  sign: number;
  inverse: number[][];
} {
  const order = source.length;
  const left = source.map((row) => [...row]);
  const right = source.map((_, i) => source.map((__, j) => (i === j ? 1 : 0)));
  const free = new Set(source.keys());
  const pivotColumn: number[] = [];
  let logAbs = 0;
  let sign = 1;
  const usedColumns = new Set<number>();
  for (let round = 0; round < order; round++) {
    let best = { size: -1, row: -1, column: -1 };
    for (const row of free) {
      for (let column = 0; column < order; column++) {
        if (!usedColumns.has(column) && Math.abs(left[row][column]) > best.size)
          best = { size: Math.abs(left[row][column]), row, column };
      }
    }
    const { row, column } = best;
    const pivot = left[row][column];
    logAbs += Math.log(Math.abs(pivot));
    sign *= Math.sign(pivot);
    free.delete(row);
    usedColumns.add(column);
    pivotColumn[row] = column;
    for (let j = 0; j < order; j++) {
      left[row][j] /= pivot;
      right[row][j] /= pivot;
    }
    for (let i = 0; i < order; i++) {
      const factor = left[i][column];
      if (i === row || factor === 0) continue;
      for (let j = 0; j < order; j++) {
        left[i][j] -= factor * left[row][j];
        right[i][j] -= factor * right[row][j];
      }
    }
  }
  const inverse: number[][] = new Array(order);
  pivotColumn.forEach((column, row) => {
    inverse[column] = right[row];
  });
  return { logAbs, sign: sign * parity(pivotColumn), inverse };
}

/** +1 or −1 as the permutation is even or odd, by counting inversions. */
function parity(permutation: readonly number[]): number {
  let sign = 1;
  for (let i = 0; i < permutation.length; i++)
    for (let j = 0; j < i; j++) if (permutation[j] > permutation[i]) sign = -sign;
  return sign;
}

/** A dense matrix of standard normal numbers. */
export function normalMatrix(seed: number, rowCount: number, columnCount: number): number[][] {
  const { normal } = draws(key(seed));
  return Array.from({ length: rowCount }, () => Array.from({ length: columnCount }, () => normal()));
}

/** B M⁻¹ Bᵀ by its definition; `b` holds K rows. */
export function congruence(b: readonly (readonly number[])[], inverse: readonly (readonly number[])[]): number[][] {
  return b.map((left) =>
    b.map((right) =>
      left.reduce((sum, x, i) => sum + right.reduce((inner, y, j) => inner + x * inverse[i][j] * y, 0), 0),
    ),
  );
}
