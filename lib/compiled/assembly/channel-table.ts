// Tables of channels over time, and sums and products over them, for all lanes at once.
// AssemblyScript, compiled by build.cjs for every kind of lanes.
//
// A table of channels is cut into blocks of 64 points of time. It has `rows` rows, a multiple of four; rows beyond the
// last channel hold zeros. One entry is a number of all lanes (NUMBER bytes):
//
//   block 0: row 0         t = 0 … 63      gap of 64 bytes
//            row 1         t = 0 … 63      gap
//            …
//            row rows − 1  t = 0 … 63      gap
//   block 1: row 0         t = 64 … 127    gap
//            …
//
// Gram sums stand in tiles of four rows a by two columns b, eight sums in double precision, for all b from the tile's
// own rows on. Order of the tiles, and of the sums in a tile, for rows i … i + 3 and columns j, j + 1:
//
//   tiles: (i = 0, j = 0) (0, 2) (0, 4) … (0, rows − 2) (4, 4) (4, 6) …
//   sums:  (i, j) (i, j + 1) (i + 1, j) (i + 1, j + 1) (i + 2, j) (i + 2, j + 1) (i + 3, j) (i + 3, j + 1)
//
// Tiles of four by two keep eight sums in registers and reach three quarters of the machine's rate of multiplications
// and additions. Larger or unrolled tiles reach half of that, because sums without a register go through memory.

import { accumulate, add, constant, ELEMENT, load, mul, NUMBER, rounded, splat0, store, sub, SUM, V, whereAbove } from './lanes';

/** Points of a block. */
export const BLOCK: usize = 64;
/**
 * Bytes from a row of a block to the next: without the gap all rows would map to the same few sets of the fastest
 * cache.
 */
export const ROW: usize = BLOCK * NUMBER + 64;
/** Points that `mix` takes at a time: so many points of all rows stay in the fastest cache. */
const CHUNK: usize = 16;

// @ts-ignore: decorator
@inline
function multiplyAdd(sum: V, a: V, b: V): V {
  return add(sum, mul(a, b));
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

/**
 * Adds Σₜ Sₐ(t) S_b(t) to the sums; or, where `rates` is not 0, Sₐ(t) Ṡ_b(t) + Ṡₐ(t) S_b(t), Ṡ standing `rates` bytes
 * before S. A block is summed in the lanes' precision, blocks in double.
 */
export function gram(table: usize, rates: usize, rows: usize, n: usize, sums: usize): void {
  const points = min<usize>(n, BLOCK);
  const turns: usize = rates === 0 ? 1 : 2;
  const end = table + rows * n / points * ROW;
  for (let block = table; block < end; block += rows * ROW) {
    let tile = sums;
    for (let i: usize = 0; i < rows; i += 4) {
      const left = block + i * ROW;
      for (let j = i; j < rows; j += 2, tile += 8 * SUM) {
        let c00 = constant(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        // First Sₐ and Ṡ_b, then Ṡₐ and S_b: all four at once need more registers than there are.
        for (let turn: usize = 0; turn < turns; turn++) {
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

/** Subtracts the products of means from Gram sums: sum − (left(a) right(b) + left(b) right(a)) · factor. */
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

/**
 * out ← P · sums, in double precision: `projection` holds P in fours of rows, the four numbers of a column side by
 * side.
 */
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
    for (let b: usize = 0; b < rows; b++) {
      total = multiplyAdd(total, load(matrix + (a * rows + b) * NUMBER), rounded(sums + b * SUM, factor));
    }
    store(offsets + a * NUMBER, sub(load(offsets + a * NUMBER), total));
  }
}

/**
 * slope ← W · S + offset where the gates are open, else 0; or, where `further` is not 0, slope + W · S there.
 */
export function mix(
  matrix: usize, table: usize, gates: usize, offsets: usize, slopes: usize, rows: usize, n: usize, further: usize,
): void {
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
