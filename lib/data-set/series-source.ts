import { fieldProblem, judgeUnended, plainNumber, type Row, rowsOf, shown } from './delimited-text.js';
import { type Shape, ShapeError } from './json-shape.js';
import type { DateRange, Observation } from './observations.js';

/** A publisher of series that answers requests over HTTP. */
export interface SeriesSource {
  /** Name on the command line and in file names. */
  readonly name: string;
  readonly owner: string;
  /** Address of the server, without a closing slash. */
  readonly server: string;
  /** Descriptions of the series of the paper's section 5.2, by identifier. */
  readonly examples: Readonly<Record<string, string>>;
  /** The form of identifiers: text of another form reaches neither an address nor a file name. */
  readonly pattern: RegExp;
  /** Path and query under the server. */
  path(identifier: string, range: DateRange): string;
  /**
   * Reads an answer as data; no part of the answer is evaluated.
   * @throws RangeError naming what was expected and what was got
   */
  parse(
    text: string,
    identifier: string,
  ): { readonly observations: readonly Observation[]; readonly notes: readonly string[] };
}

/** @throws RangeError when the identifier has another form than the source's */
export function checkIdentifier({ name, pattern, examples }: SeriesSource, identifier: string): void {
  if (!pattern.test(identifier) || identifier.length > 80) {
    throw new RangeError(
      `${name}: identifier expects one like ${Object.keys(examples)[0]}, got '${shown(identifier)}'; look it up at the source`,
    );
  }
}

/**
 * Reads an answer in JSON.
 * @param name of the source
 * @throws RangeError when the answer is no JSON, or of another shape
 */
export function parseAnswer<Value>(text: string, name: string, shape: Shape<Value>): Value {
  refusePage(text, name, 'JSON');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const start = shown(text.slice(0, 40));
    throw new RangeError(
      `${name}: the answer is no whole JSON (${text.length} characters, from "${start}"); fetch it again`,
    );
  }
  try {
    return shape(value, 'answer');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new RangeError(`${name}: ${error.message}; fetch it again, or see whether the source changed its layout`);
  }
}

/** A number in JSON, or written as text; undefined for null. */
export function jsonNumber(value: unknown, name: string, date: string): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const number = typeof value === 'string' ? plainNumber(value) : undefined;
  if (number !== undefined) return number;
  throw new RangeError(`${name}: the value of ${shown(date)} is "${shown(value)}", which is no number; ask the source`);
}

/** The columns to read of an answer in comma-separated values. */
export interface Columns {
  /** Headings that the column of dates may have. */
  readonly date: readonly string[];
  /** Heading of the column of values. */
  readonly value: string;
  /** Heading of a column that names the series, and the name that every row must have in this column. */
  readonly key?: { readonly heading: string; readonly name: string };
  /** Texts that stand for a missing value. */
  readonly missing: readonly string[];
}

/** The observations in two columns of an answer in comma-separated values. */
export function parseColumns(
  text: string,
  name: string,
  columns: Columns,
): { observations: Observation[]; notes: string[] } {
  refusePage(text, name, 'comma-separated values');
  const fail = (message: string): never => {
    throw new RangeError(`${name}: ${message}`);
  };
  const malformed = (line: number, problem: string): never => fail(`line ${line} ${problem}; fetch it again`);
  const [first, ...rows] = rowsOf(text, ',', malformed);
  if (first === undefined) return { observations: [], notes: [] };
  const headings = first.fields.map((heading) => heading.trim());
  const dateAt = headings.findIndex((heading) => columns.date.includes(heading));
  const wanted = [columns.value, ...(columns.key ? [columns.key.heading] : [])];
  const [valueAt, keyAt] = wanted.map((heading) => headings.indexOf(heading));
  if (dateAt < 0 || valueAt < 0 || keyAt < 0) {
    fail(
      `the answer lacks the columns ${[columns.date[0], ...wanted].join(' and ')} (it has ${shown(headings.join(', '))}); ` +
        'give the answer to this series, or see whether the source changed its layout',
    );
  }
  const twice = wanted.find((heading) => headings.indexOf(heading) !== headings.lastIndexOf(heading));
  if (twice !== undefined) fail(`the answer has the column ${twice} twice; ask for one series`);
  const notes: string[] = [];
  const last = rows[rows.length - 1];
  if (last?.ended === false) {
    const { whole, note } = judgeUnended(last, ',', [dateAt, valueAt, ...(columns.key ? [keyAt] : [])]);
    notes.push(note);
    if (!whole) rows.pop();
  }
  for (const row of rows) {
    const problem = row.ended ? fieldProblem(row, headings.length) : undefined;
    if (problem !== undefined) malformed(row.line, problem);
  }
  return { observations: rows.map((row) => observation(row)), notes };

  function observation({ line, fields }: Row): Observation {
    const [date, written] = [fields[dateAt].trim(), fields[valueAt].trim()];
    if (columns.key && fields[keyAt].trim() !== columns.key.name) {
      fail(
        `line ${line} is about the series ${shown(fields[keyAt])}, and not about ${columns.key.name}; give the answer to this series`,
      );
    }
    if (columns.missing.includes(written)) return { date, value: undefined };
    const value =
      plainNumber(written) ??
      fail(`line ${line} has "${shown(written)}" in ${columns.value}, which is no number; ask the source`);
    return { date, value };
  }
}

function refusePage(text: string, name: string, wanted: string): void {
  if (/^\s*</.test(text)) {
    throw new RangeError(
      `${name}: the answer is a web page in place of ${wanted}; ` +
        `open the address in a browser, save the data and give them with --file`,
    );
  }
}
