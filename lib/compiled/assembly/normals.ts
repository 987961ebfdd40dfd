// Standard normal numbers, with the bits of random/draws.ts: Threefry-2x32 on four counters at once, then Box and Muller's transform of
// two pairs. AssemblyScript, compiled by build.cjs. Logarithm, cosine and sine are those of special/elementary, operation by operation.

// @ts-ignore: decorator
@inline
const KEY_PARITY: i32 = 0x1bd11bda;

/** Address of the table of the logarithm: per cell the factor c, and −ln c as a sum of two numbers, then a place that is not used. */
let table: usize = 0;

/** Four first and four second words of Threefry's blocks. */
let words0: v128 = i32x4.splat(0);
let words1: v128 = i32x4.splat(0);

/** Says where the table of the logarithm lies; before anything else. */
export function setTable(address: usize): void {
  table = address;
}

// @ts-ignore: decorator
@inline
function turned(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** Enciphers four counters (c₀, c₁), each under its own key. */
// @ts-ignore: decorator
@inline
function encipher(key0: v128, key1: v128, c0: v128, c1: v128): void {
  const key2 = v128.xor(v128.xor(key0, key1), i32x4.splat(KEY_PARITY));
  let x0 = i32x4.add(c0, key0);
  let x1 = i32x4.add(c1, key1);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 13), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 15), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 26), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 6), x0);
  x0 = i32x4.add(x0, key1), x1 = i32x4.add(x1, i32x4.add(key2, i32x4.splat(1)));
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 17), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 29), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 16), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 24), x0);
  x0 = i32x4.add(x0, key2), x1 = i32x4.add(x1, i32x4.add(key0, i32x4.splat(2)));
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 13), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 15), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 26), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 6), x0);
  x0 = i32x4.add(x0, key0), x1 = i32x4.add(x1, i32x4.add(key1, i32x4.splat(3)));
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 17), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 29), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 16), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 24), x0);
  x0 = i32x4.add(x0, key1), x1 = i32x4.add(x1, i32x4.add(key2, i32x4.splat(4)));
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 13), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 15), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 26), x0);
  x0 = i32x4.add(x0, x1), x1 = v128.xor(turned(x1, 6), x0);
  words0 = i32x4.add(x0, key2);
  words1 = i32x4.add(x1, i32x4.add(key0, i32x4.splat(5)));
}

/** Uniform numbers of the first two lanes: 53 bits, centred in their cell of (0, 1). */
// @ts-ignore: decorator
@inline
function uniforms(high: v128, low: v128): v128 {
  const leading = f64x2.mul(f64x2.convert_low_i32x4_u(i32x4.shr_u(high, 5)), f64x2.splat(67108864));
  const whole = f64x2.add(leading, f64x2.convert_low_i32x4_u(i32x4.shr_u(low, 6)));
  return f64x2.mul(f64x2.add(whole, f64x2.splat(0.5)), f64x2.splat(1.1102230246251565e-16));
}

/** ln x of two numbers of (0, 1): special/elementary/logarithm.ts. */
// @ts-ignore: decorator
@inline
function logarithms(x: v128): v128 {
  const place = i64x2.sub(i64x2.shr_u(x, 32), i64x2.splat(0x3fe6b000));
  const k = i64x2.shr_s(place, 20);
  const cells = v128.and(i64x2.shr_s(place, 13), i64x2.splat(127));
  const row0 = table + (<usize>i64x2.extract_lane(cells, 0) << 5);
  const row1 = table + (<usize>i64x2.extract_lane(cells, 1) << 5);
  const entry0 = v128.load(row0);
  const entry1 = v128.load(row1);
  const factor = v128.shuffle<f64>(entry0, entry1, 0, 2);
  const main = v128.shuffle<f64>(entry0, entry1, 1, 3);
  const rest = v128.shuffle<f64>(v128.load(row0, 16), v128.load(row1, 16), 0, 2);
  // 1.5 · 2⁵² plus a whole number has that number in its lowest bits.
  const exponent = f64x2.sub(i64x2.add(k, i64x2.splat(0x4338000000000000)), f64x2.splat(6755399441055744));
  const m = f64x2.mul(x, i64x2.shl(i64x2.sub(i64x2.splat(1023), k), 52));
  const head = f64x2.sub(f64x2.add(m, f64x2.splat(6442450944)), f64x2.splat(6442450944));
  const a = f64x2.sub(f64x2.mul(head, factor), f64x2.splat(1));
  const b = f64x2.add(f64x2.mul(f64x2.sub(m, head), factor), f64x2.mul(f64x2.splat(0), factor));
  const r = f64x2.add(a, b);
  const whole = f64x2.add(f64x2.mul(exponent, f64x2.splat(0.6931471805598903)), main);
  const sum = f64x2.add(whole, r);
  const low = f64x2.add(
    f64x2.add(f64x2.add(f64x2.sub(whole, sum), r), f64x2.add(f64x2.sub(a, r), b)),
    f64x2.add(f64x2.mul(exponent, f64x2.splat(5.497923018708371e-14)), rest),
  );
  const s = f64x2.mul(r, r);
  const sixth = f64x2.add(f64x2.splat(-1 / 6.0), f64x2.mul(r, f64x2.splat(1 / 7.0)));
  const fourth = f64x2.add(f64x2.splat(-1 / 4.0), f64x2.mul(r, f64x2.splat(1 / 5.0)));
  const second = f64x2.add(f64x2.splat(-1 / 2.0), f64x2.mul(r, f64x2.splat(1 / 3.0)));
  const remainder = f64x2.add(second, f64x2.mul(s, f64x2.add(fourth, f64x2.mul(s, sixth))));
  return f64x2.add(sum, f64x2.add(low, f64x2.mul(s, remainder)));
}

