import assert from 'node:assert/strict';

/** Every |got − expected| is at most `allowed`. */
export function assertClose(
  got: ArrayLike<number> | number,
  expected: ArrayLike<number> | number,
  allowed: number,
  what = 'value',
): void {
  const [a, b] = [listOf(got), listOf(expected)];
  assert.equal(a.length, b.length, `${what}: number of entries`);
  a.forEach((value, i) => {
    assert.ok(
      Math.abs(value - b[i]) <= allowed,
      `${what}, entry ${i}: got ${value}, expected ${b[i]} within ${allowed}`,
    );
  });
}

/** The estimate lies within `count` standard errors of the expected value. */
export function assertWithin(
  estimate: { readonly value: number; readonly standardError: number },
  expected: number,
  count: number,
  what = 'estimate',
): void {
  const distance = Math.abs(estimate.value - expected) / estimate.standardError;
  assert.ok(
    distance <= count,
    `${what}: got ${estimate.value} ± ${estimate.standardError}, expected ${expected}: ${distance.toFixed(1)} standard errors`,
  );
}

/** The same numbers to the last bit. */
export function assertSameBits(got: ArrayLike<number>, expected: ArrayLike<number>, what = 'values'): void {
  assert.equal(got.length, expected.length, `${what}: number of entries`);
  for (let i = 0; i < got.length; i++) {
    assert.ok(
      Object.is(got[i], expected[i]),
      `${what}, entry ${i}: got ${got[i]}, expected the bits of ${expected[i]}`,
    );
  }
}

/** Numbers of nested lists in order. */
export function flat(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(flat);
}

function listOf(value: ArrayLike<number> | number): number[] {
  return typeof value === 'number' ? [value] : Array.from(value);
}
