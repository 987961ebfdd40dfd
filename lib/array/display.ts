/** Method name under which an object offers its MIME bundle to a notebook. */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never;

/** MIME type to content, as Jupyter's `display_data` message carries it. */
export type MimeBundle = Record<string, unknown>;

/** Anything that shows itself as a cell's last expression. */
export interface Displayable {
  /** What a cell shows of the value, by MIME type. */
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}

/** Escapes text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/**
 * A short two-column table (what, value) as HTML and as plain text.
 * @param options `summary` folds the table behind this line, for a table that is looked up rather than read
 */
export function tableBundle(
  title: string,
  rows: ReadonlyArray<readonly [string, string | number]>,
  { summary }: { readonly summary?: string } = {},
): MimeBundle {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const text = [title, ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)].join('\n');
  const body = rows
    .map(([label, value]) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(String(value))}</td></tr>`)
    .join('');
  const table = `<table><caption>${escapeHtml(title)}</caption><tbody>${body}</tbody></table>`;
  const markup = summary === undefined ? table : `<details><summary>${escapeHtml(summary)}</summary>${table}</details>`;
  return { 'text/html': markup, 'text/plain': text };
}
