import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { yearFirst, type DateNotation } from './date-notation';
import { parseRows, plainNumber } from './delimited-text';
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
 * @throws RangeError, naming the line, when the file is empty, a column is missing, a date is malformed, repeated or
 * out of order, a value is not a finite number, or there are too few values; Error when the file cannot be read
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
  const rows = parseRows(readText(path), separator, (line) => {
    return fail(`${path} line ${line} expects a closing quote, got none; repair the file`);
  });
  if (rows.length === 0) fail(`${path} expects a heading and at least ${minimum} values, got an empty file; download it again`);
  const headings = rows[0].fields.map((heading) => heading.trim());
  const columnOf = (heading: string): number => {
    const found = headings.indexOf(heading);
    if (found >= 0) return found;
    return fail(`column ${heading} expects to be one of ${headings.join(', ')}, got none of them; check ${path}`);
  };
  const [dateAt, valueAt] = [columnOf(dateColumn), columnOf(valueColumn)];
  const dates: string[] = [];
  const values: number[] = [];
  for (const { line, fields } of rows.slice(1)) {
    const text = (fields[valueAt] ?? '').trim();
    if (missing.includes(text)) continue;
    const written = (fields[dateAt] ?? '').trim();
    const date = notation.parse(written)
      ?? fail(`${path} line ${line} expects a date ${notation.name} in ${dateColumn}, got "${written}"; repair the line`);
    const value = plainNumber(text, decimalMark)
      ?? fail(
        `${path} line ${line} expects a finite number in ${valueColumn}, got "${text}"; repair the line or name it in missing`,
      );
    const before = dates[dates.length - 1];
    if (date === before) fail(`${path} line ${line} expects a new date, got ${date} again; remove one of the two lines`);
    if (date < before) fail(`${path} line ${line} expects a date after ${before}, got ${date}; sort the lines by date`);
    dates.push(date);
    values.push(value);
  }
  if (values.length < minimum) {
    fail(`${path} expects at least ${minimum} values in ${valueColumn}, got ${values.length}; give a longer series`);
  }
  return series({ name, source, dates, values });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new Error(`readSeries: path expects a readable file, got ${path} (${reason}); check the name`, { cause });
  }
}
