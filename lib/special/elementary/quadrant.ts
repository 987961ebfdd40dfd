import type { Vector } from '../../array/index.js';
import { sumError } from './exact-arithmetic.js';

/** 2/π, and π/2 as a sum of three numbers, of which the first two have products with 27-bit numbers that are exact. */
const QUADRANTS = 0.6366197723675814;
const QUADRANT = 1.5707963407039642;
const QUADRANT_REST = -1.3909067675399456e-8;
const QUADRANT_TAIL = 6.123233995736766e-17;

/** 1.5 · 2⁵²: added and subtracted again, it rounds to whole numbers. */
const WHOLE = 6755399441055744;

/** ⌊2¹²⁰⁰ · 2/π⌋ and ⌊2¹⁶⁰ · π/2⌋. */
const TWO_OVER_PI = BigInt(
  '0x' +
    'a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1d' +
    'eb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b' +
    '5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b',
);
const HALF_PI = 0x1921fb54442d18469898cc51701b839a252049c11n;

/** 2⁻³⁵². */
const UNIT = 1.0900377190420866e-106;

/**
 * The angle x, in radians and finite, as n quarter turns and a rest of at most π/4 (and a little more by rounding).
 * @param out filled with the rest as a sum of two numbers
 * @returns n modulo 4
 * Cost: a few operations up to 2²⁷, where the rest is above 10⁻⁶; else about 2 µs.
 */
export function quadrant(x: number, out: Vector): number {
  if (!(x < 134217728 && x > -134217728)) return exactQuadrant(x, out);
  const turns = x * QUADRANTS + WHOLE - WHOLE;
  const near = x - turns * QUADRANT;
  const shift = turns * -QUADRANT_REST;
  const rest = near + shift;
  if (rest < 1e-6 && rest > -1e-6 && turns !== 0) return exactQuadrant(x, out);
  const low = sumError(near, shift, rest) - turns * QUADRANT_TAIL;
  out[0] = rest + low;
  out[1] = rest - out[0] + low;
  return turns & 3;
}

/** By whole numbers of any length, with at least 60 bits of the rest right for every x (Payne and Hanek 1983). */
function exactQuadrant(x: number, out: Vector): number {
  // x = whole · 2^−fraction, exactly: numbers above 1 are multiples of 2⁻⁵².
  const fraction = Math.abs(x) < 1152921504606846976 ? 60n : 0n;
  const whole = BigInt(fraction === 0n ? x : x * 1152921504606846976);
  const turns = whole * TWO_OVER_PI;
  const shift = 1200n + fraction;
  const count = (turns + (1n << (shift - 1n))) >> shift;
  // The remaining fraction of a quarter turn, in units of 2⁻¹⁹².
  const rest = ((turns - (count << shift)) >> (shift - 192n)) * HALF_PI;
  const leading = Number(rest);
  out[0] = leading * UNIT;
  out[1] = Number(rest - BigInt(leading)) * UNIT;
  return Number(count & 3n);
}
