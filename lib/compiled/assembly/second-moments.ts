// Sums of products of every two columns of some rows, Σₙ xₙᵢxₙⱼ, in double precision, in tiles of four by four columns.
// AssemblyScript, compiled by build.cjs. second-moments.ts has the same computation in TypeScript, operation by operation.
//
// Columns stand in fours: those of one four, of all rows, lie side by side, `stride` bytes from one four to the next.

/**
 * Adds the products of the four at `columns` with itself and with the fours after it, up to `end`, to the tiles at `out`:
 * a tile is four rows of four, one tile after the other.
 */
export function addProducts(columns: usize, end: usize, stride: usize, out: usize): void {
  for (let other = columns; other < end; other += stride, out += 128) {
    let a0 = v128.load(out), a1 = v128.load(out, 16);
    let b0 = v128.load(out, 32), b1 = v128.load(out, 48);
    let c0 = v128.load(out, 64), c1 = v128.load(out, 80);
    let d0 = v128.load(out, 96), d1 = v128.load(out, 112);
    let right = other;
    for (let left = columns; left < columns + stride; left += 32, right += 32) {
      const y0 = v128.load(right), y1 = v128.load(right, 16);
      const a = v128.load64_splat(left);
      a0 = f64x2.add(a0, f64x2.mul(a, y0));
      a1 = f64x2.add(a1, f64x2.mul(a, y1));
      const b = v128.load64_splat(left, 8);
      b0 = f64x2.add(b0, f64x2.mul(b, y0));
      b1 = f64x2.add(b1, f64x2.mul(b, y1));
      const c = v128.load64_splat(left, 16);
      c0 = f64x2.add(c0, f64x2.mul(c, y0));
      c1 = f64x2.add(c1, f64x2.mul(c, y1));
      const d = v128.load64_splat(left, 24);
      d0 = f64x2.add(d0, f64x2.mul(d, y0));
      d1 = f64x2.add(d1, f64x2.mul(d, y1));
    }
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, b0, 32);
    v128.store(out, b1, 48);
    v128.store(out, c0, 64);
    v128.store(out, c1, 80);
    v128.store(out, d0, 96);
    v128.store(out, d1, 112);
  }
}
