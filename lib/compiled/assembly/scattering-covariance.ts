// The channels of the scattering covariance of all lanes at once, and the way back from slopes in them.
// AssemblyScript, compiled by build.cjs for every kind of lanes; channel-table.ts says how channels lie.
//
// The first 2F rows are the first order, by filter, phase fastest; then come S rows for each of them, by second filter.

import { BLOCK, ROW } from './channel-table';
import { forward, inverse, inverseFiltered } from './fourier';
import { add, constant, ELEMENT, load, mul, NUMBER, POINT, splat0, store, sub, V, whereAbove } from './lanes';

export { centre, gram, mix, offset, project, rowSums, spread } from './channel-table';

// e^{−iπ/3}
const COSINE: f64 = 0.5;
const SINE: f64 = 0.86602540378443864676;

/** max(0, a); not a number where a is not. */
// @ts-ignore: decorator
@inline
function rectified(a: V): V {
  const zero = constant(0);
  return sub(a, whereAbove(zero, a, a));
}

/** Writes re and im as two rows: rectified; or, with `gates`, where those rows of the gates are open. */
function keep(z: usize, n: usize, first: usize, second: usize, gates: usize, tableBlock: usize): void {
  const zero = constant(0);
  const points = min<usize>(n, BLOCK);
  for (const end = z + n * POINT; z < end; first += tableBlock, second += tableBlock) {
    for (let t: usize = 0; t < points * NUMBER; t += NUMBER, z += POINT) {
      const re = load(z), im = load(z + NUMBER);
      if (gates !== 0) {
        store(first + t, whereAbove(load(first + gates + t), zero, re));
        store(second + t, whereAbove(load(second + gates + t), zero, im));
      } else {
        store(first + t, rectified(re));
        store(second + t, rectified(im));
      }
    }
  }
}

/** Replaces z by what `keep` wrote of Re z and Re z e^{−iπ/3}, packed as real and imaginary part. */
function keepPhases(z: usize, n: usize, row: usize, gates: usize, tableBlock: usize): void {
  const zero = constant(0), cosine = constant(COSINE), sine = constant(SINE);
  const points = min<usize>(n, BLOCK);
  for (const end = z + n * POINT; z < end; row += tableBlock) {
    for (let t: usize = row; t < row + points * NUMBER; t += NUMBER, z += POINT) {
      let re = load(z);
      let im = add(mul(cosine, re), mul(sine, load(z + NUMBER)));
      if (gates !== 0) {
        re = whereAbove(load(t + gates), zero, re);
        im = whereAbove(load(t + gates + ROW), zero, im);
      } else {
        re = rectified(re);
        im = rectified(im);
      }
      store(t, re);
      store(t + ROW, im);
      store(z, re);
      store(z + NUMBER, im);
    }
  }
}

/**
 * Writes the channels of the signals at x, whose transform takes their place; or, where `gates` is not 0, the derivative of
 * the channels along x, those being the channels of a table `gates` bytes further on.
 * `filters`: F of the first order, then S of the second, n numbers each. `reaches`: a number each, see fourier.ts.
 */
export function scatter(
  x: usize, inner: usize, outer: usize, n: usize, twiddles: usize, filters: usize, reaches: usize,
  firstScales: usize, secondScales: usize, table: usize, rows: usize, gates: usize,
): void {
  const tableBlock = rows * ROW;
  const size = n * ELEMENT;
  forward(x, n, twiddles);
  for (let j: usize = 0; j < firstScales; j++) {
    inverseFiltered(x, filters + j * size, i32.load(reaches + 4 * j), inner, n, twiddles);
    keepPhases(inner, n, table + 2 * j * ROW, gates, tableBlock);
    forward(inner, n, twiddles);
    let row = table + (2 * firstScales + 2 * j * secondScales) * ROW;
    for (let l = firstScales; l < firstScales + secondScales; l++, row += ROW) {
      inverseFiltered(inner, filters + l * size, i32.load(reaches + 4 * l), outer, n, twiddles);
      keep(outer, n, row, row + secondScales * ROW, gates, tableBlock);
    }
  }
}

/** Writes two rows as real and imaginary part. */
function pack(first: usize, second: usize, tableBlock: usize, z: usize, n: usize): void {
  const points = min<usize>(n, BLOCK);
  for (const end = z + n * POINT; z < end; first += tableBlock, second += tableBlock) {
    for (let t: usize = 0; t < points * NUMBER; t += NUMBER, z += POINT) {
      store(z, load(first + t));
      store(z + NUMBER, load(second + t));
    }
  }
}

/** sum ← filter · z, or sum + filter · z. */
function addFiltered(z: usize, filter: usize, sum: usize, n: usize, fresh: bool): void {
  const end = z + n * POINT;
  for (; z < end; z += POINT, filter += ELEMENT, sum += POINT) {
    const f = splat0(filter);
    const re = mul(f, load(z)), im = mul(f, load(z + NUMBER));
    if (fresh) {
      store(sum, re);
      store(sum + NUMBER, im);
    } else {
      store(sum, add(load(sum), re));
      store(sum + NUMBER, add(load(sum + NUMBER), im));
    }
  }
}

/** Adds the slopes in the first-order channels to z, and goes on through the gates to the slope in the filter's output. */
function joinPhases(z: usize, n: usize, row: usize, gates: usize, tableBlock: usize): void {
  const zero = constant(0), cosine = constant(COSINE), sine = constant(SINE);
  const points = min<usize>(n, BLOCK);
  for (const end = z + n * POINT; z < end; row += tableBlock, gates += tableBlock) {
    for (let t: usize = 0; t < points * NUMBER; t += NUMBER, z += POINT) {
      const re = whereAbove(load(gates + t), zero, add(load(z), load(row + t)));
      const im = whereAbove(load(gates + ROW + t), zero, add(load(z + NUMBER), load(row + ROW + t)));
      store(z, add(re, mul(cosine, im)));
      store(z + NUMBER, mul(sine, im));
    }
  }
}

/** The adjoint of `scatter`: writes Σₐₜ slopeₐ(t) ∂Sₐ(t)/∂x as the real part of x; slopes are 0 where the gates are shut. */
export function gather(
  x: usize, inner: usize, outer: usize, n: usize, twiddles: usize, filters: usize, firstScales: usize, secondScales: usize,
  slopes: usize, rows: usize, gates: usize,
): void {
  const tableBlock = rows * ROW;
  const size = n * ELEMENT;
  for (let j: usize = 0; j < firstScales; j++) {
    let row = slopes + (2 * firstScales + 2 * j * secondScales) * ROW;
    for (let l: usize = 0; l < secondScales; l++, row += ROW) {
      pack(row, row + secondScales * ROW, tableBlock, outer, n);
      forward(outer, n, twiddles);
      addFiltered(outer, filters + (firstScales + l) * size, inner, n, l === 0);
    }
    inverse(inner, n, twiddles);
    joinPhases(inner, n, slopes + 2 * j * ROW, gates + 2 * j * ROW, tableBlock);
    forward(inner, n, twiddles);
    addFiltered(inner, filters + j * size, x, n, j === 0);
  }
  inverse(x, n, twiddles);
}
