import { isAnyDate } from './date-notation.js';
import { type Place, type Row, rowsOf, shown } from './delimited-text.js';

/** Place and layout of a table in a text. */
export interface Headings {
  readonly separator: string;
  /** Number of fields in a row. */
  readonly count: number;
  readonly dateAt: number;
  readonly valueAt: number;
  /** Start of the row below the headings. */
  readonly below: Place;
  /** Number of lines above the headings that are not blank. */
  readonly linesAbove: number;
  /** Whether the separator is no comma and was found, not given. */
  readonly recognised: boolean;
}

/** What to look for. */
export interface WantedColumns {
  readonly dateColumn: string;
  readonly valueColumn: string;
  /** Comma, semicolon, tab and bar are tried when left out. */
  readonly separator?: string;
}

const SEPARATORS = [',', ';', '\t', '|'];

/** Largest number of lines above the headings. */
const MOST_ABOVE = 100;

/** Largest number of characters in the row of headings. */
const LONGEST_ROW = 200_000;

/** Largest number of lines that headings fill. */
const MOST_HEADING_ROWS = 4;

/**
 * Finds the row with both headings among the first lines of a text, or, as data frames with several levels of columns have it, the
 * heading of values with that of dates alone on a line below.
 * @param fail called with what is wrong, when there is no such row or the row has a heading twice
 */
export function findHeadings(text: string, wanted: WantedColumns, fail: (problem: string) => never): Headings {
  const { dateColumn, valueColumn, separator } = wanted;
  const tried = separator === undefined ? SEPARATORS : [separator];
  const places = linePlaces(text);
  for (const named of [inOneRow, dateBelow]) {
    let linesAbove = 0;
    for (const place of places) {
      if (place.blank) continue;
      for (const candidate of tried) {
        const [row, ...next] = headRows(text, candidate, place);
        const columns = row && named(headingsOf(row), next, wanted);
        if (columns === undefined) continue;
        const headings = headingsOf(row);
        for (const [name, at] of [
          [dateColumn, columns.dateAt],
          [valueColumn, columns.valueAt],
        ] as const) {
          if (headings.includes(name, at + 1))
            fail(`column ${name} expects to be named once, got it twice; rename one in the file`);
        }
        const below = { at: place.at + row.behind.at, line: row.behind.line };
        const recognised = separator === undefined && candidate !== ',';
        return { ...columns, separator: candidate, count: row.fields.length, below, linesAbove, recognised };
      }
      linesAbove++;
    }
  }
  return fail(
    absence(
      text,
      wanted,
      places.filter(({ blank }) => !blank),
    ),
  );
}

type Columns = Pick<Headings, 'dateAt' | 'valueAt'>;

function inOneRow(
  headings: readonly string[],
  _: readonly Row[],
  { dateColumn, valueColumn }: WantedColumns,
): Columns | undefined {
  const [dateAt, valueAt] = [headings.indexOf(dateColumn), headings.indexOf(valueColumn)];
  return dateAt < 0 || valueAt < 0 ? undefined : { dateAt, valueAt };
}

/** `Price,Close` / `Ticker,ABC` / `Date,`: the name of the index stands alone on the last line of the headings. */
function dateBelow(
  headings: readonly string[],
  next: readonly Row[],
  { dateColumn, valueColumn }: WantedColumns,
): Columns | undefined {
  const valueAt = headings.indexOf(valueColumn);
  const row = next.find(
    ({ fields }) =>
      fields.filter((field) => field.trim() !== '').length === 1 && fields.some((field) => field.trim() === dateColumn),
  );
  return valueAt < 0 || row === undefined
    ? undefined
    : { dateAt: row.fields.findIndex((field) => field.trim() === dateColumn), valueAt };
}

/** The error of a missing column, with the columns that there are and advice. */
function absence(
  text: string,
  { dateColumn, valueColumn, separator }: WantedColumns,
  places: readonly Place[],
): string {
  const lists = (separator === undefined ? SEPARATORS : [separator]).map((candidate) =>
    headRows(text, candidate, places[0]).slice(0, 1).flatMap(headingsOf),
  );
  const headings = lists.reduce((a, b) => (b.length > a.length ? b : a));
  if (headings.length === 0)
    return `column ${dateColumn} expects a line of headings, got none among the first lines; check the file`;
  const missing = headings.includes(dateColumn) ? valueColumn : dateColumn;
  const other = SEPARATORS.find(
    (candidate) =>
      candidate !== separator &&
      places.some((place) =>
        headRows(text, candidate, place)
          .slice(0, 1)
          .some((row) => headingsOf(row).includes(missing)),
      ),
  );
  const alike = headings.find(
    (heading) => heading.toLowerCase().replace(/\W/g, '') === missing.toLowerCase().replace(/\W/g, ''),
  );
  const advice =
    separator !== undefined && other !== undefined
      ? `give separator: ${JSON.stringify(other)}`
      : headings.some(isAnyDate)
        ? `put a line of headings above, for example ${dateColumn},${valueColumn}`
        : alike !== undefined
          ? `give ${JSON.stringify(alike)}`
          : 'check the file and separator';
  return `column ${missing} expects to be one of ${shown(headings.slice(0, 20).join(', '))}, got none of them; ${advice}`;
}

function headingsOf({ fields }: Row): string[] {
  return fields.map((field) => field.trim());
}

/** The first rows from a place on; fewer where quotes do not match. */
function headRows(text: string, separator: string, { at, line }: Place): Row[] {
  const rows: Row[] = [];
  const part = text.slice(at, at + LONGEST_ROW);
  try {
    for (const row of rowsOf(part, separator, noRow, { at: 0, line })) {
      // A row that ends with this part of the text may continue behind the part.
      if (!row.ended && at + part.length < text.length) break;
      if (rows.push(row) === MOST_HEADING_ROWS) break;
    }
  } catch (error) {
    if (!(error instanceof NoRow)) throw error;
  }
  return rows;
}

class NoRow extends Error {}

function noRow(): never {
  throw new NoRow();
}

/** The first lines of a text. */
function linePlaces(text: string): (Place & { readonly blank: boolean })[] {
  const places: (Place & { readonly blank: boolean })[] = [];
  const end = /\r\n|\r|\n|$/g;
  for (let [at, line] = [0, 1]; at < text.length && line <= MOST_ABOVE; line++) {
    end.lastIndex = at;
    const found = end.exec(text)!;
    places.push({ at, line, blank: text.slice(at, found.index).trim() === '' });
    at = found.index + Math.max(1, found[0].length);
  }
  return places;
}
