import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { yearFirst, type DateNotation } from './date-notation';
import { parseTable, plainNumber, shown } from './delimited-text';
import { gapNotes, leftOut } from './observations';
import { series, type Series } from './series';

/** How a file of comma-separated values is read. */
export interface ReadSeriesOptions {
  /** Heading of the column of dates. */
  readonly dateColumn: string;
  /** Heading of the column of values. */
  readonly valueColumn: string;
  /** One character between fields; a comma when left out. */
  readonly separator?: string;
  /** The character before decimals, '.' or ','; a point when left out. */
  readonly decimalMark?: string;
  /** How dates are written: `yearFirst` when left out, `dayFirst` or `monthFirst`. */
  readonly dates?: DateNotation;
  /** Rows whose value is one of these are left out: sources mark holidays so. None when left out. */
  readonly missing?: readonly string[];
  /** Fewest values that will do; 2 when left out. */
  readonly minimum?: number;
  /** The file's name when left out. */
  readonly name?: string;
  /** The file's path when left out. */
  readonly source?: string;
}

/**
 * A series from a text file whose first line names the columns. Fields may stand in double quotes; nothing is evaluated.
 * @param path file in UTF-8
 * @returns with notes of rows left out and of gaps of ten days or more
 * @throws RangeError, naming the line, when the file is empty, a column is missing or named twice, a line has another number of
 * fields, a date is malformed, repeated or out of order, a value is not a finite number, or there are too few values; Error when
 * the file cannot be read
 */
export function readSeries(path: string, options: ReadSeriesOptions): Series {
  const { dateColumn, valueColumn, dates: notation = yearFirst, missing = [], minimum = 2 } = options;
  const { name = basename(path), source = path } = options;
  const fail = (message: string): never => {
    throw new RangeError(`readSeries: ${message}`);
  };
  const separator = options.separator ?? ',';
  if (separator.length !== 1) fail(`separator expects one character, got ${JSON.stringify(separator)}; give for example ';'`);
  const decimalMark = options.decimalMark ?? '.';
  if (decimalMark !== '.' && decimalMark !== ',') {
    fail(`decimalMark expects '.' or ',', got ${JSON.stringify(decimalMark)}; give one of the two`);
  }
  if (decimalMark === separator) {
    fail(`separator expects another character than decimalMark, got ${JSON.stringify(separator)} for both; give for example ';'`);
  }
  if (!Array.isArray(missing)) fail(`missing expects a list of texts, got ${JSON.stringify(missing)}; give for example ['.']`);
  const text = readText(path);
  if (text.includes('\0')) fail(`${path} expects text in UTF-8, got bytes of 0, as UTF-16 has them; save it as UTF-8`);
  const { headings, rows } = parseTable(text, separator, (line, problem) =>
    fail(`${path} line ${line} ${problem}; check separator and decimalMark, or repair the line`));
  if (headings.length === 0) {
    fail(`${path} expects a heading and at least ${minimum} values, got an empty file; download it again`);
  }
  const columnOf = (heading: string): number => {
    const found = headings.indexOf(heading);
    if (found < 0) {
      fail(`column ${heading} expects to be one of ${shown(headings.join(', '))}, got none of them; check ${path} and separator`);
    }
    if (headings.includes(heading, found + 1)) {
      fail(`column ${heading} expects to be named once, got it twice; rename one in ${path}`);
    }
    return found;
  };
  const [dateAt, valueAt] = [columnOf(dateColumn), columnOf(valueColumn)];
  const dates: string[] = [];
  const values: number[] = [];
  let before = '';
  for (const { line, fields } of rows) {
    const [written, number] = [fields[dateAt].trim(), fields[valueAt].trim()];
    const date = notation.parse(written)
      ?? fail(`${path} line ${line} expects a date ${notation.name} in ${dateColumn}, got "${shown(written)}"; repair the line`);
    if (date === before) fail(`${path} line ${line} expects a new date, got ${date} again; remove one of the two lines`);
    if (date < before) fail(`${path} line ${line} expects a date after ${before}, got ${date}; sort the lines by date`);
    before = date;
    if (missing.includes(number)) continue;
    const value = plainNumber(number, decimalMark)
      ?? fail(
        `${path} line ${line} expects a finite number in ${valueColumn}, got "${shown(number)}"; ` +
          'repair the line or name it in missing',
      );
    dates.push(date);
    values.push(value);
  }
  if (values.length < minimum) {
    fail(`${path} expects at least ${minimum} values in ${valueColumn}, got ${values.length}; give a longer series`);
  }
  const empty = rows.length - values.length;
  return series({ name, source, dates, values, notes: [...leftOut(empty, 'without a value'), ...gapNotes(dates)] });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new Error(`readSeries: path expects a readable file, got ${path} (${reason}); check the name`, { cause });
  }
}
