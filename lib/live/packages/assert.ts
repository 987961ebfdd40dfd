import { AssertionError, type AssertionParts, difference, shown } from './assertion-error.js';
import { areDeeplyEqual } from './deep-equality.js';

/**
 * `node:assert/strict` for a page: the assertions that cells use, with Node's messages. The package `assert` from the time of Node 12
 * would be ten times as large and say other things.
 */

type Message = string | Error | undefined;
type Expectation = RegExp | ((error: never) => unknown) | Readonly<Record<string, unknown>>;

/** Throws an assertion's error whose stack begins at the cell that called the assertion. */
function fail(parts: AssertionParts, caller: (...given: never) => unknown): never {
  const error = new AssertionError(parts);
  (Error as { captureStackTrace?(error: Error, above: unknown): void }).captureStackTrace?.(error, caller);
  throw error;
}

/** The reader's own words, or those that say what differs. */
function worded(message: Message, generated: () => string): { message: string; generatedMessage: boolean } {
  if (message instanceof Error) throw message;
  return message === undefined
    ? { message: generated(), generatedMessage: true }
    : { message, generatedMessage: false };
}

function ok(...given: readonly [value?: unknown, message?: string | Error]): void {
  const [value, message] = given;
  if (value) return;
  const words = worded(message, () =>
    given.length === 0 ? 'No value argument passed to `assert.ok()`' : `${shown(value)} == true`,
  );
  fail({ ...words, operator: '==', actual: value, expected: true }, ok);
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** How two unequal values differ, below a heading. Two short values stand in one line, unless both are zeros, whose signs differ. */
function unequalText(actual: unknown, expected: unknown, heading: string): string {
  const [one, other] = [shown(actual), shown(expected)];
  const isShort = one.length + other.length <= 12 && isPlain(actual) && isPlain(expected);
  if (one === other) return `Values have same structure but are not reference-equal:\n\n${one}\n`;
  return isShort && (actual !== 0 || expected !== 0)
    ? `${heading}\n\n${one} !== ${other}\n`
    : `${heading}\n${difference(actual, expected)}`;
}

const bothObjects = (one: unknown, other: unknown): boolean =>
  (!isPlain(one) && !isPlain(other)) || (typeof one === 'function' && typeof other === 'function');

function unwantedText(heading: string, value: unknown): string {
  const text = shown(value);
  if (text.includes('\n')) return `${heading}\n\n${text}\n`;
  return text.length > 5 ? `${heading}\n\n${text}` : `${heading} ${text}`;
}

function equal(actual: unknown, expected: unknown, message?: string | Error): void {
  if (Object.is(actual, expected)) return;
  if (message instanceof Error) throw message;
  const heading = bothObjects(actual, expected)
    ? 'Expected "actual" to be reference-equal to "expected":'
    : 'Expected values to be strictly equal:';
  const text = unequalText(actual, expected, message ?? heading);
  fail({ message: text, generatedMessage: message === undefined, operator: 'strictEqual', actual, expected }, equal);
}

function notEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!Object.is(actual, expected)) return;
  const words = worded(message, () => unwantedText('Expected "actual" to be strictly unequal to:', expected));
  fail({ ...words, operator: 'notStrictEqual', actual, expected }, notEqual);
}

function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (areDeeplyEqual(actual, expected)) return;
  if (message instanceof Error) throw message;
  const text = unequalText(actual, expected, message ?? 'Expected values to be strictly deep-equal:');
  const parts = { message: text, generatedMessage: message === undefined, actual, expected };
  fail({ ...parts, operator: 'deepStrictEqual' }, deepEqual);
}

function notDeepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!areDeeplyEqual(actual, expected)) return;
  const words = worded(message, () => unwantedText('Expected "actual" not to be strictly deep-equal to:', expected));
  fail({ ...words, operator: 'notDeepStrictEqual', actual, expected }, notDeepEqual);
}

