/** How what was computed differs from what was published. */
export type Difference =
  | { readonly kind: 'none' }
  /** Other words, other marks, or another count of numbers. */
  | { readonly kind: 'content' }
  | {
      readonly kind: 'numbers';
      /** Largest difference of two numbers: in a text over the larger one, in a figure over the largest number of the trace. */
      readonly relative: number;
      /** Largest difference in published standard errors; undefined where none were published. */
      readonly standardErrors?: number;
    };

/** A number as texts and tables write it, and a standard error behind it. */
const number = /[-−+]?(?:\d[\d\u2009\u202f]*\.?\d*|\.\d+)(?:e[-−+]?\d+)?/gi;
const estimate = new RegExp(`(${number.source})\\s*±\\s*(${number.source})`, 'gi');

function read(text: string): number {
  return Number(text.replace(/[\u2009\u202f]/g, '').replace(/−/g, '-'));
}

/** The larger of two measures, of which either may be absent. */
function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** Compares texts number by number; the words between the numbers must be the same but for the blanks of tables. */
export function differenceOfTexts(published: string, here: string): Difference {
  if (published === here) return { kind: 'none' };
  const words = (text: string): string => text.replace(number, '#').replace(/[\s─━-]+/g, ' ');
  if (words(published) !== words(here)) return { kind: 'content' };
  const [before, now] = [published, here].map((text) => (text.match(number) ?? []).map(read));
  if (before.length !== now.length) return { kind: 'content' };
  const relative = before.map((a, i) =>
    a === now[i] ? 0 : Math.abs(a - now[i]) / Math.max(Math.abs(a), Math.abs(now[i])),
  );
  const estimates = [published, here].map((text) =>
    [...text.matchAll(estimate)].map(([, value, error]) => [read(value), read(error)]),
  );
  let standardErrors: number | undefined;
  for (const [i, [value, error]] of estimates[0].entries())
    if (error > 0 && estimates[1][i] !== undefined)
      standardErrors = larger(standardErrors, Math.abs(value - estimates[1][i][0]) / error);
  return { kind: 'numbers', relative: Math.max(0, ...relative), standardErrors };
}

type Trace = Readonly<Record<string, unknown>>;

/** Numbers of a channel of a trace, its rows one after the other; undefined where there are none. */
function numbersOf(trace: Trace, channel: string): readonly number[] | undefined {
  const values = trace[channel];
  return Array.isArray(values) ? values.flat(2).map((value) => (typeof value === 'number' ? value : NaN)) : undefined;
}

const channels = ['x', 'y', 'z', 'value', 'a', 'b'];

/** Compares figures number by number; both must have the same traces with as many numbers. */
export function differenceOfFigures(published: readonly object[], here: readonly object[]): Difference {
  if (published.length !== here.length) return { kind: 'content' };
  let relative = 0;
  let standardErrors: number | undefined;
  for (const [t, one] of published.entries()) {
    const [before, now] = [one as Trace, here[t] as Trace];
    if (before.name !== now.name || before.type !== now.type) return { kind: 'content' };
    for (const channel of channels) {
      const [a, b] = [numbersOf(before, channel), numbersOf(now, channel)];
      if (a?.length !== b?.length) return { kind: 'content' };
      if (a === undefined || b === undefined) continue;
      const differences = a.map((value, i) => Math.abs(value - b[i]) || 0);
      const scale = a.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
      const most = differences.reduce((sum, value) => Math.max(sum, value), 0);
      if (most > 0) relative = Math.max(relative, scale > 0 ? most / scale : 1);
      const errors = channel === 'y' ? numbersOf(before, 'customdata') : undefined;
      if (errors?.length !== a.length) continue;
      for (const [i, error] of errors.entries())
        if (error > 0) standardErrors = larger(standardErrors, differences[i] / error);
    }
  }
  return { kind: 'numbers', relative, standardErrors };
}

function shown(value: number): string {
  return value !== 0 && (value < 0.001 || value >= 1000)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(2)));
}

/** A difference as a sentence of the page. @param original how the sentence names what stood there before */
export function differenceInWords(difference: Difference, original: 'published' | 'stored' = 'published'): string {
  if (difference.kind === 'none') return `Same as ${original}, to the last bit.`;
  if (difference.kind === 'content') return `Differs from what was ${original}.`;
  const { relative, standardErrors } = difference;
  const errors = standardErrors === undefined ? '' : `, ${shown(standardErrors)} standard errors`;
  if (relative === 0) return `Same numbers as ${original}; something else differs.`;
  return `Differs from what was ${original} by up to ${shown(relative)}, relatively${errors}.`;
}
