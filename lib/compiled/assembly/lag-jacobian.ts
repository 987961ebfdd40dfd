// The Jacobian determinant of a step of a lag-product energy, for two paths at a time: one SIMD lane is one path.
// AssemblyScript, compiled by build.cjs. Elimination through a symmetric band, M = L D Lᵀ, that carries K columns Y
// along: the same operations in the same order as bandPass of linear-algebra/banded.ts. Change both; a test
// compares the bits.
//
// A point is both paths' values (16 bytes); x and s = x² have zero points before and after the path.

// @ts-ignore: decorator
@inline
function point(at: usize, offset: isize): v128 {
  return v128.load(at + offset * 16);
}

/** out ← the points of two paths that lie one after the other, `length` numbers each, rounded up to even. */
export function interleave(first: usize, second: usize, out: usize, length: usize): void {
  const end = out + length * 16;
  for (; out < end; out += 32, first += 16, second += 16) {
    const a = v128.load(first), b = v128.load(second);
    v128.store(out, v128.shuffle<u64>(a, b, 0, 2));
    v128.store(out, v128.shuffle<u64>(a, b, 1, 3), 16);
  }
}

/** s ← x². */
export function square(x: usize, s: usize, length: usize): void {
  const end = x + length * 16;
  for (; x < end; x += 16, s += 16) v128.store(s, f64x2.mul(v128.load(x), v128.load(x)));
}

/**
 * For band width 1, constant along the path, and the columns of lags 0 and 1: all in registers, for two points side by
 * side, so that one division does not wait for the other.
 * `coefficients` holds M's diagonal and side. `out` receives the couplings, [2, 2] without (0, 1), the least |pivot|,
 * the largest |diagonal entry|, and the product of each eight pivots.
 */
export function tridiagonal(x0: usize, x1: usize, coefficients0: usize, coefficients1: usize, out0: usize, out1: usize, order: usize): void {
  const diagonal0 = v128.load(coefficients0), diagonal1 = v128.load(coefficients1);
  const side0 = v128.load(coefficients0, 16), side1 = v128.load(coefficients1, 16);
  const one = f64x2.splat(1);
  let inverse0 = f64x2.splat(0), inverse1 = inverse0;
  let a0 = inverse0, a1 = inverse0, b0 = inverse0, b1 = inverse0;
  let aa0 = inverse0, aa1 = inverse0, ab0 = inverse0, ab1 = inverse0, bb0 = inverse0, bb1 = inverse0;
  let least0 = f64x2.splat(Infinity), least1 = least0;
  let products0 = out0 + 96, products1 = out1 + 96;
  for (let row: usize = 0; row < order; row += 8) {
    let product0 = one, product1 = one;
    const end = x0 + min(8, order - row) * 16;
    for (; x0 < end; x0 += 16, x1 += 16) {
      const factor0 = f64x2.mul(side0, inverse0), factor1 = f64x2.mul(side1, inverse1);
      const pivot0 = f64x2.sub(diagonal0, f64x2.mul(factor0, side0)), pivot1 = f64x2.sub(diagonal1, f64x2.mul(factor1, side1));
      inverse0 = f64x2.div(one, pivot0);
      inverse1 = f64x2.div(one, pivot1);
      product0 = f64x2.mul(product0, pivot0);
      product1 = f64x2.mul(product1, pivot1);
      least0 = f64x2.pmin(f64x2.abs(pivot0), least0);
      least1 = f64x2.pmin(f64x2.abs(pivot1), least1);
      a0 = f64x2.sub(point(x0, 0), f64x2.mul(factor0, a0));
      a1 = f64x2.sub(point(x1, 0), f64x2.mul(factor1, a1));
      b0 = f64x2.sub(f64x2.add(point(x0, -1), point(x0, 1)), f64x2.mul(factor0, b0));
      b1 = f64x2.sub(f64x2.add(point(x1, -1), point(x1, 1)), f64x2.mul(factor1, b1));
      const scaled0 = f64x2.mul(b0, inverse0), scaled1 = f64x2.mul(b1, inverse1);
      aa0 = f64x2.add(aa0, f64x2.mul(f64x2.mul(a0, inverse0), a0));
      aa1 = f64x2.add(aa1, f64x2.mul(f64x2.mul(a1, inverse1), a1));
      ab0 = f64x2.add(ab0, f64x2.mul(scaled0, a0));
      ab1 = f64x2.add(ab1, f64x2.mul(scaled1, a1));
      bb0 = f64x2.add(bb0, f64x2.mul(scaled0, b0));
      bb1 = f64x2.add(bb1, f64x2.mul(scaled1, b1));
    }
    v128.store(products0, product0);
    v128.store(products1, product1);
    products0 += 16;
    products1 += 16;
  }
  v128.store(out0, aa0);
  v128.store(out0, ab0, 32);
  v128.store(out0, bb0, 48);
  v128.store(out0, least0, 64);
  v128.store(out0, f64x2.abs(diagonal0), 80);
  v128.store(out1, aa1);
  v128.store(out1, ab1, 32);
  v128.store(out1, bb1, 48);
  v128.store(out1, least1, 64);
  v128.store(out1, f64x2.abs(diagonal1), 80);
}

