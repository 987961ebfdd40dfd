import { host } from '../host/index.js';
import { type DateNotation, knownNotations, yearFirst } from './date-notation.js';
import { oldestFirst } from './date-order.js';
import { shown } from './delimited-text.js';
import { columnOfNumbers } from './number-column.js';
import { type ThousandsMark, thousandsMarks } from './number-notation.js';
import { gapNotes, leftOut } from './observations.js';
import { type Series, series } from './series.js';
import { type SeriesOrigin, withOrigin } from './series-origin.js';
import { counted, type DatedText, tableRows } from './table-rows.js';
import { checkTabular, fileName, textOfFile } from './text-file.js';
import { findHeadings } from './text-headings.js';

/** How a file of separated values is read. */
export interface ReadSeriesOptions {
  /** Heading of the column of dates. */
  readonly dateColumn: string;
  /** Heading of the column of values. */
  readonly valueColumn: string;
  /** One character between fields; when left out, the comma, semicolon, tab or bar that separates the two headings. */
  readonly separator?: string;
  /** The character before decimals, '.' or ','; when left out, a point, or the only mark that reads the whole column. */
  readonly decimalMark?: string;
  /** The character between thousands, ',', '.', ' ', "'" or '_'; when left out, none, or the only mark that reads the whole column. */
  readonly thousandsMark?: string;
  /** Notation of dates: `yearFirst` (when left out), `dayFirst`, `monthFirst`, `monthNamed`, or a notation of your own. */
  readonly dates?: DateNotation;
  /** Marks of missing values: rows with one of them, mostly holidays, are left out. Numbers are compared by value. */
  readonly missing?: readonly (string | number)[];
  /** Smallest number of values; 2 when left out. */
  readonly minimum?: number;
  /** The file's name when left out. */
  readonly name?: string;
  /** The file's path when left out. */
  readonly source?: string;
}

/**
 * A series from a text file with a line of headings: CSV and its relatives, packed with gzip or not, in UTF-8, UTF-16 or Windows-1252.
 * Fields may stand in double quotes; nothing is evaluated.
 *
 * The following are understood, with a note in the series:
 * - lines of text above the headings, comments that begin with #, further lines of headings, sentences and totals below the table;
 * - the newest day first: the order is reversed;
 * - marks between thousands and decimal commas, where only one notation reads the whole column;
 * - a currency's sign; a percent sign on every number: values are then in percent; parentheses around negative numbers;
 * - a last line without its end, so that it may be cut: left out, or kept where its date and value are certainly whole.
 *
 * The order of day and month in numbers, a number with two meanings and marks of missing values are not guessed: the error names
 * the option to give.
 * @param path of the file; a relative one starts at the process's folder, a notebook's at the notebook's own
 * @returns with notes also of rows left out, and of gaps of ten days or more
 * @throws RangeError, naming the line, when the file is empty or no text, a column is missing or named twice, a line has another number
 * of fields, a date is malformed, repeated or out of order, a value is no finite number, or there are too few values; Error when
 * the file cannot be read
 * Cost: about 10 µs per line; files of 64 MiB at most.
 */
export function readSeries(path: string, options: ReadSeriesOptions): Series {
  const { dateColumn, valueColumn, dates: notation = yearFirst, missing = [], minimum = 2 } = options;
  const { name = fileName(path), source = path } = options;
  const fail = (message: string): never => {
    throw new RangeError(`readSeries: ${message}`);
  };
  const failAt = (line: number, problem: string): never => fail(`${path} line ${line} ${problem}`);
  const marks = checkOptions(options, fail);
  const { text, notes: fileNotes } = textOfFile('readSeries', path);
  checkTabular('readSeries', path, text);
  const notes = [...fileNotes];
  if (text.trim() === '')
    fail(`${path} expects a heading and at least ${minimum} values, got an empty file; download it again`);
  const headings = findHeadings(text, options, (problem) => fail(problem.replace('the file', path)));
  const { separator } = headings;
  if (marks.decimal === separator && !text.includes('"')) {
    fail(
      `separator expects another character than decimalMark, got ${JSON.stringify(separator)} for both; give for example ';'`,
    );
  }
  if (headings.recognised) notes.push(`fields are separated by ${separator === '\t' ? 'tabs' : `"${separator}"`}`);
  if (headings.linesAbove > 0) notes.push(`${counted(headings.linesAbove, 'line')} above the headings left out`);
  const table = tableRows(text, headings, { dateColumn, notation }, failAt);
  notes.push(...table.notes);
  const turned = newestFirst(table.rows, failAt);
  if (turned) notes.push('the file lists the newest day first: turned round');
  const column = columnOfNumbers(
    table.rows,
    { ...marks, continental: separator === ';', missing, valueColumn },
    failAt,
  );
  notes.push(...column.notes);
  const [dates, values] = [[...column.dates], [...column.values]];
  if (turned)
    [dates, values].forEach((list) => {
      list.reverse();
    });
  if (values.length < minimum) {
    const aside = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
    fail(
      `${path} expects at least ${minimum} values in ${valueColumn}, got ${values.length}${aside}; give a longer series`,
    );
  }
  const empty = table.rows.length - values.length;
  const read = series({
    name,
    source,
    dates,
    values,
    notes: [...notes, ...leftOut(empty, 'without a value'), ...gapNotes(dates)],
  });
  const origin = originIn(path, options);
  return origin ? withOrigin(read, origin) : read;
}

