import { type Vector, vector } from '../array/index.js';
import { SignedProduct, SMALL_PIVOT } from '../linear-algebra/index.js';
import { compiledKernel } from './compiled-kernel.js';
import { type LagElimination, type LagShape, plainLagElimination, type ReadWeights } from './plain-lag-elimination.js';

/** Pivots per product; each is within a few powers of ten of the diagonal, so that the product does not overflow. */
const PIVOTS = 8;
const LANES = 2;

/** Lanes per vector. Two vectors are eliminated side by side where a row's numbers fit into registers. */
export function simdLagElimination(shape: LagShape, readWeights: ReadWeights): LagElimination {
  const { order, bandwidth, linearLags, squareLags, componentCount } = shape;
  const tridiagonal = linearLags === 1 && squareLags === 0;
  const vectors = tridiagonal ? 2 : 1;
  const width = LANES * vectors;
  const even = order + (order % 2);
  const columnStride = tridiagonal ? 2 : 8 * Math.ceil(componentCount / 8);
  const productCount = Math.ceil(order / PIVOTS);
  const weightCount = tridiagonal ? 2 : bandwidth + 1 + 2 * squareLags;

  // Positions are in numbers: first the paths as given, then buffers of points.
  let end = width * even;
  const reserve = (points: number): number => {
    const at = end;
    end += LANES * points;
    return at;
  };
  const each = (points: number): number[] => Array.from({ length: vectors }, () => reserve(points));
  const x = each(even + 2 * bandwidth).map((at) => at + LANES * bandwidth);
  const coefficients = each(weightCount);
  const results = each(columnStride * columnStride + 2 + productCount);
  const judgement = LANES * (columnStride * columnStride);
  const s = reserve(even + 2 * bandwidth) + LANES * bandwidth;
  const band = tridiagonal ? end : reserve(order * (bandwidth + 1));
  const columns = tridiagonal ? end : reserve(order * columnStride);
  const inverses = tridiagonal ? end : reserve(order);

  const { run, memory, byte } = compiledKernel<'interleave' | 'square' | 'tridiagonal' | 'fill' | 'banded'>(
    'lag-jacobian',
    end,
  );

  const weights = vector(bandwidth + 1 + 2 * squareLags);
  const coupling = vector(componentCount * componentCount);
  const product = new SignedProduct();
  const careful = plainLagElimination(shape, readWeights);

  function load(paths: Vector, first: number, count: number): void {
    for (let p = 0; p < width; p++) {
      // Lanes without a path repeat the last path.
      const n = first + Math.min(p, count - 1);
      memory.set(paths.subarray(n * order, (n + 1) * order), p * even);
      readWeights(n, weights);
      const at = coefficients[Math.floor(p / LANES)] + (p % LANES);
      if (tridiagonal) {
        memory[at] = 1 - weights[0];
        memory[at + LANES] = weights[1];
      } else for (let w = 0; w < weightCount; w++) memory[at + LANES * w] = weights[w];
    }
    for (let v = 0; v < vectors; v++)
      run.interleave(byte(LANES * v * even), byte((LANES * v + 1) * even), byte(x[v]), order);
  }

  function eliminate(): void {
    if (tridiagonal) {
      run.tridiagonal(
        byte(x[0]),
        byte(x[1]),
        byte(coefficients[0]),
        byte(coefficients[1]),
        byte(results[0]),
        byte(results[1]),
        order,
      );
      return;
    }
    const stride = columnStride * 16;
    const [couplings] = results;
    run.square(byte(x[0]), byte(s), order);
    run.fill(
      byte(x[0]),
      byte(s),
      byte(coefficients[0]),
      byte(band),
      byte(columns),
      order,
      bandwidth,
      linearLags,
      squareLags,
      stride,
    );
    memory.fill(0, couplings, couplings + judgement);
    run.banded(
      byte(band),
      byte(columns),
      byte(inverses),
      byte(couplings),
      byte(couplings + judgement),
      order,
      bandwidth,
      stride,
    );
  }

  return {
    width,
    evaluate(paths, first, count, settle) {
      load(paths, first, count);
      eliminate();
      for (let p = 0; p < count; p++) {
        const couplings = results[Math.floor(p / LANES)] + (p % LANES);
        const [least, largest] = [memory[couplings + judgement], memory[couplings + judgement + LANES]];
        if (!(least > SMALL_PIVOT * largest)) {
          careful.evaluate(paths, first + p, 1, settle);
          continue;
        }
        product.reset();
        let at = couplings + judgement + 2 * LANES;
        for (let i = 0; i < productCount; i++, at += LANES) product.multiply(memory[at]);
        for (let j = 0; j < componentCount; j++) {
          for (let k = 0; k <= j; k++)
            coupling[j * componentCount + k] = memory[couplings + LANES * (j * columnStride + k)];
        }
        settle(first + p, product.logDeterminant(), coupling);
      }
    },
  };
}
