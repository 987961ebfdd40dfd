// Paths side by side in the lanes of a SIMD vector: one lane is one path. build.cjs puts this file, after a first line that
// says `type E = f32;` (four paths in single precision) or `type E = f64;` (two in double precision), where a kernel imports
// './lanes'. lanes-scalar.ts has the same functions without SIMD.

/** The same number of every path. */
export type V = v128;

/** Paths side by side. */
export const LANES: usize = 16 / sizeof<E>();
/** Bytes of a path's number. */
export const ELEMENT: usize = sizeof<E>();
/** Bytes of a number of all paths. */
export const NUMBER: usize = LANES * ELEMENT;
/** Bytes of a complex number of all paths: real parts, then imaginary parts. */
export const POINT: usize = 2 * NUMBER;
/** Bytes of a sum in double precision for all paths. */
export const SUM: usize = LANES * 8;
/** The smallest positive number that is not denormal. */
export const SMALLEST: f64 = sizeof<E>() == 4 ? 1.1754943508222875e-38 : 2.2250738585072014e-308;

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
  return v128.load_splat<E>(at);
}

// @ts-ignore: decorator
@inline
export function splat1(at: usize): V {
  return v128.load_splat<E>(at, 1 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function splat2(at: usize): V {
  return v128.load_splat<E>(at, 2 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function splat3(at: usize): V {
  return v128.load_splat<E>(at, 3 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function splat4(at: usize): V {
  return v128.load_splat<E>(at, 4 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function splat5(at: usize): V {
  return v128.load_splat<E>(at, 5 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function splat6(at: usize): V {
  return v128.load_splat<E>(at, 6 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function splat7(at: usize): V {
  return v128.load_splat<E>(at, 7 * sizeof<E>());
}

// @ts-ignore: decorator
@inline
export function constant(value: f64): V {
  return v128.splat<E>(<E>value);
}

// @ts-ignore: decorator
@inline
export function add(a: V, b: V): V {
  return v128.add<E>(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: V, b: V): V {
  return v128.sub<E>(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: V, b: V): V {
  return v128.mul<E>(a, b);
}

// @ts-ignore: decorator
@inline
export function div(a: V, b: V): V {
  return v128.div<E>(a, b);
}

// @ts-ignore: decorator
@inline
export function sqrt(a: V): V {
  return v128.sqrt<E>(a);
}

// @ts-ignore: decorator
@inline
export function neg(a: V): V {
  return v128.neg<E>(a);
}

/** `value` where a > b, else 0. */
// @ts-ignore: decorator
@inline
export function whereAbove(a: V, b: V, value: V): V {
  return v128.and(v128.gt<E>(a, b), value);
}

/** Adds every path's number to its sum in double precision. */
// @ts-ignore: decorator
@inline
export function accumulate(sums: usize, value: V): void {
  if (sizeof<E>() == 8) {
    v128.store(sums, f64x2.add(v128.load(sums), value));
  } else {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(value)));
    const upper = f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 1));
    v128.store(sums + 16, f64x2.add(v128.load(sums + 16), upper));
  }
}

/** Every path's sum times `factor`, rounded to the precision of a number. */
// @ts-ignore: decorator
@inline
export function rounded(sums: usize, factor: f64): V {
  const scale = f64x2.splat(factor);
  const lower = f64x2.mul(v128.load(sums), scale);
  if (sizeof<E>() == 8) return lower;
  const upper = f64x2.mul(v128.load(sums + 16), scale);
  return v128.shuffle<u64>(f32x4.demote_f64x2_zero(lower), f32x4.demote_f64x2_zero(upper), 0, 2);
}
