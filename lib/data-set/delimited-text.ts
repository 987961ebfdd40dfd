/** Text of a file for a message: printable, and not long. */
export function shown(text: unknown): string {
  const plain = String(text).replace(/[^\x20-\x7e\u00a0-\uffff]/g, ' ').trim();
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}

/** A row of a text of fields. */
export interface Row {
  /** Line of the text, from 1, on which the row begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Called with the line of what is no table, and what is wrong with it: `expects 2 fields, got 3`. */
export type Malformed = (line: number, problem: string) => never;

/** Headings, and rows that have a field for each. */
export interface TextTable {
  /** Empty where the text is. */
  readonly headings: readonly string[];
  readonly rows: readonly Row[];
}

/** A text whose first row names the columns. Beyond them fields may be blank: spreadsheets end lines with separators. */
export function parseTable(text: string, separator: string, malformed: Malformed): TextTable {
  const [first, ...rows] = parseRows(text.replace(/^\uFEFF/, ''), separator, malformed);
  if (first === undefined) return { headings: [], rows: [] };
  const headings = first.fields.map((heading) => heading.trim());
  for (const { line, fields } of rows) {
    if (fields.length < headings.length || fields.slice(headings.length).some((field) => field.trim() !== '')) {
      malformed(line, `expects ${headings.length} fields, got ${fields.length}`);
    }
  }
  return { headings, rows };
}

/** Rows of fields, blank lines left out (RFC 4180: a quoted field may hold separators, line ends and doubled quotes). */
function parseRows(text: string, separator: string, malformed: Malformed): Row[] {
  const rows: Row[] = [];
  let [line, begun, fields, field, quoted, closed] = [1, 1, [] as string[], '', false, false];
  const endField = () => {
    fields.push(field);
    [field, closed] = ['', false];
  };
  const endRow = () => {
    endField();
    if (fields.length > 1 || fields[0].trim() !== '') rows.push({ line: begun, fields });
    [fields, begun] = [[], line];
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\n') line++;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') field += text[i++];
      else [quoted, closed] = [false, true];
    } else if (character === separator) {
      endField();
    } else if (character === '\n') {
      endRow();
    } else if (closed) {
      // A quote that was never meant to open a field has swallowed what stood up to the next one.
      if (character.trim() !== '') malformed(begun, `expects a separator after a closing quote, got "${shown(character)}"`);
    } else if (character === '"' && field.trim() === '') {
      [quoted, field] = [true, ''];
    } else if (character !== '\r') {
      field += character;
    }
  }
  if (quoted) malformed(begun, 'expects a closing quote, got none');
  endRow();
  return rows;
}

/** A number in plain decimal notation, undefined otherwise: `Number` alone would accept an empty field and hexadecimal. */
export function plainNumber(text: string, decimalMark = '.'): number | undefined {
  const pointed = decimalMark === '.' ? text : text.includes('.') ? '' : text.replace(decimalMark, '.');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) ? Number(pointed) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
