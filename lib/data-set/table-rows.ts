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

/** The lines of a table below its headings, and notes of what was left out around them. */
export interface TableRows {
  readonly rows: readonly DatedText[];
  readonly notes: readonly string[];
}

/** A line that is no line of the table: an error, unless nothing of the table comes behind it. */
interface OddRow {
  readonly row: Row;
  /** What is wrong with its number of fields, or undefined when its date is. */
  readonly problem: string | undefined;
}

/** Headings may go on for so many lines: central banks tell units, sources and dates of change there. */
const MOST_FURTHER = 12;

/** So many lines may stand below the table. */
const MOST_BELOW = 20;

/** After so many lines without a date, none is expected any more. */
const ENOUGH = 10_000;

/**
 * The dated lines of a text below its headings. Left out, with a note each: comments, which begin with #; further lines of headings,
 * before the first date; sentences and totals below the last one; and a last line that may be cut.
 * @param fail called with the line and what is wrong with it
 */
export function tableRows(
  text: string,
  { separator, count, dateAt, valueAt, below }: Headings,
  { dateColumn, notation }: { readonly dateColumn: string; readonly notation: DateNotation },
  fail: (line: number, problem: string) => never,
): TableRows {
  const rows: DatedText[] = [];
  const dateTexts: string[] = [];
  const odd: OddRow[] = [];
  const notes: string[] = [];
  let [comments, furtherHeadings] = [0, 0];
  const refuse = ({ row, problem }: OddRow): never => {
    if (problem !== undefined) fail(row.line, `${problem}; check separator and decimalMark, or repair the line`);
    const date = row.fields[dateAt].trim();
    const seen = [
      ...dateTexts,
      ...odd.filter((other) => other.problem === undefined).map((other) => other.row.fields[dateAt].trim()),
    ];
    const dates = seen.filter((other) => /\d/.test(other));
    return fail(
      row.line,
      `expects a date ${notation.name} in ${dateColumn}, got "${shown(date)}"; ` +
        (/\d/.test(date) ? dateAdvice(date, dates, notation) : 'repair the line'),
    );
  };
  for (const row of rowsOf(
    text,
    separator,
    (line, problem) => fail(line, `${problem}; check separator and decimalMark, or repair the line`),
    below,
  )) {
    if (!row.ended) {
      const { whole, note } = judgeUnended(row, separator, [dateAt, valueAt]);
      notes.push(note);
      if (!whole) break;
    }
    const { line, fields } = row;
    if (fields[0].trimStart().startsWith('#')) {
      comments++;
      continue;
    }
    // Of a last line without its end the fields behind date and value may be missing.
    const problem = row.ended || fields.length > count ? fieldProblem(row, count) : undefined;
    const date = problem === undefined ? notation.parse(fields[dateAt].trim()) : undefined;
    if (date === undefined) {
      if (
        rows.length === 0 &&
        odd.length === 0 &&
        furtherHeadings < MOST_FURTHER &&
        isHeading(fields, dateAt, valueAt)
      ) {
        furtherHeadings++;
        continue;
      }
      odd.push({ row, problem });
      if (odd.length > (rows.length === 0 ? ENOUGH : MOST_BELOW)) break;
      continue;
    }
    if (odd.length > 0) refuse(odd[0]);
    dateTexts.push(fields[dateAt].trim());
    rows.push({ line, date, text: fields[valueAt].trim() });
  }
  if (odd.length > 0 && (rows.length === 0 || odd.length > MOST_BELOW)) refuse(odd[0]);
  const wrong = odd.find(({ row }) => !isFooter(row.fields, valueAt));
  if (wrong !== undefined) refuse(wrong);
  if (furtherHeadings > 0) notes.unshift(`${counted(furtherHeadings, 'further line')} of headings left out`);
  if (comments > 0) notes.push(`${counted(comments, 'comment')} left out`);
  if (odd.length > 0) {
    notes.push(
      `${counted(odd.length, 'line')} below the table left out: "${shown(odd[0].row.fields.join(separator))}"`,
    );
  }
  return { rows, notes };
}

/** A number of things, for a note. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** A line below the headings that belongs to them, such as tickers or units: no digit where dates stand, and no number beside. */
function isHeading(fields: readonly string[], dateAt: number, valueAt: number): boolean {
  const [date, value] = [fields[dateAt]?.trim() ?? '', fields[valueAt]?.trim() ?? ''];
  return /^\D*$/.test(date) && (plainNumber(value) === undefined || /^ticker$/i.test(date));
}

/** A line below a table: a sentence, or a total without a date. */
function isFooter(fields: readonly string[], valueAt: number): boolean {
  const first = fields.map((field) => field.trim()).find((field) => field !== '') ?? '';
  if (/\d/.test(first) && plainNumber(fields[valueAt]?.trim() ?? '') !== undefined) return false;
  return /^[^\p{L}\d]*(\p{L}+[\s:.,;)].*|(total|sum|average|mean|median|min|max|count|end)$)/iu.test(first);
}
