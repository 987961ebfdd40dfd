import { shown } from './delimited-text.js';
import {
  type MarkOptions,
  markNote,
  markOptions,
  type NumberMarks,
  numberAdvice,
  numberReader,
  recogniseMarks,
  type Written,
  written,
} from './number-notation.js';
import { counted, type DatedText } from './table-rows.js';

export interface NumberColumnOptions extends MarkOptions {
  readonly missing: readonly (string | number)[];
  /** Heading, for errors. */
  readonly valueColumn: string;
}

/** The rows with a value, and notes on how numbers were read. */
export interface NumberColumn {
  readonly dates: readonly string[];
  readonly values: readonly number[];
  readonly notes: readonly string[];
}

type Entry = DatedText & { readonly written: Written };

/**
 * The numbers of a column, without the rows whose value is a mark of missing values. A mark that is a number is compared by value.
 * @param failAt called with the line and what is wrong with it
 */
export function columnOfNumbers(
  rows: readonly DatedText[],
  { missing, valueColumn, ...options }: NumberColumnOptions,
  failAt: (line: number, problem: string) => never,
): NumberColumn {
  const texts = new Set(missing.map((mark) => String(mark).trim()));
  const entries: Entry[] = rows
    .filter(({ text }) => !texts.has(text))
    .map((row) => ({ ...row, written: written(row.text) }));
  const found = recogniseMarks(
    entries.map((entry) => entry.written.number),
    options,
  );
  if ('ways' in found) {
    const { line, text } = entries[found.index];
    const ways = found.ways.map(({ marks, value }) => `${markOptions(marks)} if it stands for ${value}`);
    return failAt(
      line,
      `expects a number that can be read in one way in ${valueColumn}, got "${shown(text)}"; give ${ways.join(', ')}`,
    );
  }
  if ('index' in found) {
    const { line, text } = entries[found.index];
    return failAt(line, `expects a finite number in ${valueColumn}, got "${shown(text)}"; ${numberAdvice(text)}`);
  }
  const read = numberReader(found.marks);
  const sentinels = numbersAmong([...texts], found.marks, options);
  const kept = entries
    .map((entry) => ({ ...entry, value: read(entry.written.number)! }))
    .filter(({ value }) => !sentinels.has(value));
  const notes = [
    ...(found.told ? [] : [markNote(found.marks)]),
    ...unitNotes(kept, valueColumn, failAt),
    ...parenthesesNote(kept),
  ];
  return { dates: kept.map(({ date }) => date), values: kept.map(({ value }) => value), notes };
}

/** The marks of missing values that are numbers: read in the column's notation, else in plain notation, else in their only possible one. */
function numbersAmong(texts: readonly string[], marks: NumberMarks, options: MarkOptions): ReadonlySet<number> {
  const [asColumn, plain] = [numberReader(marks), numberReader({ decimal: '.', thousands: '' })];
  return new Set(
    texts.flatMap((text) => {
      const { number } = written(text);
      const value = asColumn(number) ?? plain(number);
      if (value !== undefined) return [value];
      const alone = recogniseMarks([number], options);
      return 'told' in alone ? [numberReader(alone.marks)(number)!] : [];
    }),
  );
}

/** Notes on units. Fails for a column with two units, or with percent signs on some numbers only, where 0.05 and 5 % would be confused. */
function unitNotes(
  entries: readonly Entry[],
  valueColumn: string,
  failAt: (line: number, problem: string) => never,
): string[] {
  const first = entries.find((entry) => entry.written.unit !== '');
  if (first === undefined) return [];
  const { unit } = first.written;
  const other = entries.find((entry) => entry.written.unit !== unit && (unit === '%' || entry.written.unit !== ''));
  if (other !== undefined) {
    return failAt(
      other.line,
      `expects a number with ${unit} in ${valueColumn}, as line ${first.line} has it, got "${shown(other.text)}"; write all values in one unit`,
    );
  }
  return unit === '%' ? ['percent signs left out: values are in percent'] : [`the currency sign ${unit} left out`];
}

function parenthesesNote(entries: readonly Entry[]): string[] {
  const count = entries.filter((entry) => entry.written.parentheses).length;
  return count === 0 ? [] : [`${counted(count, 'number')} in parentheses read as negative`];
}
