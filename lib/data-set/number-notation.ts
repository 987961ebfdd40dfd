import { plainNumber } from './delimited-text.js';

/** A notation of numbers: the mark before decimals, and the mark between thousands, empty for none. */
export interface NumberMarks {
  readonly decimal: '.' | ',';
  readonly thousands: '' | ThousandsMark;
}

export type ThousandsMark = ',' | '.' | ' ' | "'" | '_';

export const thousandsMarks: readonly ThousandsMark[] = [',', '.', ' ', "'", '_'];

/** Patterns of the characters that stand for a mark; a space may be a no-break or a thin one. */
const CHARACTERS: Readonly<Record<ThousandsMark, string>> = {
  ',': ',',
  '.': '\\.',
  ' ': '[ \\u00a0\\u2009\\u202f]',
  "'": "['’]",
  _: '_',
};

/** A function that reads numbers with these marks; it gives undefined for other texts, and for marks at other places than thousands. */
export function numberReader({ decimal, thousands }: NumberMarks): (text: string) => number | undefined {
  const group = thousands === '' ? undefined : CHARACTERS[thousands];
  const point = decimal === '.' ? '\\.' : ',';
  const grouped = group === undefined ? '' : `|[1-9]\\d{0,2}(?:${group}\\d{3})+`;
  const pattern = new RegExp(`^[+-]?(?:(?:\\d+${grouped})(?:${point}\\d*)?|${point}\\d+)(?:e[+-]?\\d+)?$`, 'i');
  const all = group === undefined ? undefined : new RegExp(group, 'g');
  return (text) => {
    if (!pattern.test(text)) return undefined;
    const ungrouped = all === undefined ? text : text.replace(all, '');
    return plainNumber(ungrouped.replace(decimal, '.'));
  };
}

/** A number as it is written, apart from unit and parentheses. */
export interface Written {
  /** Sign, digits and marks. */
  readonly number: string;
  /** A currency's sign or code, %, or empty. */
  readonly unit: string;
  /** Whether parentheses stood around the number, which is an accountant's notation for a negative number. */
  readonly parentheses: boolean;
}

