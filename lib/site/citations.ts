import type MarkdownIt from 'markdown-it';
import type { StateInline } from 'markdown-it/index.js';
import { escapeHtml } from '../array/index.js';
import type { Bibliography } from './bibliography.js';

/** A place on a page that cites a work. */
export interface Citation {
  readonly key: string;
  /** The element's id on its page. */
  readonly anchor: string;
}

interface Part extends Citation {
  /** The text after the key, such as `section 3`; may be empty. */
  readonly locator: string;
}

function partsOf(text: string): { key: string; locator: string }[] | undefined {
  const parts = text.split(';').map((part) => /^\s*@([A-Za-z][A-Za-z0-9]*)\s*(?:,\s*(.*?)\s*)?$/.exec(part));
  return parts.includes(null) ? undefined : parts.map((match) => ({ key: match![1], locator: match![2] ?? '' }));
}

/**
 * Adds citations in Pandoc's syntax to markdown-it: `[@key]`, `[@key, section 3]`, `[@one; @other]`. Each key becomes a link
 * to the page of references.
 * @param citations receives every citation in the order of the text
 * @param problems receives a sentence for each key that the bibliography lacks and each citation that cannot be read
 * @param hide returns a placeholder for HTML that the sanitiser would change
 */
export function citing(
  markdown: MarkdownIt,
  { has, label }: Pick<Bibliography, 'has' | 'label'>,
  { citations, problems, hide }: { citations: Citation[]; problems: string[]; hide: (html: string) => string },
): void {
  const rule = (state: StateInline, silent: boolean): boolean => {
    const { src, pos } = state;
    if (!src.startsWith('[@', pos)) return false;
    const end = src.indexOf(']', pos);
    if (end === -1 || src[end + 1] === '(') return false;
    const whole = src.slice(pos, end + 1);
    const parts = partsOf(whole.slice(1, -1));
    const unknown = parts?.filter(({ key }) => !has(key)) ?? [];
    if (parts === undefined || unknown.length > 0) {
      if (!silent && parts === undefined) {
        problems.push(`the citation ${whole} cannot be read; write [@key], [@key, section 3] or [@one; @other]`);
      }
      if (!silent)
        problems.push(
          ...unknown.map(
            ({ key }) =>
              `the citation ${whole} names ${key}, which data/references.json lacks; add it there or correct the key`,
          ),
        );
      return false;
    }
    if (!silent) {
      const token = state.push('citation', '', 0);
      token.meta = parts.map(({ key, locator }): Part => {
        const anchor = `citation-${citations.length + 1}`;
        citations.push({ key, anchor });
        return { key, locator, anchor };
      });
    }
    state.pos = end + 1;
    return true;
  };
  markdown.inline.ruler.before('link', 'citation', rule);
  markdown.renderer.rules.citation = (tokens, index) => {
    const links = (tokens[index].meta as Part[]).map(
      ({ key, locator, anchor }) =>
        `<a class="citation" id="${anchor}" href="references.html#${key}">${escapeHtml(label(key))}</a>${locator === '' ? '' : `, ${escapeHtml(locator)}`}`,
    );
    return hide(`(${links.join('; ')})`);
  };
}

/** Markdown without its citations, for places that cannot hold links. */
export function withoutCitations(source: string): string {
  return source.replace(/\s*\[@[^\]]*\](?!\()/g, '');
}
