import type MarkdownIt from 'markdown-it';
import type { StateBlock, StateInline } from 'markdown-it/index.js';

/** Typesets TeX to HTML; `display` puts it on its own line. */
export type Typesetter = (tex: string, display: boolean) => string;

/** Index, from `from` on, of the `$` (or `$$`) that closes a formula; -1 where there is none. */
function closing(source: string, from: number, delimiter: string): number {
  for (let at = source.indexOf(delimiter, from); at !== -1; at = source.indexOf(delimiter, at + 1)) {
    let backslashes = 0;
    while (source[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}

function inlineFormula(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== '$') return false;
  const delimiter = src[pos + 1] === '$' ? '$$' : '$';
  const start = pos + delimiter.length;
  const end = closing(src, start, delimiter);
  if (end <= start) return false;
  if (delimiter === '$' && (/\s/.test(src[start]) || /\s/.test(src[end - 1]) || /\d/.test(src[end + 1] ?? '')))
    return false;
  if (!silent) {
    const token = state.push(delimiter === '$' ? 'formula' : 'displayed_formula', 'math', 0);
    token.content = src.slice(start, end);
  }
  state.pos = end + delimiter.length;
  return true;
}

function blockFormula(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const first = state.src.slice(state.bMarks[startLine] + state.tShift[startLine], state.eMarks[startLine]).trim();
  const environment = /^\\begin\{([a-z]+\*?)\}/.exec(first)?.[1];
  if (environment === undefined && !first.startsWith('$$')) return false;
  const end = environment === undefined ? '$$' : `\\end{${environment}}`;
  let text = environment === undefined ? first.slice(2) : first;
  let line = startLine;
  while (!text.trimEnd().endsWith(end)) {
    if (++line >= endLine) return false;
    text += `\n${state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line])}`;
  }
  if (environment === undefined && closing(text, 0, '$$') !== text.trimEnd().length - 2) return false;
  if (silent) return true;
  const token = state.push('displayed_formula', 'math', 0);
  token.content = environment === undefined ? text.trimEnd().slice(0, -2) : text;
  token.block = true;
  token.map = [startLine, line + 1];
  state.line = line + 1;
  return true;
}

/** Adds Jupyter's formulas to markdown-it: `$…$`, `$$…$$` and `\begin{…}…\end{…}`. */
export function mathematics(markdown: MarkdownIt, typeset: Typesetter): void {
  markdown.inline.ruler.after('escape', 'formula', inlineFormula);
  markdown.block.ruler.before('fence', 'displayed_formula', blockFormula, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  markdown.renderer.rules.formula = (tokens, index) => typeset(tokens[index].content, false);
  markdown.renderer.rules.displayed_formula = (tokens, index) => typeset(tokens[index].content, true);
}
