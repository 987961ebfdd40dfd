/** A row of a text of fields. */
export interface Row {
  /** Line of the text, from 1, on which the row begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Rows of fields, blank lines left out (RFC 4180: a quoted field may hold separators, line ends and doubled quotes).
 * @param unclosed called with the line of a quote that is never closed
 */
export function parseRows(text: string, separator: string, unclosed: (line: number) => never): Row[] {
  const rows: Row[] = [];
  let [line, begun, fields, field, quoted] = [1, 1, [] as string[], '', false];
  const endRow = () => {
    fields.push(field);
    if (fields.length > 1 || field.trim() !== '') rows.push({ line: begun, fields });
    [fields, field, begun] = [[], '', line];
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\n') line++;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') field += text[i++];
      else quoted = false;
    } else if (character === '"' && field.trim() === '') {
      [quoted, field] = [true, ''];
    } else if (character === separator) {
      fields.push(field);
      field = '';
    } else if (character === '\n') {
      endRow();
    } else if (character !== '\r') {
      field += character;
    }
  }
  if (quoted) unclosed(begun);
  endRow();
  return rows;
}

/** A number in plain decimal notation, undefined otherwise: `Number` alone would accept an empty field and hexadecimal. */
export function plainNumber(text: string, decimalMark = '.'): number | undefined {
  const pointed = decimalMark === '.' ? text : text.includes('.') ? '' : text.replace(decimalMark, '.');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) ? Number(pointed) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