const BEFORE = /^([+-]?)\s*([A-Z]{0,3}\p{Sc}|[A-Z]{3}|kr\.?)\s*(?=[+-]?\(?[\d.,])/u;
const BEHIND = /\s*([A-Z]{0,2}\p{Sc}|[A-Z]{3}|kr\.?|%)$/u;

/** Codes of currencies: a word of three letters is a unit only if it is one of them. */
const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function isUnit(text: string | undefined): boolean {
  return text !== undefined && (!/^[A-Z]{3}$/.test(text) || CODES.has(text));
}

/** Splits a number from currency sign, percent sign and parentheses. A text without digits is kept whole. */
export function written(text: string): Written {
  let number = text.replace('\u2212', '-');
  if (!/\d/.test(number)) return { number: text, unit: '', parentheses: false };
  const inner = /^\(([^()+-]*)\)$/.exec(number)?.[1];
  if (inner !== undefined) number = inner.trim();
  let unit = '';
  const before = BEFORE.exec(number);
  if (before !== null && isUnit(before[2])) [number, unit] = [before[1] + number.slice(before[0].length), before[2]];
  const behind = unit === '' ? BEHIND.exec(number) : null;
  if (behind !== null && isUnit(behind[1])) [number, unit] = [number.slice(0, behind.index), behind[1]];
  const outer = inner === undefined ? /^\(([^()+-]*)\)$/.exec(number)?.[1] : undefined;
  if (outer !== undefined) return { number: `-${outer.trim()}`, unit, parentheses: true };
  return { number: inner === undefined ? number : `-${number}`, unit, parentheses: inner !== undefined };
}

/** The caller's options on the marks of a column. */
export interface MarkOptions {
  readonly decimal?: '.' | ',';
  readonly thousands?: ThousandsMark;
  /** Whether semicolons separate the fields, as where commas stand before decimals: a number like 1.234 is then ambiguous. */
  readonly continental?: boolean;
}

/** How a column of numbers is written. */
export type Recognition =
  | { readonly marks: NumberMarks; readonly told: boolean }
  /** Number `index` can be read in several ways. */
  | { readonly index: number; readonly ways: readonly { readonly marks: NumberMarks; readonly value: number }[] }
  /** Number `index` cannot be read by `marks`, which read more of the column than other marks do. */
  | { readonly index: number; readonly marks: NumberMarks };

/**
 * The notation of the numbers of a column, found from all numbers together: the notation of the options (by default with decimal
 * points) if it reads them all, else the only notation that does.
 */
export function recogniseMarks(
  numbers: readonly string[],
  { decimal, thousands, continental = false }: MarkOptions,
): Recognition {
  const plain: NumberMarks = { decimal: decimal ?? (thousands === '.' ? ',' : '.'), thousands: thousands ?? '' };
  const asTold = readAll(numbers, plain);
  if (asTold.failed < 0) {
    const index =
      decimal === undefined && thousands === undefined ? numbers.findIndex((number) => number.includes('.')) : -1;
    const grouped = index < 0 ? undefined : readAll(numbers, { decimal: ',', thousands: '.' });
    if (grouped?.failed !== -1 || !doubtful(asTold.values, grouped.values, continental))
      return { marks: plain, told: true };
    return { index, ways: [asTold, grouped].map(({ marks, values }) => ({ marks, value: values[index] })) };
  }
  const others = (decimal === undefined ? (['.', ','] as const) : [decimal]).flatMap((point) =>
    (thousands === undefined ? (['', ...thousandsMarks] as const) : [thousands])
      .filter((mark) => mark !== point)
      .map((mark) => readAll(numbers, { decimal: point, thousands: mark })),
  );
  const whole = others.filter(({ failed }) => failed < 0);
  if (whole.length === 0) {
    // No notation reads all numbers: take the one that reads the most of them; of equals the first, which has fewer marks.
    const best = [asTold, ...others].reduce((a, b) => (b.failed > a.failed ? b : a));
    return { index: best.failed, marks: best.marks };
  }
  const distinct = whole.filter(
    ({ values }, i) => !whole.slice(0, i).some((other) => sameNumbers(values, other.values)),
  );
  if (distinct.length === 1) return { marks: distinct[0].marks, told: false };
  const index = numbers.findIndex((_, i) => distinct.some(({ values }) => values[i] !== distinct[0].values[i]));
  return { index, ways: distinct.map(({ marks, values }) => ({ marks, value: values[index] })) };
}

interface Reading {
  readonly marks: NumberMarks;
  readonly values: readonly number[];
  /** Index of the first number that these marks do not read, −1 when they read all. */
  readonly failed: number;
}

function readAll(numbers: readonly string[], marks: NumberMarks): Reading {
  const read = numberReader(marks);
  const values: number[] = [];
  for (const [index, number] of numbers.entries()) {
    const value = read(number);
    if (value === undefined) return { marks, values, failed: index };
    values.push(value);
  }
  return { marks, values, failed: -1 };
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}

/**
 * Whether decimal points may be marks between thousands, given that each has exactly three digits behind it: in a continental file,
 * or where the column jumps when they are read as decimal points, as from 998 to 1.101.
 */
function doubtful(pointed: readonly number[], grouped: readonly number[], continental: boolean): boolean {
  return continental || spread(pointed) > 10 * spread(grouped);
}

/** Ratio of the largest to the smallest absolute value, without zeros. */
function spread(values: readonly number[]): number {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (value === 0) continue;
    least = Math.min(least, Math.abs(value));
    most = Math.max(most, Math.abs(value));
  }
  return most / least;
}

/** The options of `readSeries` for these marks, such as `decimalMark: ',', thousandsMark: '.'`. */
export function markOptions({ decimal, thousands }: NumberMarks): string {
  const options =
    thousands === ''
      ? [`decimalMark: '${decimal}'`]
      : [
          ...(decimal === '.' ? [] : [`decimalMark: '${decimal}'`]),
          `thousandsMark: ${thousands === "'" ? `"'"` : `'${thousands}'`}`,
        ];
  return options.join(', ');
}

const NAMES: Readonly<Record<ThousandsMark, string>> = {
  ',': 'commas',
  '.': 'points',
  ' ': 'spaces',
  "'": 'apostrophes',
  _: 'underscores',
};

/** A note of marks that were recognised. */
export function markNote({ decimal, thousands }: NumberMarks): string {
  const read = [
    ...(thousands === '' ? [] : [`${NAMES[thousands]} as marks between thousands`]),
    ...(decimal === '.' ? [] : ['commas before decimals']),
  ];
  return `numbers are read with ${read.join(' and ')}`;
}

/** Advice for a text that no notation reads as a number. */
export function numberAdvice(text: string): string {
  if (!/\d/.test(text)) return 'repair the line or name it in missing';
  if (/^[+-]?[\d.,'’_\s]+$/.test(text))
    return 'marks must stand between thousands, as in 1,234,567.50: repair the line';
  if (/\d\s*[KMBT]n?\.?$/i.test(text)) return 'write the number out, without K, M or B';
  return 'repair the line';
}
