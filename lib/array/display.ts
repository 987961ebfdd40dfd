/** Method name under which an object offers its MIME bundle to a notebook. */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never;

/** MIME type to content, as Jupyter's `display_data` message carries it. */
export type MimeBundle = Record<string, unknown>;

/** Anything that shows itself as a cell's last expression. */
export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}

/** Escapes text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

/** A short two-column table (what, value) as HTML and as plain text. */
export function tableBundle(title: string, rows: ReadonlyArray<readonly [string, string | number]>): MimeBundle {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const text = [title, ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)].join('\n');
  const body = rows
    .map(([label, value]) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(String(value))}</td></tr>`)
    .join('');
  return { 'text/html': `<table><caption>${escapeHtml(title)}</caption><tbody>${body}</tbody></table>`, 'text/plain': text };
}
