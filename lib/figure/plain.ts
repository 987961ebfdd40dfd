/** JSON and nothing else: what a renderer in another process can read. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** Digits that a number keeps; far beyond a screen's resolution, and a third of the bytes. */
const digits = 7;

/**
 * A frozen copy of `value` made of plain arrays, objects, strings and numbers of 7 significant digits.
 * Typed arrays become arrays, dates ISO strings; `undefined` and functions are left out; a number that is
 * not finite becomes null, which a plot shows as a gap.
 */
export function plain(value: unknown): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)) {
    return Object.freeze(Array.from(value as ArrayLike<unknown>, plain));
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && typeof entry !== 'function');
    return Object.freeze(Object.fromEntries(entries.map(([name, entry]) => [name, plain(entry)])));
  }
  return null;
}

function plainNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}