/** Cosines and sines of two angles, in turns of (0, 1): special/elementary/trigonometric.ts. */
let cosines: v128 = f64x2.splat(0);
let sines: v128 = f64x2.splat(0);

// @ts-ignore: decorator
@inline
function circlePoints(turns: v128): void {
  const WHOLE = f64x2.splat(6755399441055744);
  const part = f64x2.mul(f64x2.splat(4), f64x2.sub(turns, f64x2.sub(f64x2.add(turns, WHOLE), WHOLE)));
  const shifted = f64x2.add(part, WHOLE);
  const q = f64x2.sub(part, f64x2.sub(shifted, WHOLE));
  const c = f64x2.mul(f64x2.splat(134217729), q);
  const head = f64x2.sub(c, f64x2.sub(c, q));
  const a = f64x2.mul(head, f64x2.splat(1.5707963407039642));
  const b = f64x2.add(
    f64x2.mul(head, f64x2.splat(-1.3909067614167116e-8)),
    f64x2.mul(f64x2.sub(q, head), f64x2.splat(1.5707963267948966)),
  );
  const r = f64x2.add(a, b);
  const rest = f64x2.add(f64x2.sub(a, r), b);
  const s = f64x2.mul(r, r);
  const f = f64x2.mul(s, s);

  const fifth = f64x2.add(
    f64x2.add(f64x2.splat(0.008333333333333333), f64x2.mul(s, f64x2.splat(-0.00019841269841268952))),
    f64x2.mul(
      f,
      f64x2.add(
        f64x2.add(f64x2.splat(2.755731922230852e-6), f64x2.mul(s, f64x2.splat(-2.5052107227796868e-8))),
        f64x2.mul(f, f64x2.add(f64x2.splat(1.605868261390231e-10), f64x2.mul(s, f64x2.splat(-7.595183257533434e-13)))),
      ),
    ),
  );
  const y = f64x2.add(
    r,
    f64x2.add(
      f64x2.mul(f64x2.mul(r, s), f64x2.sub(f64x2.mul(s, fifth), f64x2.splat(0.16666666666666666))),
      f64x2.sub(rest, f64x2.mul(f64x2.mul(f64x2.splat(0.5), s), rest)),
    ),
  );

  const p = f64x2.add(
    f64x2.add(f64x2.splat(0.041666666666666664), f64x2.mul(s, f64x2.splat(-0.0013888888888887378))),
    f64x2.mul(
      f,
      f64x2.add(
        f64x2.add(f64x2.splat(2.480158729873754e-5), f64x2.mul(s, f64x2.splat(-2.7557317257147136e-7))),
        f64x2.mul(f, f64x2.add(f64x2.splat(2.0876143232899932e-9), f64x2.mul(s, f64x2.splat(-1.1382413999658665e-11)))),
      ),
    ),
  );
  const half = f64x2.sub(f64x2.add(r, f64x2.splat(100663296)), f64x2.splat(100663296));
  const cosineHead = f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.mul(f64x2.splat(0.5), half), half));
  const cosineRest = f64x2.sub(
    f64x2.sub(
      f64x2.mul(f, p),
      f64x2.mul(f64x2.mul(f64x2.splat(0.5), f64x2.sub(r, half)), f64x2.add(r, half)),
    ),
    f64x2.mul(r, rest),
  );
  const x = f64x2.add(cosineHead, cosineRest);

  // A turn by n quarters, without branches: x and y change places for odd n, and signs are those of the two lowest bits.
  const odd = i64x2.neg(v128.and(shifted, i64x2.splat(1)));
  const minusForCosine = i64x2.shl(v128.and(i64x2.add(shifted, i64x2.splat(1)), i64x2.splat(2)), 62);
  const minusForSine = i64x2.shl(v128.and(shifted, i64x2.splat(2)), 62);
  const zero = f64x2.splat(0);
  cosines = f64x2.add(zero, v128.xor(v128.bitselect(y, x, odd), minusForCosine));
  sines = f64x2.add(zero, v128.xor(v128.bitselect(x, y, odd), minusForSine));
}

