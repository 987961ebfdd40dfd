import { escapeHtml } from '../array/index.js';
import type { MimeData } from './output-list.js';

/** The members of a danfo.js frame or series that this file reads. */
interface Frame {
  readonly shape: number[];
  readonly columns: (string | number)[];
  readonly index: (string | number)[];
  readonly values: unknown;
}

/** Largest numbers of rows and columns in a table; a longer frame shows half of them from either end. */
const maximalRows = 20;
const maximalColumns = 20;

/** Whether a value is a danfo.js DataFrame or Series. Its properties decide, because danfo.js may be loaded twice or not at all. */
export function isDataFrame(value: unknown): value is Frame {
  if (typeof value !== 'object' || value === null) return false;
  const name = value.constructor?.name;
  if (name !== 'DataFrame' && name !== 'Series') return false;
  const frame = value as Partial<Frame>;
  return (
    Array.isArray(frame.shape) &&
    Array.isArray(frame.index) &&
    Array.isArray(frame.columns) &&
    Array.isArray(frame.values)
  );
}

function cellText(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

/** Joins a number and its error by spaces that do not break, so that both stay on one line in a narrow column. */
function unbroken(text: string): string {
  return text.replaceAll(' ± ', '\u00a0±\u00a0');
}

/** Positions to show of `count`, and -1 where some are left out. */
function shownPositions(count: number, limit: number): number[] {
  const all = Array.from({ length: count }, (_, position) => position);
  return count <= limit ? all : [...all.slice(0, limit / 2), -1, ...all.slice(count - limit / 2)];
}

/** A frame or series as an HTML table and as text; long and wide tables are cut in the middle, with a note. */
export function dataFrameBundle(frame: Frame): MimeData {
  const isSeries = !Array.isArray((frame.values as unknown[])[0]);
  const rowCount = frame.index.length;
  const columnCount = frame.columns.length;
  const rows = shownPositions(rowCount, maximalRows);
  const columns = shownPositions(columnCount, maximalColumns);
  const at = (row: number, column: number): unknown => {
    const line = (frame.values as unknown[])[row];
    return isSeries ? line : (line as unknown[])[column];
  };

  const head = ['', ...columns.map((column) => (column < 0 ? '…' : String(frame.columns[column])))];
  const body = rows.map((row) => [
    row < 0 ? '…' : String(frame.index[row]),
    ...columns.map((column) => (row < 0 || column < 0 ? '…' : cellText(at(row, column)))),
  ]);

  const isCut = rows.length !== rowCount || columns.length !== columnCount;
  const size = isSeries ? `${rowCount} values` : `${rowCount} rows × ${columnCount} columns`;
  const note = isCut ? `${size}; the middle is left out` : size;

  const widths = head.map((title, column) => Math.max(title.length, ...body.map((line) => line[column].length)));
  const text = [head, ...body].map((line) => line.map((cell, column) => cell.padStart(widths[column])).join('  '));
  const html = [
    '<table class="dataframe">',
    `<thead><tr>${head.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...body.map(
      ([label, ...cells]) =>
        `<tr><th scope="row">${escapeHtml(label)}</th>${cells.map((cell) => `<td>${escapeHtml(unbroken(cell))}</td>`).join('')}</tr>`,
    ),
    '</tbody>',
    `</table><p>${note}</p>`,
  ];
  return { 'text/html': html.join('\n'), 'text/plain': [...text, note].join('\n') };
}
