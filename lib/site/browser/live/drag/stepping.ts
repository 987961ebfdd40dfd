/** How a literal without its sign is stepped. */
interface Form {
  /** The literal `count` steps up: a size that ends at 0. */
  moved(count: number): string;
  /** Whether a step doubles. */
  readonly isDoubled?: boolean;
}

/**
 * A literal some steps up, or down where `count` is negative, in the form in which it is written: whole numbers stay whole, decimals
 * keep their count at least, an exponent stays one, separators and prefixes stay. The sign stays, too: steps end at 0.
 *
 * A step changes the last digit that is not 0, or the digit behind it where there is only one: `0.1` by 0.01, `0.25` by 0.01, `120` by
 * 10, `10` by 1, `2e-3` by 1e-3. Powers of two from 16 on are doubled and halved. A text that is no literal stays as it is.
 * @param count whole number
 */
export function steppedLiteral(text: string, count: number): string {
  const sign = text.startsWith('-') ? '-' : '';
  const form = formOf(text.slice(sign.length));
  if (form === undefined || count === 0) return text;
  return sign + form.moved(sign === '-' ? -count : count);
}

/** Pixels of the pointer's way for one step. */
export const pixelsPerStep = (text: string): number => (formOf(text.replace(/^-/, ''))?.isDoubled ? 28 : 5);

/** The number that a literal stands for; NaN where the text is no literal. */
export function literalValue(text: string): number {
  const size = Number(text.replace(/^-|_|n$/g, '') || Number.NaN);
  return text.startsWith('-') ? -size : size;
}

function formOf(text: string): Form | undefined {
  const prefixed = /^0([xob])([\da-f_]+)(n?)$/i.exec(text);
  if (prefixed) return prefixedForm(prefixed);
  const exponential = /^([\d_]+)\.?([\d_]*)(e)(\+?)(-?\d+)$/i.exec(text);
  if (exponential) return exponentialForm(exponential);
  const decimal = /^([\d_]*)(?:\.([\d_]*))?(n?)$/.exec(text);
  if (!decimal || !/\d/.test(text)) return undefined;
  return decimal[2] === undefined ? wholeForm(decimal) : fractionForm(decimal);
}

const plain = (digits: string): string => digits.replaceAll('_', '');
const atLeast = (least: bigint, size: bigint): bigint => (size < least ? least : size);

/** Writes digits with separators where the literal has some. */
const separated = (size: bigint | string, literal: string): string =>
  literal.includes('_') ? String(size).replace(/\B(?=(\d{3})+$)/g, '_') : String(size);

/** The count of zeros, behind the only digit less one, by which a step's place lies above the last digit. */
function zerosBelowStep(digits: string): number {
  const zeros = /[1-9](0*)$/.exec(digits)?.[1].length ?? 0;
  return /^0*[1-9]0*$/.test(digits) ? zeros - 1 : zeros;
}

function prefixedForm([text, letter, digits, suffix]: RegExpExecArray): Form {
  const base = { x: 16, o: 8, b: 2 }[letter.toLowerCase() as 'x' | 'o' | 'b'];
  const size = BigInt(plain(text).replace(/n$/, ''));
  return {
    moved(count) {
      const written = atLeast(0n, size + BigInt(count))
        .toString(base)
        .padStart(plain(digits).length, '0');
      return `0${letter}${/[A-F]/.test(digits) ? written.toUpperCase() : written}${suffix}`;
    },
  };
}

/** Powers of two from here on are sizes. */
const leastPower = 16n;

function wholeForm([text, whole, , suffix]: RegExpExecArray): Form {
  const size = BigInt(plain(whole));
  const write = (moved: bigint): string => `${separated(moved, text)}${suffix}`;
  if (size >= leastPower && (size & (size - 1n)) === 0n) {
    return {
      isDoubled: true,
      moved: (count) => write(count > 0 ? size << BigInt(count) : atLeast(1n, size >> BigInt(-count))),
    };
  }
  const step = 10n ** BigInt(Math.max(0, zerosBelowStep(plain(whole))));
  return { moved: (count) => write(atLeast(0n, size + BigInt(count) * step)) };
}

function fractionForm([text, whole, fraction]: RegExpExecArray): Form {
  const own = plain(fraction);
  const digits = plain(whole) + own;
  // A single digit at the end is stepped by a tenth of itself, which takes one more decimal.
  const zeros = /[1-9]/.test(digits) ? zerosBelowStep(digits) : 0;
  const decimals = own.length + (zeros < 0 || own === '' ? 1 : 0);
  const size = BigInt(digits) * 10n ** BigInt(decimals - own.length);
  const step = 10n ** BigInt(Math.max(0, zeros));
  return {
    moved(count) {
      const moved = String(atLeast(0n, size + BigInt(count) * step)).padStart(decimals + 1, '0');
      const [before, after] = [moved.slice(0, -decimals), moved.slice(-decimals)];
      const shown = after.slice(0, own.length) + after.slice(own.length).replace(/0+$/, '');
      return `${whole === '' && before === '0' ? '' : separated(before, text)}.${shown}`;
    },
  };
}

/** One digit stands before the point: below 1e-3 comes 9e-4, above 9e-4 comes 1e-3. */
function exponentialForm([, whole, fraction, letter, plus, exponent]: RegExpExecArray): Form {
  const decimals = plain(fraction).length;
  const [one, ten] = [10n ** BigInt(decimals), 10n ** BigInt(decimals + 1)];
  const start = BigInt(plain(whole) + plain(fraction));
  return {
    moved(count) {
      let [size, power] = [start, Number(exponent)];
      for (let left = Math.abs(count); left > 0 && size > 0n; left--) {
        size += count > 0 ? 1n : -1n;
        if (size < one) [size, power] = [ten - 1n, power - 1];
        else if (size === ten) [size, power] = [one, power + 1];
      }
      const digits = String(size).padStart(decimals + 1, '0');
      const [before, after] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
      return `${before}${decimals > 0 ? `.${after}` : ''}${letter}${power < 0 ? '' : plus}${power}`;
    },
  };
}