/**
 * The band of M and the columns, row by row. Entry (i, i − l) of M lies at band[i][l], and the columns are those of
 * Σ xᵢxᵢ₋ₗ, l = 0 … linearLags, and of Σ xᵢ²xᵢ₋ₗ², l = 1 … squareLags, up to constants that the caller knows.
 * `weights` holds v₀, −v₁ … −v_bandwidth, then u₁ … u_squareLags, then 2u₁ … 2u_squareLags.
 */
export function fill(
  x: usize, s: usize, weights: usize, band: usize, columns: usize,
  order: usize, bandwidth: usize, linearLags: usize, squareLags: usize, columnStride: usize,
): void {
  const one = f64x2.splat(1);
  const pulls = weights + (bandwidth + 1) * 16;
  const mixed = pulls + squareLags * 16;
  const end = x + order * 16;
  for (; x < end; x += 16, s += 16, band += (bandwidth + 1) * 16, columns += columnStride) {
    const here = v128.load(x);
    v128.store(columns, here);
    let column = columns + 16;
    for (let l: usize = 16; l <= linearLags * 16; l += 16, column += 16) v128.store(column, f64x2.add(v128.load(x - l), v128.load(x + l)));
    let pull = v128.load(weights);
    let at: usize = 16;
    for (; at <= squareLags * 16; at += 16, column += 16) {
      const around = f64x2.add(v128.load(s - at), v128.load(s + at));
      v128.store(column, f64x2.mul(here, around));
      pull = f64x2.add(pull, f64x2.mul(v128.load(pulls + at - 16), around));
      const product = f64x2.mul(v128.load(mixed + at - 16), f64x2.mul(here, v128.load(x - at)));
      v128.store(band + at, f64x2.sub(v128.load(weights + at), product));
    }
    for (; at <= bandwidth * 16; at += 16) v128.store(band + at, v128.load(weights + at));
    v128.store(band, f64x2.sub(one, pull));
  }
}

/** Rows after which the couplings are updated: few enough that the rows stay in the fastest cache. */
const chunk: usize = 32;

/**
 * For any bandwidth and number of columns, a multiple of eight; what `fill` wrote is overwritten. To `couplings` is
 * added Y M⁻¹Yᵀ of the columns, its lower triangle. `out` receives the least |pivot|, the largest |diagonal entry|, and
 * the product of each eight pivots.
 */
export function banded(
  band: usize, columns: usize, inverses: usize, couplings: usize, out: usize, order: usize, bandwidth: usize, columnStride: usize,
): void {
  const one = f64x2.splat(1);
  let least = f64x2.splat(Infinity);
  let largest = f64x2.splat(0);
  let product = one;
  let products = out + 32;
  const bandStride = (bandwidth + 1) * 16;
  let chunkStart: usize = 0;
  for (let i: usize = 0; i < order; i++) {
    const reach = min(i, bandwidth);
    const row = band + i * bandStride;
    let pivot = v128.load(row);
    largest = f64x2.pmax(largest, f64x2.abs(pivot));
    // From the farthest column to the nearest: an entry (i, j), by now L(i, j) D(j), updates those right of it.
    for (let lag = reach; lag > 0; lag--) {
      const at = row + lag * 16;
      const entry = v128.load(at);
      const factor = f64x2.mul(entry, v128.load(inverses + (i - lag) * 16));
      pivot = f64x2.sub(pivot, f64x2.mul(factor, entry));
      v128.store(at, factor);
      let other = row - (lag - 1) * bandStride + 16;
      for (let right = at - 16; right > row; right -= 16, other += bandStride + 16) {
        v128.store(right, f64x2.sub(v128.load(right), f64x2.mul(entry, v128.load(other))));
      }
    }
    const inverse = f64x2.div(one, pivot);
    v128.store(inverses + i * 16, inverse);
    least = f64x2.pmin(f64x2.abs(pivot), least);
    product = f64x2.mul(product, pivot);
    if (i % 8 === 7 || i === order - 1) {
      v128.store(products, product);
      products += 16;
      product = one;
    }
    const end = columns + (i + 1) * columnStride;
    for (let tile = columns + i * columnStride; tile < end; tile += 128) updateColumns(tile, columnStride, row, reach);
    if (i % chunk === chunk - 1 || i === order - 1) {
      couple(columns + chunkStart * columnStride, columnStride, inverses + chunkStart * 16, couplings, i + 1 - chunkStart);
      chunkStart = i + 1;
    }
  }
  v128.store(out, least);
  v128.store(out, largest, 16);
}

