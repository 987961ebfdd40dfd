import { type DateNotation, dateAdvice } from './date-notation.js';
import { fieldProblem, judgeUnended, plainNumber, type Row, rowsOf, shown } from './delimited-text.js';
import type { Headings } from './text-headings.js';

/** A line of a table: its date, and its value as it is written. */
export interface DatedText {
  readonly line: number;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly text: string;
}

/** The lines of a table below its headings, and notes of lines around the table that were left out. */
export interface TableRows {
  readonly rows: readonly DatedText[];
  readonly notes: readonly string[];
}

/** The column of dates, and how it writes them. */
export interface DateColumn {
  readonly dateColumn: string;
  readonly notation: DateNotation;
}

/** Called with a line and what is wrong with it. */
type Fail = (line: number, problem: string) => never;

/** A line without a date of the table: an error, unless only such lines follow. */
interface OddRow {
  readonly row: Row;
  /** What is wrong with the number of fields; undefined when the date is wrong. */
  readonly problem: string | undefined;
}

/** Where the table is, and what happens at a line that is none of it. */
interface Table {
  readonly headings: Headings;
  readonly column: DateColumn;
  readonly fail: Fail;
}

/** The lines below the headings, sorted by what they are. */
interface SortedRows {
  readonly rows: DatedText[];
  /** The dates of the rows as they are written. */
  readonly dateTexts: string[];
  readonly odd: OddRow[];
  readonly notes: string[];
  comments: number;
  furtherHeadings: number;
}

/** Largest number of lines of headings: central banks put units, sources and dates of change above the table. */
const MOST_FURTHER = 12;

/** Largest number of lines below the table. */
const MOST_BELOW = 20;

/** Largest number of lines without a date before the search for one ends. */
const ENOUGH = 10_000;

const advised = (problem: string): string => `${problem}; check separator and decimalMark, or repair the line`;

/** Reads lines until too many of them have no date, or the last line may be cut; throws at a line inside the table without a date. */
function sortRows(text: string, table: Table): SortedRows {
  const { fail, headings, column } = table;
  const { separator, count, dateAt, valueAt, below } = headings;
  const sorted: SortedRows = { rows: [], dateTexts: [], odd: [], notes: [], comments: 0, furtherHeadings: 0 };
  const { rows, odd, notes } = sorted;
  for (const row of rowsOf(text, separator, (line, problem) => fail(line, advised(problem)), below)) {
    if (!row.ended) {
      const { whole, note } = judgeUnended(row, separator, [dateAt, valueAt]);
      notes.push(note);
      if (!whole) break;
    }
    const { line, fields } = row;
    if (fields[0].trimStart().startsWith('#')) {
      sorted.comments++;
      continue;
    }
    // A last line without its end may lack fields behind date and value.
    const problem = row.ended || fields.length > count ? fieldProblem(row, count) : undefined;
    const date = problem === undefined ? column.notation.parse(fields[dateAt].trim()) : undefined;
    if (date !== undefined) {
      if (odd.length > 0) refuse(odd[0], sorted, table);
      sorted.dateTexts.push(fields[dateAt].trim());
      rows.push({ line, date, text: fields[valueAt].trim() });
      continue;
    }
    const isFirst = rows.length === 0 && odd.length === 0;
    if (isFirst && sorted.furtherHeadings < MOST_FURTHER && isHeading(fields, dateAt, valueAt)) {
      sorted.furtherHeadings++;
      continue;
    }
    odd.push({ row, problem });
    if (odd.length > (rows.length === 0 ? ENOUGH : MOST_BELOW)) break;
  }
  return sorted;
}

/** Throws the error of a line without a date of the table, with advice that the dates of all lines support. */
function refuse({ row, problem }: OddRow, { dateTexts, odd }: SortedRows, { headings, column, fail }: Table): never {
  if (problem !== undefined) return fail(row.line, advised(problem));
  const { dateColumn, notation } = column;
  const dateOf = ({ fields }: Row): string => fields[headings.dateAt].trim();
  const oddDates = odd.filter((other) => other.problem === undefined).map((other) => dateOf(other.row));
  const dates = [...dateTexts, ...oddDates].filter((other) => /\d/.test(other));
  const date = dateOf(row);
  const advice = /\d/.test(date) ? dateAdvice(date, dates, notation) : 'repair the line';
  return fail(row.line, `expects a date ${notation.name} in ${dateColumn}, got "${shown(date)}"; ${advice}`);
}

/**
 * The dated lines of a text below its headings. Left out, with a note each: comments, which begin with #; further lines of headings,
 * before the first date; sentences and totals below the last date; and a last line that may be cut.
 * @param fail called with the line and what is wrong with it
 */
export function tableRows(text: string, headings: Headings, column: DateColumn, fail: Fail): TableRows {
  const table = { headings, column, fail };
  const sorted = sortRows(text, table);
  const { rows, odd, comments, furtherHeadings } = sorted;
  if (odd.length > 0 && (rows.length === 0 || odd.length > MOST_BELOW)) refuse(odd[0], sorted, table);
  const wrong = odd.find(({ row }) => !isFooter(row.fields, headings.valueAt));
  if (wrong !== undefined) refuse(wrong, sorted, table);
  const footer = odd.length > 0 ? shown(odd[0].row.fields.join(headings.separator)) : '';
  return {
    rows,
    notes: [
      ...(furtherHeadings > 0 ? [`${counted(furtherHeadings, 'further line')} of headings left out`] : []),
      ...sorted.notes,
      ...(comments > 0 ? [`${counted(comments, 'comment')} left out`] : []),
      ...(odd.length > 0 ? [`${counted(odd.length, 'line')} below the table left out: "${footer}"`] : []),
    ],
  };
}

/** A number of things, for a note. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Whether a line belongs to the headings, such as tickers or units: no digit in the column of dates, and no number in that of values. */
function isHeading(fields: readonly string[], dateAt: number, valueAt: number): boolean {
  const [date, value] = [fields[dateAt]?.trim() ?? '', fields[valueAt]?.trim() ?? ''];
  return /^\D*$/.test(date) && (plainNumber(value) === undefined || /^ticker$/i.test(date));
}

/** Whether a line may stand below a table: a sentence, or a total without a date. */
function isFooter(fields: readonly string[], valueAt: number): boolean {
  const first = fields.map((field) => field.trim()).find((field) => field !== '') ?? '';
  if (/\d/.test(first) && plainNumber(fields[valueAt]?.trim() ?? '') !== undefined) return false;
  return /^[^\p{L}\d]*(\p{L}+[\s:.,;)].*|(total|sum|average|mean|median|min|max|count|end)$)/iu.test(first);
}
