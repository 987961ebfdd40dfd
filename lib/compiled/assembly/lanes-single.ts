// Four paths at a time in single precision: one SIMD lane is one path. lanes-double.ts and lanes-scalar.ts are the same in other
// precision and without SIMD; build.cjs puts one of the three where a kernel imports './lanes'.

/** The same number of every path. */
export type V = v128;

/** Paths side by side. */
export const LANES: usize = 4;
/** Bytes of a path's number. */
export const ELEMENT: usize = 4;
/** Bytes of a number of all paths. */
export const NUMBER: usize = LANES * ELEMENT;
/** Bytes of a complex number of all paths: real parts, then imaginary parts. */
export const POINT: usize = 2 * NUMBER;
/** Bytes of a sum in double precision for all paths. */
export const SUM: usize = LANES * 8;
/** The smallest number with all its digits. */
export const SMALLEST: f64 = 1.1754943508222875e-38;

// @ts-ignore: decorator
@inline
export function load(at: usize): V {
  return v128.load(at);
}

// @ts-ignore: decorator
@inline
export function store(at: usize, value: V): void {
  v128.store(at, value);
}

/** The one number at `at` for all paths; below those that follow it. */
// @ts-ignore: decorator
@inline
export function splat0(at: usize): V {
  return v128.load_splat<f32>(at);
}

// @ts-ignore: decorator
@inline
export function splat1(at: usize): V {
  return v128.load_splat<f32>(at, 4);
}

// @ts-ignore: decorator
@inline
export function splat2(at: usize): V {
  return v128.load_splat<f32>(at, 8);
}

// @ts-ignore: decorator
@inline
export function splat3(at: usize): V {
  return v128.load_splat<f32>(at, 12);
}

// @ts-ignore: decorator
@inline
export function splat4(at: usize): V {
  return v128.load_splat<f32>(at, 16);
}

// @ts-ignore: decorator
@inline
export function splat5(at: usize): V {
  return v128.load_splat<f32>(at, 20);
}

// @ts-ignore: decorator
@inline
export function splat6(at: usize): V {
  return v128.load_splat<f32>(at, 24);
}

// @ts-ignore: decorator
@inline
export function splat7(at: usize): V {
  return v128.load_splat<f32>(at, 28);
}

// @ts-ignore: decorator
@inline
export function constant(value: f64): V {
  return f32x4.splat(<f32>value);
}

// @ts-ignore: decorator
@inline
export function add(a: V, b: V): V {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: V, b: V): V {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: V, b: V): V {
  return f32x4.mul(a, b);
}

// @ts-ignore: decorator
@inline
export function div(a: V, b: V): V {
  return f32x4.div(a, b);
}

// @ts-ignore: decorator
@inline
export function sqrt(a: V): V {
  return f32x4.sqrt(a);
}

// @ts-ignore: decorator
@inline
export function neg(a: V): V {
  return f32x4.neg(a);
}

/** `value` where a > b, else 0. */
// @ts-ignore: decorator
@inline
export function whereAbove(a: V, b: V, value: V): V {
  return v128.and(f32x4.gt(a, b), value);
}

/** Adds every path's number to its sum in double precision. */
// @ts-ignore: decorator
@inline
export function accumulate(sums: usize, value: V): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(value)));
  const upper = f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 1));
  v128.store(sums + 16, f64x2.add(v128.load(sums + 16), upper));
}

/** Every path's sum times `factor`, rounded. */
// @ts-ignore: decorator
@inline
export function rounded(sums: usize, factor: f64): V {
  const scale = f64x2.splat(factor);
  const lower = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(sums), scale));
  const upper = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(sums + 16), scale));
  return v128.shuffle<u64>(lower, upper, 0, 2);
}
