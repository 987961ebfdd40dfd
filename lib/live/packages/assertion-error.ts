import { inspect } from 'node-inspect-extracted';

/** What a failed assertion throws, as in Node. */
export class AssertionError extends Error {
  // A minifier shortens names of classes, and tracebacks show them.
  override readonly name = 'AssertionError';
  readonly code = 'ERR_ASSERTION';
  readonly generatedMessage: boolean;
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string;

  constructor(options: AssertionParts) {
    super(options.message);
    this.generatedMessage = options.generatedMessage ?? false;
    this.actual = options.actual;
    this.expected = options.expected;
    this.operator = options.operator;
  }
}

export interface AssertionParts {
  readonly message: string;
  readonly operator: string;
  readonly actual?: unknown;
  readonly expected?: unknown;
  readonly generatedMessage?: boolean;
}

/** A value as assertions show it: whole, one member a line. */
export const shown = (value: unknown): string =>
  inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Number.POSITIVE_INFINITY,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });

/** Lines around a difference that are shown; longer stretches of equal lines are left out. */
const context = 2;

/** The difference of two values line by line: `+` before lines of the actual value, `-` before those of the expected one. */
export function difference(actual: unknown, expected: unknown): string {
  const [left, right] = [shown(actual).split('\n'), shown(expected).split('\n')];
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < Math.min(left.length, right.length) - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  )
    end++;
  const before = left.slice(0, start).map((line) => `  ${line}`);
  const after = left.slice(left.length - end).map((line) => `  ${line}`);
  const skips = before.length > 2 * context + 1 || after.length > 2 * context + 1;
  const cut = (lines: string[]): string[] =>
    lines.length > 2 * context + 1 ? [...lines.slice(0, context), '...', ...lines.slice(-context)] : lines;
  return [
    `+ actual - expected${skips ? ' ... Lines skipped' : ''}`,
    '',
    ...cut(before),
    ...left.slice(start, left.length - end).map((line) => `+ ${line}`),
    ...right.slice(start, right.length - end).map((line) => `- ${line}`),
    ...cut(after),
  ].join('\n');
}
