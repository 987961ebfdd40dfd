import { vector } from '../../array/index.js';
import { logarithmTable } from './logarithm-table.js';
import { ORIGIN, powersOfTwo } from './powers-of-two.js';

// Constants of the module itself, which compilers fold; those of another are looked up at every use.
const table = logarithmTable;
const origin = ORIGIN;
const powers = powersOfTwo;

// The words of a number in memory; every engine runs on little-endian machines.
const number = vector(1);
const words = new Int32Array(number.buffer);

/** High word of 0.709: numbers m in [0.709, 1.418) have exponent 0 here, so that 1 lies well inside. */
const LOWEST = 0x3fe6b000;

/** ln 2: a multiple of 2⁻⁴², whose products with exponents are exact, and the rest. */
const LN2 = 0.6931471805598903;
const LN2_REST = 5.497923018708371e-14;

/** 1.5 · 2³²: added and subtracted again, it rounds to multiples of 2⁻²⁰. */
const TWENTY_BITS = 6442450944;

/** (ln(1 + r) − r)/r² for |r| < 2⁻⁷·⁹: Taylor's series as far as the relative error of the logarithm asks. */
function remainder(r: number): number {
  const s = r * r;
  return -1 / 2 + r * (1 / 3) + s * (-1 / 4 + r * (1 / 5) + s * (-1 / 6 + r * (1 / 7)));
}

/**
 * ln x, with the same bits in every engine. ln 0 = −∞; NaN below 0.
 *
 * x = 2^k m with m in [0.709, 1.418); a factor c of few bits from a table brings r = m·c − 1 below 2⁻⁷·⁹, and
 * ln x = k ln 2 − ln c + ln(1 + r) is added up from the largest term on. Tang, "Table-driven implementation of the
 * logarithm function in IEEE floating-point arithmetic", 1990, divides where the product with c stands here. Largest
 * error found: 0.52 units in the last place.
 */
export function log(x: number): number {
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) return logAtEnds(x);
  number[0] = x;
  const place = words[1] - LOWEST;
  const k = place >> 20;
  const cell = 3 * ((place >> 13) & 127);
  return assembled(x * powers[origin - k], 0, k, cell);
}

/** ln(2^k (m + rest)), with m in a cell of the table that begins at entry `cell`. */
function assembled(m: number, rest: number, k: number, cell: number): number {
  const factor = table[cell];
  // The head of m has 21 bits and the factor at most 17, so that both products are exact.
  const head = m + TWENTY_BITS - TWENTY_BITS;
  const a = head * factor - 1;
  const b = (m - head) * factor + rest * factor;
  const r = a + b;
  const whole = k * LN2 + table[cell + 1];
  const sum = whole + r;
  const low = whole - sum + r + (a - r + b) + (k * LN2_REST + table[cell + 2]);
  return sum + (low + r * r * remainder(r));
}

function logAtEnds(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;
  const normal = x * 18014398509481984;
  number[0] = normal;
  const place = words[1] - LOWEST;
  const k = place >> 20;
  return assembled(normal * powers[origin - k], 0, k - 54, 3 * ((place >> 13) & 127));
}

/**
 * ln(1 + x), with the same bits in every engine, accurate for small x too. −∞ at −1; NaN below.
 *
 * As `log`, with the rounding error of 1 + x carried along. Largest error found: 0.52 units in the last place.
 */
export function log1p(x: number): number {
  if (x > -0.001953125 && x < 0.00390625) return x + x * x * remainder(x);
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x === Infinity ? x : NaN;
  const u = 1 + x;
  const rest = x < 1 ? 1 - u + x : x - u + 1;
  number[0] = u;
  const place = words[1] - LOWEST;
  const k = place >> 20;
  const power = powers[origin - k];
  return assembled(u * power, rest * power, k, 3 * ((place >> 13) & 127));
}