function matching(text: string, pattern: RegExp, message: Message, caller: typeof match): void {
  const wanted = caller === match;
  if (pattern.test(text) === wanted) return;
  const lead = wanted ? 'did not match' : 'was expected to not match';
  const words = worded(
    message,
    () => `The input ${lead} the regular expression ${pattern}. Input:\n\n${shown(text)}\n`,
  );
  fail({ ...words, operator: wanted ? 'match' : 'doesNotMatch', actual: text, expected: pattern }, caller);
}

function match(text: string, pattern: RegExp, message?: string | Error): void {
  matching(text, pattern, message, match);
}

function doesNotMatch(text: string, pattern: RegExp, message?: string | Error): void {
  matching(text, pattern, message, doesNotMatch);
}

/** Whether a thrown value is the one that was expected; throws where it is not. */
function check(thrown: unknown, expected: Expectation | undefined, message: Message, operator: string): void {
  if (expected === undefined || typeof expected === 'string') return;
  const reject = (text: () => string): never =>
    fail({ ...worded(message, text), operator, actual: thrown, expected }, operator === 'throws' ? throws : rejects);
  if (expected instanceof RegExp) {
    const text = String(thrown);
    if (expected.test(text)) return;
    reject(() => `The input did not match the regular expression ${expected}. Input:\n\n${shown(text)}\n`);
  }
  if (typeof expected !== 'function') {
    const differing = Object.entries(expected).some(
      ([name, value]) => !areDeeplyEqual((thrown as Record<string, unknown>)[name], value),
    );
    if (differing) reject(() => `Expected values to be strictly deep-equal:\n${difference(thrown, expected)}`);
    return;
  }
  if (expected.prototype !== undefined && thrown instanceof expected) return;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) throw thrown;
  const answer = (expected as (error: unknown) => unknown)(thrown);
  if (answer === true) return;
  reject(
    () =>
      `The validation function is expected to return "true". Received ${shown(answer)}\n\nCaught error:\n\n${String(thrown)}`,
  );
}

/** The words after "Missing expected …": `assert.throws(work, 'words')` is allowed too. */
const missing = (what: string, expected: unknown, message: Message): string => {
  const words = typeof expected === 'string' ? expected : message;
  const name = typeof expected === 'function' && expected.prototype instanceof Error ? ` (${expected.name})` : '';
  return `Missing expected ${what}${name}${words === undefined ? '.' : `: ${words}`}`;
};

function throws(work: () => unknown, expected?: Expectation | string, message?: string | Error): void {
  try {
    work();
  } catch (error) {
    check(error, expected as Expectation, message, 'throws');
    return;
  }
  fail({ message: missing('exception', expected, message), operator: 'throws', expected }, throws);
}

async function rejects(
  work: Promise<unknown> | (() => Promise<unknown>),
  expected?: Expectation | string,
  message?: string | Error,
): Promise<void> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    check(error, expected as Expectation, message, 'rejects');
    return;
  }
  fail({ message: missing('rejection', expected, message), operator: 'rejects', expected }, rejects);
}

function doesNotThrow(work: () => unknown, message?: string | Error): void {
  try {
    work();
  } catch (error) {
    const words = message === undefined ? '.' : `: ${message}`;
    const said = `Got unwanted exception${words}\nActual message: "${(error as Error)?.message}"`;
    fail({ message: said, operator: 'doesNotThrow', actual: error }, doesNotThrow);
  }
}

/** The package: a function, with the assertions as its members; the strict ones have the same names. */
export const assert = Object.assign((...given: [value?: unknown, message?: string | Error]) => ok(...given), {
  AssertionError,
  ok,
  equal,
  strictEqual: equal,
  notEqual,
  notStrictEqual: notEqual,
  deepEqual,
  deepStrictEqual: deepEqual,
  notDeepEqual,
  notDeepStrictEqual: notDeepEqual,
  match,
  doesNotMatch,
  throws,
  rejects,
  doesNotThrow,
  fail(message: string | Error = 'Failed'): never {
    if (message instanceof Error) throw message;
    fail({ message, operator: 'fail', generatedMessage: message === 'Failed' }, assert.fail);
  },
});
Object.assign(assert, { strict: assert });