/** Subtracts from eight columns of a row its factors times those of the rows before it. */
function updateColumns(tile: usize, columnStride: usize, row: usize, reach: usize): void {
  let a = v128.load(tile), b = v128.load(tile, 16), c = v128.load(tile, 32), d = v128.load(tile, 48);
  let e = v128.load(tile, 64), f = v128.load(tile, 80), g = v128.load(tile, 96), h = v128.load(tile, 112);
  let before = tile - reach * columnStride;
  for (let at = row + reach * 16; at > row; at -= 16, before += columnStride) {
    const factor = v128.load(at);
    a = f64x2.sub(a, f64x2.mul(factor, v128.load(before)));
    b = f64x2.sub(b, f64x2.mul(factor, v128.load(before, 16)));
    c = f64x2.sub(c, f64x2.mul(factor, v128.load(before, 32)));
    d = f64x2.sub(d, f64x2.mul(factor, v128.load(before, 48)));
    e = f64x2.sub(e, f64x2.mul(factor, v128.load(before, 64)));
    f = f64x2.sub(f, f64x2.mul(factor, v128.load(before, 80)));
    g = f64x2.sub(g, f64x2.mul(factor, v128.load(before, 96)));
    h = f64x2.sub(h, f64x2.mul(factor, v128.load(before, 112)));
  }
  v128.store(tile, a);
  v128.store(tile, b, 16);
  v128.store(tile, c, 32);
  v128.store(tile, d, 48);
  v128.store(tile, e, 64);
  v128.store(tile, f, 80);
  v128.store(tile, g, 96);
  v128.store(tile, h, 112);
}

/** couplings += yᵢyᵢᵀ/Dᵢ over some rows, in tiles of two by four that reach the diagonal. */
function couple(columns: usize, columnStride: usize, inverses: usize, couplings: usize, rows: usize): void {
  const inversesEnd = inverses + rows * 16;
  for (let j: usize = 0; j < columnStride; j += 32) {
    for (let k: usize = 0; k < j + 32; k += 64) {
      const out = couplings + j / 16 * columnStride + k;
      const next = out + columnStride;
      let a = v128.load(out), b = v128.load(out, 16), c = v128.load(out, 32), d = v128.load(out, 48);
      let e = v128.load(next), f = v128.load(next, 16), g = v128.load(next, 32), h = v128.load(next, 48);
      let left = columns + j;
      let right = columns + k;
      for (let at = inverses; at < inversesEnd; at += 16, left += columnStride, right += columnStride) {
        const inverse = v128.load(at);
        const first = f64x2.mul(v128.load(left), inverse), second = f64x2.mul(v128.load(left, 16), inverse);
        const p = v128.load(right), q = v128.load(right, 16), r = v128.load(right, 32), t = v128.load(right, 48);
        a = f64x2.add(a, f64x2.mul(first, p));
        b = f64x2.add(b, f64x2.mul(first, q));
        c = f64x2.add(c, f64x2.mul(first, r));
        d = f64x2.add(d, f64x2.mul(first, t));
        e = f64x2.add(e, f64x2.mul(second, p));
        f = f64x2.add(f, f64x2.mul(second, q));
        g = f64x2.add(g, f64x2.mul(second, r));
        h = f64x2.add(h, f64x2.mul(second, t));
      }
      v128.store(out, a);
      v128.store(out, b, 16);
      v128.store(out, c, 32);
      v128.store(out, d, 48);
      v128.store(next, e);
      v128.store(next, f, 16);
      v128.store(next, g, 32);
      v128.store(next, h, 48);
    }
  }
}

/** The columns that `fill` writes, of `rows` rows. */
function fillColumns(x: usize, s: usize, columns: usize, rows: usize, linearLags: usize, squareLags: usize, columnStride: usize): void {
  const end = x + rows * 16;
  for (; x < end; x += 16, s += 16, columns += columnStride) {
    const here = v128.load(x);
    v128.store(columns, here);
    let column = columns + 16;
    for (let l: usize = 16; l <= linearLags * 16; l += 16, column += 16) v128.store(column, f64x2.add(v128.load(x - l), v128.load(x + l)));
    for (let at: usize = 16; at <= squareLags * 16; at += 16, column += 16) {
      v128.store(column, f64x2.mul(here, f64x2.add(v128.load(s - at), v128.load(s + at))));
    }
  }
}

/**
 * To `sums` is added YYᵀ of the columns that `fill` writes, its lower triangle. `columns` has room for `chunk` rows, whose
 * padding holds zeros; `ones` holds that many ones.
 */
export function gram(x: usize, s: usize, columns: usize, ones: usize, sums: usize, order: usize, linearLags: usize, squareLags: usize, columnStride: usize): void {
  for (let first: usize = 0; first < order; first += chunk) {
    const rows = min(chunk, order - first);
    fillColumns(x + first * 16, s + first * 16, columns, rows, linearLags, squareLags, columnStride);
    couple(columns, columnStride, ones, sums, rows);
  }
}
