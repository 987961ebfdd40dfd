// Sums of lag products, Σ xᵢxᵢ₋ₗ and Σ xᵢ²xᵢ₋ₗ², and their gradients, for two paths at a time: one SIMD lane is one
// path. AssemblyScript, compiled by build.cjs. plain-lag-products.ts is the same computation in TypeScript, operation
// by operation: change both; a test compares the bits.
//
// A buffer is a run of points; a point is both paths' values (16 bytes). Zero points lie before and after each path, as
// many as the largest lag, so that no loop treats the ends apart:
//
//   0 … 0 | x₀ x₁ … x_{d−1} (0 to whole blocks) | 0 … 0
//           ^ pointers are to this point
// Points are taken in blocks of four; lags of x in tiles of two, lags of x² in tiles of four.

/** Address of the value `offset` points after `at`; `offset` is a constant. */
// @ts-ignore: decorator
@inline
function point(at: usize, offset: isize): v128 {
  return v128.load(at + offset * 16);
}

/** (s₀t₀ + s₁t₁) + (s₂t₂ + s₃t₃), the products of one block. */
// @ts-ignore: decorator
@inline
function blockSum(s0: v128, s1: v128, s2: v128, s3: v128, t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  return f64x2.add(
    f64x2.add(f64x2.mul(s0, t0), f64x2.mul(s1, t1)),
    f64x2.add(f64x2.mul(s2, t2), f64x2.mul(s3, t3)),
  );
}

/** Σᵢ xᵢxᵢ₋ₗ for l = 0, 1, …, 2·tiles − 1. */
export function linearSums(x: usize, sums: usize, blocks: usize, tiles: usize): void {
  const end = x + blocks * 64;
  for (let tile: usize = 0; tile < tiles; tile++) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let shifted = x - tile * 32;
    for (let at = x; at < end; at += 64, shifted += 64) {
      const s0 = point(at, 0), s1 = point(at, 1), s2 = point(at, 2), s3 = point(at, 3);
      const t0 = point(shifted, -1), t1 = point(shifted, 0), t2 = point(shifted, 1), t3 = point(shifted, 2);
      a = f64x2.add(a, blockSum(s0, s1, s2, s3, t1, t2, t3, point(shifted, 3)));
      b = f64x2.add(b, blockSum(s0, s1, s2, s3, t0, t1, t2, t3));
    }
    v128.store(sums, a);
    v128.store(sums, b, 16);
    sums += 32;
  }
}

/** Σᵢ sᵢsᵢ₋ₗ for l = 1, 2, …, 4·tiles. */
export function squareSums(s: usize, sums: usize, blocks: usize, tiles: usize): void {
  const end = s + blocks * 64;
  for (let tile: usize = 0; tile < tiles; tile++) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    // The lags of this tile are 1 to 4 as seen from here.
    let shifted = s - tile * 64;
    for (let at = s; at < end; at += 64, shifted += 64) {
      const s0 = point(at, 0), s1 = point(at, 1), s2 = point(at, 2), s3 = point(at, 3);
      const t0 = point(shifted, -4), t1 = point(shifted, -3), t2 = point(shifted, -2), t3 = point(shifted, -1);
      d = f64x2.add(d, blockSum(s0, s1, s2, s3, t0, t1, t2, t3));
      const t4 = point(shifted, 0);
      c = f64x2.add(c, blockSum(s0, s1, s2, s3, t1, t2, t3, t4));
      const t5 = point(shifted, 1);
      b = f64x2.add(b, blockSum(s0, s1, s2, s3, t2, t3, t4, t5));
      a = f64x2.add(a, blockSum(s0, s1, s2, s3, t3, t4, t5, point(shifted, 2)));
    }
    v128.store(sums, a);
    v128.store(sums, b, 16);
    v128.store(sums, c, 32);
    v128.store(sums, d, 48);
    sums += 64;
  }
}

/** s ← x², over whole blocks. */
export function square(x: usize, s: usize, blocks: usize): void {
  const end = x + blocks * 64;
  for (; x < end; x += 16, s += 16) {
    const value = v128.load(x);
    v128.store(s, f64x2.mul(value, value));
  }
}

/** x ← moved and s ← moved², over whole blocks. */
export function settle(moved: usize, x: usize, s: usize, blocks: usize): void {
  const end = moved + blocks * 64;
  for (; moved < end; moved += 16, x += 16, s += 16) {
    const value = v128.load(moved);
    v128.store(x, value);
    v128.store(s, f64x2.mul(value, value));
  }
}

/** The points of two paths one after the other: `first` and `second` get `length` numbers each, rounded up to even. */
export function separate(x: usize, first: usize, second: usize, length: usize): void {
  const end = x + length * 16;
  for (; x < end; x += 32, first += 16, second += 16) {
    const p = v128.load(x), q = v128.load(x, 16);
    v128.store(first, v128.shuffle<u64>(p, q, 0, 2));
    v128.store(second, v128.shuffle<u64>(p, q, 1, 3));
  }
}

/**
 * out ← x − ((v₀ + Σₗ uₗ(sᵢ₋ₗ + sᵢ₊ₗ)) x + Σ_{l ≥ 1} vₗ(xᵢ₋ₗ + xᵢ₊ₗ)), over whole blocks.
 * `weights` holds v₀ … v_linearLags, then u₁ … u_{4·tiles}, a point each.
 */