/** How to read the same numbers again; undefined for a notation of dates that is not the library's. */
function originIn(path: string, { name, source, dates, ...reading }: ReadSeriesOptions): SeriesOrigin | undefined {
  if (dates !== undefined && !knownNotations.includes(dates)) return undefined;
  const notation = dates && { dates: dates.name };
  return { kind: 'file', path: host.files.absolute(path), reading: { ...reading, ...notation }, steps: [] };
}

/** Checks the options; returns the marks that they give. */
function checkOptions(
  { dateColumn, valueColumn, separator, decimalMark, thousandsMark, missing, minimum, dates }: ReadSeriesOptions,
  fail: (message: string) => never,
): { readonly decimal?: '.' | ','; readonly thousands?: ThousandsMark } {
  for (const [option, value] of Object.entries({ dateColumn, valueColumn })) {
    if (typeof value !== 'string')
      fail(`${option} expects the heading of a column, got ${String(value)}; give for example 'date'`);
  }
  if (separator !== undefined && (separator.length !== 1 || /["\r\n]/.test(separator))) {
    fail(`separator expects one character, got ${JSON.stringify(separator)}; give for example ';'`);
  }
  if (decimalMark !== undefined && decimalMark !== '.' && decimalMark !== ',') {
    fail(`decimalMark expects '.' or ',', got ${JSON.stringify(decimalMark)}; give one of the two`);
  }
  if (decimalMark !== undefined && decimalMark === separator) {
    fail(
      `separator expects another character than decimalMark, got ${JSON.stringify(separator)} for both; give for example ';'`,
    );
  }
  if (thousandsMark !== undefined && !thousandsMarks.includes(thousandsMark as ThousandsMark)) {
    fail(
      `thousandsMark expects one of ${JSON.stringify(thousandsMarks).slice(1, -1)}, got ${JSON.stringify(thousandsMark)}; give one of them`,
    );
  }
  if (thousandsMark !== undefined && thousandsMark === decimalMark) {
    fail(
      `thousandsMark expects another character than decimalMark, got ${JSON.stringify(decimalMark)} for both; leave one out`,
    );
  }
  if (missing !== undefined && !Array.isArray(missing)) {
    fail(`missing expects a list of texts, got ${JSON.stringify(missing)}; give for example ['.']`);
  }
  if (minimum !== undefined && !(Number.isInteger(minimum) && minimum >= 1)) {
    fail(`minimum expects a whole number from 1 on, got ${String(minimum)}; give for example 2`);
  }
  if (dates !== undefined && typeof dates?.parse !== 'function') {
    fail(
      `dates expects a notation such as dayFirst, got ${shown(JSON.stringify(dates))}; import { dayFirst } from 'microcanon/data-set'`,
    );
  }
  return { decimal: decimalMark as '.' | ',' | undefined, thousands: thousandsMark as ThousandsMark | undefined };
}

/** Whether the rows are reversed to have the oldest first; fails for rows that neither increase nor decrease. */
function newestFirst(rows: readonly DatedText[], failAt: (line: number, problem: string) => never): boolean {
  const order = oldestFirst(rows);
  if (!('kind' in order)) return order.turned;
  const { line } = rows[order.index];
  if (order.kind === 'repeated')
    return failAt(line, `expects a new date, got ${order.date} again; remove one of the two lines`);
  return failAt(line, `expects a date ${order.kind} ${order.before}, got ${order.date}; sort the lines by date`);
}
