// The scattering covariance of all lanes at once: channels, their covariances over time, and derivatives.
// AssemblyScript, compiled by build.cjs for every kind of lanes.
//
// Channels stand in rows of a table that is cut into blocks of 64 points of time: row after row of the first 64 points, then of
// the next 64. A table has `rows` rows, a multiple of four; those beyond the last channel hold zeros. The first 2F rows are the
// first order, by filter, phase fastest; then come S rows for each of them, by second filter.
// A table of Gram sums has a tile for every four rows and two rows from there on: four times two sums in double precision.

import {
  accumulate, add, constant, ELEMENT, load, mul, NUMBER, POINT, rounded, splat0, store, sub, SUM, V, whereAbove,
} from './lanes';
import { forward, inverse, inverseFiltered } from './fourier';

/** Points of a block. */
const BLOCK: usize = 64;
/** Bytes from a row of a block to the next: with a gap, or all rows would lie in the same few sets of the fastest cache. */
const ROW: usize = BLOCK * NUMBER + 64;
/** Points that `mix` takes at a time: those of all rows stay in the fastest cache. */
const CHUNK: usize = 16;

// e^{−iπ/3}
const COSINE: f64 = 0.5;
const SINE: f64 = 0.86602540378443864676;

// @ts-ignore: decorator
@inline
function multiplyAdd(sum: V, a: V, b: V): V {
  return add(sum, mul(a, b));
}

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
  x: usize, inner: usize, outer: usize, n: usize, twiddles: usize, filters: usize, reaches: usize, firstScales: usize, secondScales: usize,
  table: usize, rows: usize, gates: usize,
): void {
  const tableBlock = rows * ROW;
  const size = n * ELEMENT;
  forward(x, n, twiddles);
  for (let j: usize = 0; j < firstScales; j++) {
    inverseFiltered(x, filters + j * size, load32(reaches + 4 * j), inner, n, twiddles);
    keepPhases(inner, n, table + 2 * j * ROW, gates, tableBlock);
    forward(inner, n, twiddles);
    let row = table + (2 * firstScales + 2 * j * secondScales) * ROW;
    for (let l = firstScales; l < firstScales + secondScales; l++, row += ROW) {
      inverseFiltered(inner, filters + l * size, load32(reaches + 4 * l), outer, n, twiddles);
      keep(outer, n, row, row + secondScales * ROW, gates, tableBlock);
    }
  }
}

