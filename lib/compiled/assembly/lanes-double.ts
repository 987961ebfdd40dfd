// Two paths at a time in double precision; see lanes-single.ts, whose functions these are.

/** The same number of every path. */
export type V = v128;

/** Paths side by side. */
export const LANES: usize = 2;
/** Bytes of a path's number. */
export const ELEMENT: usize = 8;
/** Bytes of a number of all paths. */
export const NUMBER: usize = LANES * ELEMENT;
/** Bytes of a complex number of all paths: real parts, then imaginary parts. */
export const POINT: usize = 2 * NUMBER;
/** Bytes of a sum in double precision for all paths. */
export const SUM: usize = LANES * 8;
/** The smallest number with all its digits. */
export const SMALLEST: f64 = 2.2250738585072014e-308;

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
  return v128.load_splat<f64>(at);
}

// @ts-ignore: decorator
@inline
export function splat1(at: usize): V {
  return v128.load_splat<f64>(at, 8);
}

// @ts-ignore: decorator
@inline
export function splat2(at: usize): V {
  return v128.load_splat<f64>(at, 16);
}

// @ts-ignore: decorator
@inline
export function splat3(at: usize): V {
  return v128.load_splat<f64>(at, 24);
}

// @ts-ignore: decorator
@inline
export function splat4(at: usize): V {
  return v128.load_splat<f64>(at, 32);
}

// @ts-ignore: decorator
@inline
export function splat5(at: usize): V {
  return v128.load_splat<f64>(at, 40);
}

// @ts-ignore: decorator
@inline
export function splat6(at: usize): V {
  return v128.load_splat<f64>(at, 48);
}

// @ts-ignore: decorator
@inline
export function splat7(at: usize): V {
  return v128.load_splat<f64>(at, 56);
}

// @ts-ignore: decorator
@inline
export function constant(value: f64): V {
  return f64x2.splat(value);
}

// @ts-ignore: decorator
@inline
export function add(a: V, b: V): V {
  return f64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: V, b: V): V {
  return f64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: V, b: V): V {
  return f64x2.mul(a, b);
}

// @ts-ignore: decorator
@inline
export function div(a: V, b: V): V {
  return f64x2.div(a, b);
}

// @ts-ignore: decorator
@inline
export function sqrt(a: V): V {
  return f64x2.sqrt(a);
}

// @ts-ignore: decorator
@inline
export function neg(a: V): V {
  return f64x2.neg(a);
}

/** `value` where a > b, else 0. */
// @ts-ignore: decorator
@inline
export function whereAbove(a: V, b: V, value: V): V {
  return v128.and(f64x2.gt(a, b), value);
}

/** Adds every path's number to its sum in double precision. */
// @ts-ignore: decorator
@inline
export function accumulate(sums: usize, value: V): void {
  v128.store(sums, f64x2.add(v128.load(sums), value));
}

/** Every path's sum times `factor`. */
// @ts-ignore: decorator
@inline
export function rounded(sums: usize, factor: f64): V {
  return f64x2.mul(v128.load(sums), f64x2.splat(factor));
}
