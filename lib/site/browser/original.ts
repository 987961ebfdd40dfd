/**
 * How sentences of a page name what stood there before the reader ran or changed anything: published with the workbook, or stored in the
 * file that the reader opened.
 */
export function original(): 'published' | 'stored' {
  return document.querySelector('article.own') === null ? 'published' : 'stored';
}
