import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf } from './checks.js';
import type { Check, Reference } from './reference.js';

/** One compared quantity of one reference file. */
export interface Verdict {
  readonly file: string;
  readonly quantity: string;
  /** Largest |got − expected|. */
  readonly worst: number;
  /** Largest deviation that passes: abs + rel · max|expected|. */
  readonly allowed: number;
  readonly outcome: 'pass' | 'miss' | 'not yet supported';
}

/**
 * Compares the library with every reference file of a folder (JSON of schema `mfmgd-reference/1`), one file after the other.
 * @throws Error when the folder cannot be read or holds no reference file
 */
export function* verify(folder: string): Generator<Verdict> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(
      `verify: FOLDER expects a folder of reference files, got ${folder}, which is none; give for example test/fixtures`,
    );
  }
  let count = 0;
  for (const name of readdirSync(folder)
    .filter((entry) => entry.endsWith('.json'))
    .sort()) {
    const reference = readReference(join(folder, name), name);
    if (reference === undefined) continue;
    count++;
    yield* compare(reference);
  }
  if (count === 0)
    throw new Error(
      `verify: ${folder} has no reference file of schema mfmgd-reference/1; give for example test/fixtures`,
    );
}

/**
 * Prints one line per verdict as it comes.
 * @returns the exit code: 1 when a quantity missed or could not be computed
 */
export function report(verdicts: Iterable<Verdict>, print: (line: string) => void): number {
  const count = { pass: 0, miss: 0, 'not yet supported': 0 };
  for (const { file, quantity, worst, allowed, outcome } of verdicts) {
    const figures =
      outcome === 'not yet supported' ? '' : `  worst ${worst.toExponential(2)}  allowed ${allowed.toExponential(2)}`;
    print(`${file.padEnd(32)}  ${quantity.padEnd(28)}${figures.padEnd(40)}  ${outcome}`);
    count[outcome]++;
  }
  print(`${count.pass} passed, ${count.miss} missed, ${count['not yet supported']} not yet supported`);
  return count.miss + count['not yet supported'] > 0 ? 1 : 0;
}

function readReference(path: string, name: string): Reference | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`verify: ${name} is no JSON (${(error as Error).message}); repair or remove the file`);
  }
  const reference = parsed as Partial<Reference> | null;
  if (reference?.schema !== 'mfmgd-reference/1') return undefined;
  if (typeof reference.name !== 'string' || typeof reference.kind !== 'string') {
    throw new Error(`verify: ${name} lacks a name or a kind; complete the file`);
  }
  return reference as Reference;
}

function compare(reference: Reference): Verdict[] {
  let checks: Check[] | undefined;
  try {
    checks = checksOf(reference);
  } catch (error) {
    const quantity = `error: ${(error as Error).message}`;
    return [{ file: reference.name, quantity, worst: Infinity, allowed: 0, outcome: 'miss' }];
  }
  if (checks === undefined) {
    return [{ file: reference.name, quantity: reference.kind, worst: NaN, allowed: NaN, outcome: 'not yet supported' }];
  }
  return checks.map(({ quantity, got, expected, tolerance }) => {
    if (got === undefined)
      return { file: reference.name, quantity, worst: NaN, allowed: NaN, outcome: 'not yet supported' };
    const flatGot = flatten(got);
    const flatExpected = flatten(expected);
    const allowed = (tolerance?.abs ?? 0) + (tolerance?.rel ?? 0) * Math.max(...flatExpected.map(Math.abs));
    const worst =
      flatGot.length === flatExpected.length
        ? Math.max(...flatGot.map((value, i) => Math.abs(value - flatExpected[i])))
        : Infinity;
    // Written so that a NaN misses.
    return { file: reference.name, quantity, worst, allowed, outcome: worst <= allowed ? 'pass' : 'miss' };
  });
}

/**
 * Numbers in nested arrays, typed or not, in order; NaN for null, which is how JSON writes it.
 * @internal exported for its test
 */
export function flatten(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || value === undefined) return [NaN];
  return Array.from(value as ArrayLike<unknown>).flatMap(flatten);
}