export function move(x: usize, s: usize, out: usize, weights: usize, blocks: usize, linearLags: usize, tiles: usize): void {
  const end = x + blocks * 64;
  const squareWeights = weights + (linearLags + 1) * 16;
  const weightsEnd = squareWeights + tiles * 64;
  for (; x < end; x += 64, s += 64, out += 64) {
    let a = v128.load(weights);
    let b = a;
    let c = a;
    let d = a;
    // Lags l … l + 3 of this tile reach from `left` to the left and from `right` to the right.
    let left = s - 64;
    let right = s + 16;
    for (let w = squareWeights; w < weightsEnd; w += 64, left -= 64, right += 64) {
      const w0 = v128.load(w);
      const l3 = point(left, 3), l4 = point(left, 4), l5 = point(left, 5);
      const r1 = point(right, 1), r2 = point(right, 2), r3 = point(right, 3);
      a = f64x2.add(a, f64x2.mul(w0, f64x2.add(l3, point(right, 0))));
      b = f64x2.add(b, f64x2.mul(w0, f64x2.add(l4, r1)));
      c = f64x2.add(c, f64x2.mul(w0, f64x2.add(l5, r2)));
      d = f64x2.add(d, f64x2.mul(w0, f64x2.add(point(left, 6), r3)));
      const w1 = v128.load(w, 16);
      const l2 = point(left, 2), r4 = point(right, 4);
      a = f64x2.add(a, f64x2.mul(w1, f64x2.add(l2, r1)));
      b = f64x2.add(b, f64x2.mul(w1, f64x2.add(l3, r2)));
      c = f64x2.add(c, f64x2.mul(w1, f64x2.add(l4, r3)));
      d = f64x2.add(d, f64x2.mul(w1, f64x2.add(l5, r4)));
      const w2 = v128.load(w, 32);
      const l1 = point(left, 1), r5 = point(right, 5);
      a = f64x2.add(a, f64x2.mul(w2, f64x2.add(l1, r2)));
      b = f64x2.add(b, f64x2.mul(w2, f64x2.add(l2, r3)));
      c = f64x2.add(c, f64x2.mul(w2, f64x2.add(l3, r4)));
      d = f64x2.add(d, f64x2.mul(w2, f64x2.add(l4, r5)));
      const w3 = v128.load(w, 48);
      a = f64x2.add(a, f64x2.mul(w3, f64x2.add(point(left, 0), r3)));
      b = f64x2.add(b, f64x2.mul(w3, f64x2.add(l1, r4)));
      c = f64x2.add(c, f64x2.mul(w3, f64x2.add(l2, r5)));
      d = f64x2.add(d, f64x2.mul(w3, f64x2.add(l3, point(right, 6))));
    }
    a = f64x2.mul(a, point(x, 0));
    b = f64x2.mul(b, point(x, 1));
    c = f64x2.mul(c, point(x, 2));
    d = f64x2.mul(d, point(x, 3));
    left = x - 16;
    right = x + 16;
    for (let w = weights + 16; w < squareWeights; w += 16, left -= 16, right += 16) {
      const w0 = v128.load(w);
      a = f64x2.add(a, f64x2.mul(w0, f64x2.add(point(left, 0), point(right, 0))));
      b = f64x2.add(b, f64x2.mul(w0, f64x2.add(point(left, 1), point(right, 1))));
      c = f64x2.add(c, f64x2.mul(w0, f64x2.add(point(left, 2), point(right, 2))));
      d = f64x2.add(d, f64x2.mul(w0, f64x2.add(point(left, 3), point(right, 3))));
    }
    v128.store(out, f64x2.sub(point(x, 0), a));
    v128.store(out, f64x2.sub(point(x, 1), b), 16);
    v128.store(out, f64x2.sub(point(x, 2), c), 32);
    v128.store(out, f64x2.sub(point(x, 3), d), 48);
  }
}

/**
 * x ← x − (v₀x + v₁(xᵢ₋₁ + xᵢ₊₁)) in place, over whole blocks, and the sums of `linearSums` for lags 0 and 1 of what results: the
 * operations of `move` and `linearSums` in their order, in one pass. Every block must belong to the path. `weights` holds v₀, v₁.
 */
export function moveNeighbours(x: usize, weights: usize, sums: usize, blocks: usize): void {
  const v0 = v128.load(weights), v1 = v128.load(weights, 16);
  const end = x + blocks * 64;
  let squares = f64x2.splat(0);
  let products = f64x2.splat(0);
  // The point before the block, as it was and as it is now.
  let before = point(x, -1);
  let t = before;
  for (; x < end; x += 64) {
    const x0 = point(x, 0), x1 = point(x, 1), x2 = point(x, 2), x3 = point(x, 3);
    const s0 = f64x2.sub(x0, f64x2.add(f64x2.mul(v0, x0), f64x2.mul(v1, f64x2.add(before, x1))));
    const s1 = f64x2.sub(x1, f64x2.add(f64x2.mul(v0, x1), f64x2.mul(v1, f64x2.add(x0, x2))));
    const s2 = f64x2.sub(x2, f64x2.add(f64x2.mul(v0, x2), f64x2.mul(v1, f64x2.add(x1, x3))));
    const s3 = f64x2.sub(x3, f64x2.add(f64x2.mul(v0, x3), f64x2.mul(v1, f64x2.add(x2, point(x, 4)))));
    v128.store(x, s0);
    v128.store(x, s1, 16);
    v128.store(x, s2, 32);
    v128.store(x, s3, 48);
    squares = f64x2.add(squares, blockSum(s0, s1, s2, s3, s0, s1, s2, s3));
    products = f64x2.add(products, blockSum(s0, s1, s2, s3, t, s0, s1, s2));
    before = x3;
    t = s3;
  }
  v128.store(sums, squares);
  v128.store(sums, products, 16);
}