// @ts-ignore: decorator
@inline
function load32(at: usize): u32 {
  return i32.load(at);
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

/** The adjoint of `scatter`: writes Σₐₜ slopeₐ(t) ∂Sₐ(t)/∂x as the real part of x; the slopes are zero where the gates are shut. */
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

/** Adds the sums over time of every row to `sums`. */
export function rowSums(table: usize, rows: usize, n: usize, sums: usize): void {
  const points = min<usize>(n, BLOCK);
  for (const end = table + rows * n / points * ROW; table < end; ) {
    for (let a: usize = 0; a < rows; a++, table += ROW) {
      let even = constant(0), odd = even;
      for (let t = table; t < table + points * NUMBER; t += 2 * NUMBER) {
        even = add(even, load(t));
        odd = add(odd, load(t + NUMBER));
      }
      accumulate(sums + a * SUM, add(even, odd));
    }
  }
}

// @ts-ignore: decorator
@inline
function addTile(sums: usize, c00: V, c01: V, c10: V, c11: V, c20: V, c21: V, c30: V, c31: V): void {
  accumulate(sums, c00);
  accumulate(sums + SUM, c01);
  accumulate(sums + 2 * SUM, c10);
  accumulate(sums + 3 * SUM, c11);
  accumulate(sums + 4 * SUM, c20);
  accumulate(sums + 5 * SUM, c21);
  accumulate(sums + 6 * SUM, c30);
  accumulate(sums + 7 * SUM, c31);
}

/** Adds Σₜ Sₐ(t) S_b(t) to the sums: a block in the lanes' precision, blocks in double. */
export function gram(table: usize, rows: usize, n: usize, sums: usize): void {
  const points = min<usize>(n, BLOCK);
  const end = table + rows * n / points * ROW;
  for (let block = table; block < end; block += rows * ROW) {
    let tile = sums;
    for (let i: usize = 0; i < rows; i += 4) {
      const left = block + i * ROW;
      for (let j = i; j < rows; j += 2, tile += 8 * SUM) {
        let c00 = constant(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        let b = block + j * ROW;
        for (let a = left; a < left + points * NUMBER; a += NUMBER, b += NUMBER) {
          const b0 = load(b), b1 = load(b + ROW);
          const a0 = load(a);
          c00 = multiplyAdd(c00, a0, b0);
          c01 = multiplyAdd(c01, a0, b1);
          const a1 = load(a + ROW);
          c10 = multiplyAdd(c10, a1, b0);
          c11 = multiplyAdd(c11, a1, b1);
          const a2 = load(a + 2 * ROW);
          c20 = multiplyAdd(c20, a2, b0);
          c21 = multiplyAdd(c21, a2, b1);
          const a3 = load(a + 3 * ROW);
          c30 = multiplyAdd(c30, a3, b0);
          c31 = multiplyAdd(c31, a3, b1);
        }
        addTile(tile, c00, c01, c10, c11, c20, c21, c30, c31);
      }
    }
  }
}

/** Adds Σₜ Sₐ(t) Ṡ_b(t) + Ṡₐ(t) S_b(t) to the sums, Ṡ standing `rates` bytes before S. */
export function gramRates(table: usize, rates: usize, rows: usize, n: usize, sums: usize): void {
  const points = min<usize>(n, BLOCK);
  const end = table + rows * n / points * ROW;
  for (let block = table; block < end; block += rows * ROW) {
    let tile = sums;
    for (let i: usize = 0; i < rows; i += 4) {
      const left = block + i * ROW;
      for (let j = i; j < rows; j += 2, tile += 8 * SUM) {
        let c00 = constant(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        // First Sₐ and Ṡ_b, then Ṡₐ and S_b: all four at once need more registers than there are.
        for (let turn: usize = 0; turn < 2; turn++) {
          let b = block + j * ROW - (turn === 0 ? rates : 0);
          const start = left - (turn === 0 ? 0 : rates);
          for (let a = start; a < start + points * NUMBER; a += NUMBER, b += NUMBER) {
            const b0 = load(b), b1 = load(b + ROW);
            const a0 = load(a);
            c00 = multiplyAdd(c00, a0, b0);
            c01 = multiplyAdd(c01, a0, b1);
            const a1 = load(a + ROW);
            c10 = multiplyAdd(c10, a1, b0);
            c11 = multiplyAdd(c11, a1, b1);
            const a2 = load(a + 2 * ROW);
            c20 = multiplyAdd(c20, a2, b0);
            c21 = multiplyAdd(c21, a2, b1);
            const a3 = load(a + 3 * ROW);
            c30 = multiplyAdd(c30, a3, b0);
            c31 = multiplyAdd(c31, a3, b1);
          }
        }
        addTile(tile, c00, c01, c10, c11, c20, c21, c30, c31);
      }
    }
  }
}

/** Takes the products of means out of Gram sums: sum − (left(a) right(b) + left(b) right(a)) · factor. */
export function centre(sums: usize, left: usize, right: usize, rows: usize, factor: f64): void {
  for (let i: usize = 0; i < rows; i += 4) {
    for (let j = i; j < rows; j += 2) {
      for (let a = i; a < i + 4; a++) {
        for (let b = j; b < j + 2; b++, sums += SUM) {
          for (let lane: usize = 0; lane < SUM; lane += 8) {
            const both = f64.load(left + a * SUM + lane) * f64.load(right + b * SUM + lane)
              + f64.load(left + b * SUM + lane) * f64.load(right + a * SUM + lane);
            f64.store(sums + lane, f64.load(sums + lane) - both * factor);
          }
        }
      }
    }
  }
}

/** out ← P · sums, in double precision: `projection` holds P in fours of rows, the four numbers of a column side by side. */
export function project(projection: usize, fours: usize, sums: usize, entries: usize, out: usize): void {
  for (; fours > 0; fours--, out += 4 * SUM) {
    const next = projection + 32 * entries;
    for (let lane: usize = 0; lane < SUM; lane += 8) {
      let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
      let at = sums + lane;
      for (let p = projection; p < next; p += 32, at += SUM) {
        const sum = f64.load(at);
        s0 += f64.load(p) * sum;
        s1 += f64.load(p, 8) * sum;
        s2 += f64.load(p, 16) * sum;
        s3 += f64.load(p, 24) * sum;
      }
      f64.store(out + lane, s0);
      f64.store(out + SUM + lane, s1);
      f64.store(out + 2 * SUM + lane, s2);
      f64.store(out + 3 * SUM + lane, s3);
    }
    projection = next;
  }
}

/** The symmetric matrix W of Pᵀw, [rows, rows]: `transposed` holds for every a ≤ b of `channels` the K numbers of P. */
export function spread(transposed: usize, weights: usize, count: usize, matrix: usize, channels: usize, rows: usize): void {
  const end = weights + count * NUMBER;
  for (let a: usize = 0; a < channels; a++) {
    for (let b = a; b < channels; b++) {
      let even = constant(0), odd = even;
      let w = weights;
      for (; w + NUMBER < end; w += 2 * NUMBER, transposed += 2 * ELEMENT) {
        even = multiplyAdd(even, splat0(transposed), load(w));
        odd = multiplyAdd(odd, splat0(transposed + ELEMENT), load(w + NUMBER));
      }
      if (w < end) {
        even = multiplyAdd(even, splat0(transposed), load(w));
        transposed += ELEMENT;
      }
      const weight = add(even, odd);
      store(matrix + (a * rows + b) * NUMBER, weight);
      store(matrix + (b * rows + a) * NUMBER, weight);
    }
  }
}

/** offsets ← offsets − W · mean, where mean is `factor` times the rows' sums. */
export function offset(matrix: usize, sums: usize, factor: f64, rows: usize, offsets: usize): void {
  for (let a: usize = 0; a < rows; a++) {
    let total = constant(0);
    for (let b: usize = 0; b < rows; b++) total = multiplyAdd(total, load(matrix + (a * rows + b) * NUMBER), rounded(sums + b * SUM, factor));
    store(offsets + a * NUMBER, sub(load(offsets + a * NUMBER), total));
  }
}

/**
 * slope ← W · S + offset where the gates are open, else 0; or, where `further` is not 0, slope + W · S there.
 */
export function mix(matrix: usize, table: usize, gates: usize, offsets: usize, slopes: usize, rows: usize, n: usize, further: usize): void {
  const zero = constant(0);
  const points = min<usize>(n, BLOCK);
  const tableBlock = rows * ROW;
  const end = table + n / points * tableBlock;
  for (; table < end; table += tableBlock, gates += tableBlock, slopes += tableBlock) {
    for (let chunk: usize = 0; chunk < points * NUMBER; chunk += CHUNK * NUMBER) {
      for (let i: usize = 0; i < rows; i += 4) {
        const start = offsets + i * NUMBER;
        const from = i * ROW + chunk;
        for (let t = from; t < from + min<usize>(CHUNK, points) * NUMBER; t += 2 * NUMBER) {
          const out = slopes + t;
          let c00: V, c01: V, c10: V, c11: V, c20: V, c21: V, c30: V, c31: V;
          if (further !== 0) {
            c00 = load(out), c01 = load(out + NUMBER);
            c10 = load(out + ROW), c11 = load(out + ROW + NUMBER);
            c20 = load(out + 2 * ROW), c21 = load(out + 2 * ROW + NUMBER);
            c30 = load(out + 3 * ROW), c31 = load(out + 3 * ROW + NUMBER);
          } else {
            c00 = c01 = load(start);
            c10 = c11 = load(start + NUMBER);
            c20 = c21 = load(start + 2 * NUMBER);
            c30 = c31 = load(start + 3 * NUMBER);
          }
          let w = matrix + i * NUMBER;
          for (let s = table + t - i * ROW; s < table + tableBlock; s += ROW, w += rows * NUMBER) {
            const s0 = load(s), s1 = load(s + NUMBER);
            const w0 = load(w);
            c00 = multiplyAdd(c00, w0, s0);
            c01 = multiplyAdd(c01, w0, s1);
            const w1 = load(w + NUMBER);
            c10 = multiplyAdd(c10, w1, s0);
            c11 = multiplyAdd(c11, w1, s1);
            const w2 = load(w + 2 * NUMBER);
            c20 = multiplyAdd(c20, w2, s0);
            c21 = multiplyAdd(c21, w2, s1);
            const w3 = load(w + 3 * NUMBER);
            c30 = multiplyAdd(c30, w3, s0);
            c31 = multiplyAdd(c31, w3, s1);
          }
          const gate = gates + t;
          store(out, whereAbove(load(gate), zero, c00));
          store(out + NUMBER, whereAbove(load(gate + NUMBER), zero, c01));
          store(out + ROW, whereAbove(load(gate + ROW), zero, c10));
          store(out + ROW + NUMBER, whereAbove(load(gate + ROW + NUMBER), zero, c11));
          store(out + 2 * ROW, whereAbove(load(gate + 2 * ROW), zero, c20));
          store(out + 2 * ROW + NUMBER, whereAbove(load(gate + 2 * ROW + NUMBER), zero, c21));
          store(out + 3 * ROW, whereAbove(load(gate + 3 * ROW), zero, c30));
          store(out + 3 * ROW + NUMBER, whereAbove(load(gate + 3 * ROW + NUMBER), zero, c31));
        }
      }
    }
  }
}
