import { host } from '../host/index.js';

const entryOptions = { depth: -1, maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY };

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 2
    ? host.inspect(value, entryOptions)
    : host.inspect(value, { ...entryOptions, depth: 0 });

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Rows of texts, the first of them headings, with lines around them as Node's console draws them. */
function drawn(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)) + 2);
  const line = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  const text = (row: readonly string[]): string =>
    `│${row.map((entry, column) => ` ${entry.padEnd(widths[column] - 1)}`).join('│')}│`;
  const [head, ...body] = rows;
  return [line('┌', '┬', '┐'), text(head), line('├', '┼', '┤'), ...body.map(text), line('└', '┴', '┘')].join('\n');
}

/**
 * What `console.table` prints: a row for each entry, a column for each property that an entry has.
 * @param only names of the columns to show; all when left out
 * @returns undefined for what is no object, which is printed like any value
 */
export function consoleTable(rows: unknown, only?: readonly string[]): string | undefined {
  if (!isObject(rows)) return undefined;
  if (rows instanceof Map) {
    const entries = [...rows].map(([key, value], row) => [String(row), shown(key), shown(value)]);
    return drawn([['(iteration index)', 'Key', 'Values'], ...entries]);
  }
  if (rows instanceof Set)
    return drawn([['(iteration index)', 'Values'], ...[...rows].map((value, row) => [String(row), shown(value)])]);
  const entries = Object.entries(rows);
  const all = entries.flatMap(([, value]) => (isObject(value) ? Object.keys(value) : []));
  const columns = [...new Set(only ?? all)];
  const hasValues = entries.some(([, value]) => !isObject(value));
  const body = entries.map(([key, value]) => [
    key,
    ...columns.map((name) =>
      isObject(value) && Object.hasOwn(value, name) ? shown((value as Record<string, unknown>)[name]) : '',
    ),
    ...(hasValues ? [isObject(value) ? '' : shown(value)] : []),
  ]);
  return drawn([['(index)', ...columns, ...(hasValues ? ['Values'] : [])], ...body]);
}
