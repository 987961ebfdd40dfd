type Entries = Readonly<Record<PropertyKey, unknown>>;

/**
 * Whether two values are equal as `deepStrictEqual` of Node means it: the same prototypes, the same own enumerable properties, numbers
 * compared by `Object.is`, sets and maps without regard to order.
 */
export function areDeeplyEqual(one: unknown, other: unknown, open = new Map<object, object>()): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  // A circle that is met again is equal as far as the rest is.
  if (open.get(one) === other) return true;
  open.set(one, other);
  const equal = (a: unknown, b: unknown): boolean => areDeeplyEqual(a, b, open);
  return sameContent(one, other, equal) && sameProperties(one as Entries, other as Entries, equal);
}

/** What values hold beside properties. */
function sameContent(one: object, other: object, equal: (a: unknown, b: unknown) => boolean): boolean {
  if (one instanceof Date) return one.getTime() === (other as Date).getTime();
  if (one instanceof RegExp) return String(one) === String(other) && one.lastIndex === (other as RegExp).lastIndex;
  if (one instanceof Error) return one.message === (other as Error).message && one.name === (other as Error).name;
  if (one instanceof Number || one instanceof String || one instanceof Boolean)
    return Object.is(one.valueOf(), (other as typeof one).valueOf());
  if (one instanceof ArrayBuffer) return equal(new Uint8Array(one), new Uint8Array(other as ArrayBuffer));
  if (Array.isArray(one)) return one.length === (other as unknown[]).length;
  if (one instanceof Set) {
    return one.size === (other as Set<unknown>).size && everyHasPartner([...one], [...(other as Set<unknown>)], equal);
  }
  if (one instanceof Map) {
    const pairs = [...(other as Map<unknown, unknown>)];
    return one.size === pairs.length && everyHasPartner([...one], pairs, equal);
  }
  return true;
}

function everyHasPartner(
  ones: readonly unknown[],
  others: unknown[],
  equal: (a: unknown, b: unknown) => boolean,
): boolean {
  return ones.every((one) => {
    const at = others.findIndex((other) => equal(one, other));
    if (at < 0) return false;
    others.splice(at, 1);
    return true;
  });
}

function keysOf(value: object): PropertyKey[] {
  const symbols = Object.getOwnPropertySymbols(value).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(value, key),
  );
  return [...Object.keys(value), ...symbols];
}

function sameProperties(one: Entries, other: Entries, equal: (a: unknown, b: unknown) => boolean): boolean {
  const keys = keysOf(one);
  return (
    keys.length === keysOf(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && equal(one[key], other[key]))
  );
}
