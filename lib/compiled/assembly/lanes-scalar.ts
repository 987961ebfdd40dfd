// One path at a time, without SIMD instructions: the functions of lanes-simd.ts with the same operations in the same order.

/** The same number of every path. */
export type V = f32;

/** Paths side by side. */
export const LANES: usize = 1;
/** Bytes of a path's number. */
export const ELEMENT: usize = 4;
/** Bytes of a number of all paths. */
export const NUMBER: usize = LANES * ELEMENT;
/** Bytes of a complex number of all paths: real parts, then imaginary parts. */
export const POINT: usize = 2 * NUMBER;
/** Bytes of a sum in double precision for all paths. */
export const SUM: usize = LANES * 8;
/** The smallest positive number that is not denormal. */
export const SMALLEST: f64 = 1.1754943508222875e-38;

// @ts-ignore: decorator
@inline
export function load(at: usize): V {
  return f32.load(at);
}

// @ts-ignore: decorator
@inline
export function store(at: usize, value: V): void {
  f32.store(at, value);
}

/** The one number at `at` for all paths; below those that follow it. */
// @ts-ignore: decorator
@inline
export function splat0(at: usize): V {
  return f32.load(at);
}

// @ts-ignore: decorator
@inline
export function splat1(at: usize): V {
  return f32.load(at, 4);
}

// @ts-ignore: decorator
@inline
export function splat2(at: usize): V {
  return f32.load(at, 8);
}

// @ts-ignore: decorator
@inline
export function splat3(at: usize): V {
  return f32.load(at, 12);
}

// @ts-ignore: decorator
@inline
export function splat4(at: usize): V {
  return f32.load(at, 16);
}

// @ts-ignore: decorator
@inline
export function splat5(at: usize): V {
  return f32.load(at, 20);
}

// @ts-ignore: decorator
@inline
export function splat6(at: usize): V {
  return f32.load(at, 24);
}

// @ts-ignore: decorator
@inline
export function splat7(at: usize): V {
  return f32.load(at, 28);
}

// @ts-ignore: decorator
@inline
export function constant(value: f64): V {
  return <f32>value;
}

// @ts-ignore: decorator
@inline
export function add(a: V, b: V): V {
  return a + b;
}

// @ts-ignore: decorator
@inline
export function sub(a: V, b: V): V {
  return a - b;
}

// @ts-ignore: decorator
@inline
export function mul(a: V, b: V): V {
  return a * b;
}

// @ts-ignore: decorator
@inline
export function div(a: V, b: V): V {
  return a / b;
}

// @ts-ignore: decorator
@inline
export function sqrt(a: V): V {
  return f32.sqrt(a);
}

// @ts-ignore: decorator
@inline
export function neg(a: V): V {
  return -a;
}

/** `value` where a > b, else 0. */
// @ts-ignore: decorator
@inline
export function whereAbove(a: V, b: V, value: V): V {
  return a > b ? value : 0;
}

/** Adds every path's number to its sum in double precision. */
// @ts-ignore: decorator
@inline
export function accumulate(sums: usize, value: V): void {
  f64.store(sums, f64.load(sums) + <f64>value);
}

/** Every path's sum times `factor`, rounded. */
// @ts-ignore: decorator
@inline
export function rounded(sums: usize, factor: f64): V {
  return <f32>(f64.load(sums) * factor);
}
