import { fieldProblem, judgeUnended, plainNumber, type Row, rowsOf, shown } from './delimited-text.js';
import type { DateRange, Observation } from './observations.js';

/** A publisher of series that answers over HTTP. */
export interface SeriesSource {
  /** On the command line and in file names. */
  readonly name: string;
  readonly owner: string;
  /** Where it answers, without a closing slash. */
  readonly server: string;
  /** Series that the paper's section 5.2 is about, with what they are. */
  readonly examples: Readonly<Record<string, string>>;
  /** What an identifier looks like: no other goes into an address or a file name. */
  readonly pattern: RegExp;
  /** Path and query under the server. */
  path(identifier: string, range: DateRange): string;
  /**
   * Reads an answer. Nothing in it is evaluated.
   * @throws RangeError naming what was expected and what was got
   */
  parse(
    text: string,
    identifier: string,
  ): { readonly observations: readonly Observation[]; readonly notes: readonly string[] };
}

/** Refuses an identifier that the source cannot have. */
export function checkIdentifier({ name, pattern, examples }: SeriesSource, identifier: string): void {
  if (!pattern.test(identifier) || identifier.length > 80) {
    throw new RangeError(
      `${name}: identifier expects one like ${Object.keys(examples)[0]}, got '${shown(identifier)}'; look it up at the source`,
    );
  }
}

/** The value of an answer in JSON. */
export function parseJson(text: string, name: string): unknown {
  refusePage(text, name, 'JSON');
  try {
    return JSON.parse(text);
  } catch {
    const start = shown(text.slice(0, 40));
    throw new RangeError(
      `${name}: the answer expects to be whole JSON, got ${text.length} characters that do not parse, from "${start}"; ` +
        `fetch it again`,
    );
  }
}

/** A number in JSON, or written as text; undefined for null. */
export function jsonNumber(value: unknown, name: string, date: string): number | undefined {
  if (value === null || value === undefined) return undefined;
  const number =
    typeof value === 'string' ? plainNumber(value) : Number.isFinite(value) ? (value as number) : undefined;
  if (number === undefined) {
    throw new RangeError(
      `${name}: the value of ${shown(date)} expects a number, got "${shown(value)}"; ask the source`,
    );
  }
  return number;
}

/** What to read of an answer in columns. */
export interface Columns {
  /** Headings that the column of dates may have. */
  readonly date: readonly string[];
  /** Heading of the column of values. */
  readonly value: string;
  /** Heading of a column that names the series, and the name that every row must have there. */
  readonly key?: { readonly heading: string; readonly name: string };
  /** What stands for no value. */
  readonly missing: readonly string[];
}

/** Two columns of an answer in comma-separated values, as observations. */
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
      `the answer expects the columns ${[columns.date[0], ...wanted].join(' and ')}, got ${shown(headings.join(', '))}; ` +
        'give the answer to this series, or the source may have changed its layout',
    );
  }
  const twice = wanted.find((heading) => headings.indexOf(heading) !== headings.lastIndexOf(heading));
  if (twice !== undefined) fail(`the answer expects the column ${twice} once, got it twice; ask for one series`);
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
        `line ${line} expects the series ${columns.key.name}, got ${shown(fields[keyAt])}; give the answer to this series`,
      );
    }
    if (columns.missing.includes(written)) return { date, value: undefined };
    const value =
      plainNumber(written) ??
      fail(`line ${line} expects a number in ${columns.value}, got "${shown(written)}"; ask the source`);
    return { date, value };
  }
}

function refusePage(text: string, name: string, wanted: string): void {
  if (/^\s*</.test(text)) {
    throw new RangeError(
      `${name}: the answer expects ${wanted}, got a web page; ` +
        `open the address in a browser, save the data and give them with --file`,
    );
  }
}