/** Lanes 2 and 3 in the places of 0 and 1. */
// @ts-ignore: decorator
@inline
function upper(words: v128): v128 {
  return v128.shuffle<i64>(words, words, 1, 1);
}

/** Two radii of normal pairs from two uniform numbers. */
// @ts-ignore: decorator
@inline
function radii(uniform: v128): v128 {
  return f64x2.sqrt(f64x2.mul(f64x2.splat(-2), logarithms(uniform)));
}

/**
 * Writes the normal numbers of the key from number `start` on, a multiple of 4, to `out`, and up to three more than `length`.
 */
export function fill(key0: i32, key1: i32, start: i32, length: i32, out: usize): void {
  // The first of a pair of uniform numbers gives the radius, the second the angle: radii in the lower half.
  let counters = i32x4.add(i32x4.splat(start), i32x4(0, 2, 1, 3));
  const none = i32x4.splat(0);
  for (let i = 0; i < length; i += 4, out += 32) {
    encipher(i32x4.splat(key0), i32x4.splat(key1), counters, none);
    counters = i32x4.add(counters, i32x4.splat(4));
    const radius = radii(uniforms(words0, words1));
    circlePoints(uniforms(upper(words0), upper(words1)));
    const first = f64x2.mul(radius, cosines);
    const second = f64x2.mul(radius, sines);
    v128.store(out, v128.shuffle<f64>(first, second, 0, 2));
    v128.store(out, v128.shuffle<f64>(first, second, 1, 3), 16);
  }
}

/** Writes rows of `length` numbers, row n under the key that `foldIn(key, first + n)` gives, one after another. */
export function fillRows(key0: i32, key1: i32, first: i32, rowCount: i32, length: i32, out: usize): void {
  for (let n = 0; n < rowCount; n++, out += <usize>length << 3) {
    fold(key0, key1, first + n);
    fill(i32x4.extract_lane(words0, 0), i32x4.extract_lane(words1, 0), 0, length, out);
  }
}

/** The keys that `foldIn(key, n)` … `foldIn(key, n + 3)` give, as words. */
// @ts-ignore: decorator
@inline
function fold(key0: i32, key1: i32, n: i32): void {
  const counters = i32x4.add(i32x4.splat(n), i32x4(0, 1, 2, 3));
  encipher(i32x4.splat(key0), i32x4.splat(key1), counters, i32x4.splat(-1));
}

/** The same as `fillRows`, four rows at once: for short rows. Rows beyond the last, up to three, are written too. */
export function fillShortRows(key0: i32, key1: i32, first: i32, rowCount: i32, length: i32, out: usize): void {
  const stride = <usize>length << 3;
  for (let n = 0; n < rowCount; n += 4, out += stride << 2) {
    fold(key0, key1, first + n);
    const own0 = words0;
    const own1 = words1;
    for (let i = 0; i < length; i += 2) {
      encipher(own0, own1, i32x4.splat(i), i32x4.splat(0));
      const radius0 = radii(uniforms(words0, words1));
      const radius1 = radii(uniforms(upper(words0), upper(words1)));
      encipher(own0, own1, i32x4.splat(i + 1), i32x4.splat(0));
      const turns1 = uniforms(upper(words0), upper(words1));
      circlePoints(uniforms(words0, words1));
      storePairs(f64x2.mul(radius0, cosines), f64x2.mul(radius0, sines), out + (<usize>i << 3), stride, i + 1 < length);
      circlePoints(turns1);
      const below = out + (stride << 1) + (<usize>i << 3);
      storePairs(f64x2.mul(radius1, cosines), f64x2.mul(radius1, sines), below, stride, i + 1 < length);
    }
  }
}

/** Stores the pairs of two rows; the second numbers where there is a place for them. */
// @ts-ignore: decorator
@inline
function storePairs(first: v128, second: v128, out: usize, stride: usize, both: bool): void {
  v128.store_lane<i64>(out, first, 0);
  v128.store_lane<i64>(out + stride, first, 1);
  if (!both) return;
  v128.store_lane<i64>(out + 8, second, 0);
  v128.store_lane<i64>(out + stride + 8, second, 1);
}

/**
 * Writes for each row the uniform number that `firstUniform(foldIn(foldIn(key, first + n), stream))` gives, and up to three more.
 */
export function fillUniforms(key0: i32, key1: i32, first: i32, stream: i32, rowCount: i32, out: usize): void {
  for (let n = 0; n < rowCount; n += 4, out += 32) {
    fold(key0, key1, first + n);
    encipher(words0, words1, i32x4.splat(stream), i32x4.splat(-1));
    encipher(words0, words1, i32x4.splat(0), i32x4.splat(0));
    v128.store(out, uniforms(words0, words1));
    v128.store(out, uniforms(upper(words0), upper(words1)), 16);
  }
}
