import type MarkdownIt from 'markdown-it';
import { escapeHtml } from '../array/index.js';
import type { Bibliography } from './bibliography.js';
import { textOf } from './cell-output.js';
import { type Citation, citing } from './citations.js';
import { highlighted } from './highlighting.js';
import { type Markup, raw } from './markup.js';
import { mathematics } from './mathematics.js';
import type { Cell } from './notebook-format.js';

/** A heading of a page, for its table of contents. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly content: Markup;
}

/** What the rendering of prose depends on. */
export interface ProseParts {
  readonly pages: ReadonlySet<string>;
  readonly works: Pick<Bibliography, 'has' | 'label'>;
  readonly sanitise: (source: string) => string;
}

/** Turns the prose of one page into HTML, and collects headings, citations and problems of all its cells. */
export interface Prose {
  cell(cell: Pick<Cell, 'source' | 'attachments'>): Markup;
  /** Text without blocks of its own, e.g. a title. */
  inline(text: string): Markup;
  readonly headings: readonly Heading[];
  /** Places that cite a work, in the order of the text. */
  readonly citations: readonly Citation[];
  /** A sentence for each formula that cannot be typeset, citation without a work, and picture without a text. */
  readonly problems: readonly string[];
}

// Delimiters of placeholders: characters of the private use area, which texts do not contain and the sanitiser keeps.
const [open, close] = ['\ue000', '\ue001'];

/** The anchor that Jupyter gives a heading, so that links to `x.ipynb#Some-heading` keep working. */
function anchorOf(text: string): string {
  return text
    .trim()
    .replace(/[`*$\\]/g, '')
    .replace(/\s+/g, '-');
}

/** An address without its percent encoding, or unchanged where the encoding is invalid. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function localLink(address: string, pages: ReadonlySet<string>): string {
  const [, name, hash] = /^(?:\.\/)?([^#?/]+)\.ipynb(#.*)?$/.exec(address) ?? [];
  if (name === undefined || !pages.has(decoded(name))) return address;
  return `${name}.html${hash ?? ''}`;
}

function withAttachments(source: string, attachments: Cell['attachments']): string {
  return source.replace(/attachment:([^)\s"']+)/g, (whole, name: string) => {
    const [type, content] = Object.entries(attachments?.[decoded(name)] ?? {})[0] ?? [];
    return type?.startsWith('image/') ? `data:${type};base64,${String(content).replace(/\s/g, '')}` : whole;
  });
}

/** Whether a formula is short and stands within a line, so that no line may break between it and the sign beside it. */
function isShortFormula(part: string): boolean {
  return part.startsWith('<span class="katex"') && part.split('class="base"').length <= 3;
}

/** Replaces HTML of formulas and citations by placeholders while the sanitiser works, and puts it back. */
function hiddenParts() {
  const parts: string[] = [];
  const hide = (html: string): string => `${open}${parts.push(html) - 1}${close}`;
  const restored = (text: string) =>
    text.replace(
      new RegExp(`([(\\[“‘]?)${open}(\\d+)${close}([)\\],.;:!?’”]*)`, 'g'),
      (_, before: string, index: string, after: string) => {
        const part = parts[Number(index)] ?? '';
        const whole = `${before}${part}${after}`;
        return before + after !== '' && isShortFormula(part) ? `<span class="unbroken">${whole}</span>` : whole;
      },
    );
  return { hide, restored };
}

function typesetter(problems: string[], hide: (html: string) => string) {
  const katex = require('katex') as typeof import('katex').default;
  return (tex: string, display: boolean): string => {
    let result: string;
    try {
      result = katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: 'ignore', trust: false });
    } catch (error) {
      problems.push(`the formula ${tex.trim().slice(0, 60)} cannot be typeset (${(error as Error).message})`);
      result = `<code class="formula-error">${escapeHtml(tex)}</code>`;
    }
    if (display) result = `<div class="equation" tabindex="0" role="group" aria-label="Formula">${result}</div>`;
    return hide(result);
  };
}

function collectHeadings(markdown: MarkdownIt, headings: Heading[]): void {
  const used = new Map<string, number>();
  markdown.core.ruler.push('heading_anchors', (state) => {
    state.tokens.forEach((token, index) => {
      if (token.type !== 'heading_open') return;
      const content = state.tokens[index + 1];
      const anchor = anchorOf(content.content);
      const count = used.get(anchor) ?? 0;
      used.set(anchor, count + 1);
      const id = count === 0 ? anchor : `${anchor}-${count}`;
      token.attrSet('id', id);
      const rendered = markdown.renderer.renderInline(content.children ?? [], markdown.options, state.env);
      headings.push({ level: Number(token.tag.slice(1)), id, content: raw(rendered) });
    });
  });
}

/**
 * The renderer of one page's prose: CommonMark, tables, formulas (typeset here, not in the browser), HTML reduced to
 * what is harmless, links to the site's notebooks turned into links to their pages, citations into links to the references.
 * @param parts.pages names of the site's notebooks, without `.ipynb`
 * @param parts.works what the prose may cite
 * @param parts.sanitise reduces HTML to what is harmless
 */
export function proseOver({ pages, works, sanitise }: ProseParts): Prose {
  const Markdown = require('markdown-it') as typeof import('markdown-it');
  const problems: string[] = [];
  const headings: Heading[] = [];
  const citations: Citation[] = [];
  const { hide, restored } = hiddenParts();
  const markdown: MarkdownIt = new Markdown({
    html: true,
    typographer: true,
    highlight: (code, language) => highlighted(code, language).text,
  });
  // Of the typographer only the quotation marks: its replacements make a copyright sign of the number of an equation, (c).
  markdown.disable('replacements');
  mathematics(markdown, typesetter(problems, hide));
  citing(markdown, works, { citations, problems, hide });
  collectHeadings(markdown, headings);
  const { normalizeLink } = markdown;
  markdown.normalizeLink = (address) => normalizeLink(localLink(address, pages));
  markdown.renderer.rules.table_open = () => '<div class="table-scroll"><table>';
  markdown.renderer.rules.table_close = () => '</table></div>';
  const safe = (rendered: string) => {
    const clean = sanitise(rendered.replace(/\ue000(?!\d+\ue001)/g, ''));
    for (const [image] of clean.matchAll(/<img(?![^>]* alt="[^"])[^>]*>/g)) {
      problems.push(
        `the picture ${image.slice(0, 80)} has no text for readers who cannot see it; write ![text](address)`,
      );
    }
    return raw(restored(clean));
  };
  return {
    cell: ({ source, attachments }) => safe(markdown.render(withAttachments(textOf(source), attachments))),
    inline: (text) => safe(markdown.renderInline(text)),
    get headings() {
      return headings.map((heading) => ({ ...heading, content: safe(heading.content.text) }));
    },
    citations,
    problems,
  };
}
