import { host } from '../host/index.js';

const entryOptions = { depth: -1, maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY };

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 2
    ? host.inspect(value, entryOptions)
    : host.inspect(value, { ...entryOptions, depth: 0 });

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

function entriesOf(rows: object): { index: string; entries: [string, unknown][]; heading: string } {
  if (rows instanceof Map)
    return {
      heading: '(iteration index)',
      index: 'Key',
      entries: [...rows].map(([key, value]) => [shown(key), value]),
    };
  if (rows instanceof Set)
    return { heading: '(iteration index)', index: '', entries: [...rows].map((value, row) => [String(row), value]) };
  return { heading: '(index)', index: '', entries: Object.entries(rows) };
}

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
  const { heading, index, entries } = entriesOf(rows);
  const columns = new Set<string>(only);
  if (only === undefined)
    for (const [, value] of entries) if (isObject(value)) for (const name of Object.keys(value)) columns.add(name);
  const hasValues = entries.some(([, value]) => !isObject(value));
  const isMap = index !== '';
  const head = [heading, ...(isMap ? [index] : []), ...columns, ...(hasValues || isMap ? ['Values'] : [])];
  const body = entries.map(([key, value], row) => [
    ...(isMap ? [String(row), key] : [key]),
    ...[...columns].map((name) =>
      isObject(value) && Object.hasOwn(value, name) ? shown((value as Record<string, unknown>)[name]) : '',
    ),
    ...(hasValues || isMap ? [isObject(value) && !isMap ? '' : shown(value)] : []),
  ]);
  return drawn([head, ...body]);
}
