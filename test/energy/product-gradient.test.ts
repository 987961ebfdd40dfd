import { test } from 'node:test';
import type { Tensor } from '@tensorflow/tfjs-core/dist/tensor';
import { loadTensorFlow } from '../../lib/energy/tensor-backend.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

for (const [first, second] of [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
]) {
  test(`a product of matrices, turned ${first} and ${second}, has the gradients that its sums give, one matrix or several`, async () => {
    const tf = await loadTensorFlow();
    const [rows, inner, columns] = [2, 3, 4];
    for (const count of [1, 2]) {
      const x = normals(key(1), count * rows * inner);
      const y = normals(key(2), count * inner * columns);
      const weights = normals(key(3), count * rows * columns);
      const xAt = (n: number, i: number, k: number): number =>
        n * rows * inner + (first ? k * rows + i : i * inner + k);
      const yAt = (n: number, k: number, j: number): number =>
        n * inner * columns + (second ? j * inner + k : k * columns + j);
      const expected = [x, y].map(({ length }) => new Float64Array(length));
      for (let n = 0; n < count; n++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++)
            for (let k = 0; k < inner; k++) {
              const weight = weights[(n * rows + i) * columns + j];
              expected[0][xAt(n, i, k)] += weight * y[yAt(n, k, j)];
              expected[1][yAt(n, k, j)] += weight * x[xAt(n, i, k)];
            }
      tf.tidy(() => {
        const shaped = (values: Float64Array, height: number, width: number): Tensor =>
          tf.tensor(Array.from(values), count === 1 ? [height, width] : [count, height, width]);
        const found = tf.grads((a: Tensor, b: Tensor) =>
          tf
            .matMul(a, b, first, second)
            .mul(shaped(weights, rows, columns))
            .sum(),
        )([
          first ? shaped(x, inner, rows) : shaped(x, rows, inner),
          second ? shaped(y, columns, inner) : shaped(y, inner, columns),
        ]);
        found.forEach((gradient, which) => {
          assertClose(gradient.dataSync(), expected[which], 1e-5, `argument ${which}, ${count} matrices`);
        });
      });
    }
  });
}
