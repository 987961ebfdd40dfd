/** Text for a message: printable characters only, 60 at most. */
export function shown(text: unknown): string {
  const plain = String(text)
    .slice(0, 1000)
    .replace(/[^\x20-\x7e\u00a0-\uffff]/g, ' ')
    .trim();
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}

/** A row of a text of fields. */
export interface Row {
  /** Line of the text on which the row begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** False for a last row without a line end: it may be cut. */
  readonly ended: boolean;
  /** Number of leading fields that are certainly whole; the last field of a row without its end is, if a closing quote ends it. */
  readonly wholeFields: number;
  /** Where the next row begins. */
  readonly behind: Place;
}

/** Called with a line that is no row of the table and what is wrong with the line, such as `expects 2 fields, got 3`. */
export type Malformed = (line: number, problem: string) => never;

/** A place in a text: its index, and the line it lies on. */
export interface Place {
  readonly at: number;
  readonly line: number;
}

/** Largest number of fields in a row, so that a file of separators does not fill the memory. */
const MOST_FIELDS = 10_000;

/**
 * Rows of fields, one after the other (RFC 4180: a quoted field may hold separators, line ends and doubled quotes). Rows whose fields
 * are all blank are left out. Lines end with LF, CR LF or CR.
 */
export function* rowsOf(
  text: string,
  separator: string,
  malformed: Malformed,
  start: Place = { at: 0, line: 1 },
): Generator<Row> {
  let { at, line } = start;
  while (at < text.length) {
    const begun = line;
    const fields: string[] = [];
    let quoted: boolean;
    do {
      if (fields.length === MOST_FIELDS) malformed(begun, `expects at most ${MOST_FIELDS} fields, got more`);
      if (fields.length > 0) at++;
      const from = at;
      while (text[at] !== separator && (text[at] === ' ' || text[at] === '\t')) at++;
      quoted = text[at] === '"';
      if (quoted) {
        const content = quotedField(text, at) ?? malformed(begun, 'expects a closing quote, got none');
        fields.push(content.replaceAll('""', '"'));
        at += content.length + 2;
        line += lineEndsIn(content);
        // Text behind the closing quote: the opening quote was none, and the field holds text of several fields.
        for (; !endsField(text[at], separator); at++) {
          if (text[at].trim() !== '')
            malformed(begun, `expects a separator after a closing quote, got "${shown(text[at])}"`);
        }
      } else {
        while (!endsField(text[at], separator)) at++;
        fields.push(text.slice(from, at));
      }
    } while (text[at] === separator);
    const ended = at < text.length;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    if (fields.some((field) => field.trim() !== '')) {
      yield {
        line: begun,
        fields,
        ended,
        wholeFields: fields.length - (ended || quoted ? 0 : 1),
        behind: { at, line },
      };
    }
  }
}

/** The text between the quote at an index and its closing quote, with quotes still doubled; undefined without a closing quote. */
function quotedField(text: string, opening: number): string | undefined {
  for (let at = opening + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return undefined;
    if (text[at + 1] !== '"') return text.slice(opening + 1, at);
  }
}

function endsField(character: string | undefined, separator: string): boolean {
  return character === undefined || character === separator || character === '\n' || character === '\r';
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** What is wrong with the number of fields of a row, if anything. Blank fields beyond the headings are right: spreadsheets write them. */
export function fieldProblem({ fields }: Row, count: number): string | undefined {
  const fits = fields.length >= count && fields.slice(count).every((field) => field.trim() === '');
  return fits ? undefined : `expects ${count} fields, got ${fields.length}`;
}

/** Whether a last row without its end has these fields whole, and a note. A number that was cut, 15 of 1538.50, is a number too. */
export function judgeUnended(
  row: Row,
  separator: string,
  needed: readonly number[],
): { readonly whole: boolean; readonly note: string } {
  const whole = needed.every((index) => index < row.wholeFields);
  const note = whole
    ? 'the last line has no end, but its date and value are whole: kept'
    : `the last line has no end, so that it may be cut short: "${shown(row.fields.join(separator))}" left out`;
  return { whole, note };
}

/** A number in decimal notation; undefined for another text. `Number` alone would accept an empty field and hexadecimal digits. */
export function plainNumber(text: string): number | undefined {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
