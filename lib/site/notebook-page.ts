import { spokenDuration } from '../study/duration.js';
import type { Bibliography } from './bibliography.js';
import { cellsMarkup } from './cells-markup.js';
import { type Citation, withoutCitations } from './citations.js';
import { document } from './frame.js';
import { type Heading, prose } from './markdown.js';
import { html, type Markup } from './markup.js';
import { type CellFailure, type Notebook, type NotebookRun, textOf } from './notebook.js';
import { sanitise } from './sanitiser.js';

/** The previous or next page in the reading order. */
export interface Neighbour {
  readonly address: string;
  readonly title: string;
}

/** An executed notebook and what its page needs. */
export interface NotebookPage {
  /** File name without `.ipynb`. */
  readonly name: string;
  readonly notebook: Notebook;
  readonly run?: NotebookRun;
  readonly previous?: Neighbour;
  readonly next?: Neighbour;
  /** Names of all notebooks of the site. */
  readonly pages: ReadonlySet<string>;
  readonly bibliography: Bibliography;
  /** Parts of the library that the page's cells need, in the order of their evaluation. */
  readonly parts?: readonly string[];
  /** Stores a picture beside the page and returns its address. */
  keepImage(png: Uint8Array, description: string): string;
}

function contentsOf(headings: readonly Heading[]): Markup | undefined {
  const listed = headings.filter(({ level }) => level === 2 || level === 3);
  if (listed.length < 2) return undefined;
  const items = listed.map(
    ({ level, id, content }) => html`<li class="level-${level}"><a href="#${id}">${content}</a></li>`,
  );
  return html`<nav class="contents" aria-label="On this page"><details open><summary>On this page</summary><ol>${items}</ol></details></nav>`;
}

function failureNote({ cell, firstLine, error }: CellFailure): Markup {
  return html`<aside class="failure" role="alert"><strong>This page is incomplete.</strong> Cell <a href="#cell-${cell}">${cell}</a>
(<code>${firstLine}</code>) failed: ${error}. The cells after it were not run.</aside>`;
}

function neighbours(previous?: Neighbour, next?: Neighbour): Markup {
  return html`<nav class="neighbours" aria-label="Previous and next page">
${previous && html`<a rel="prev" href="${previous.address}"><span>Previous</span>${previous.title}</a>`}
${next && html`<a rel="next" href="${next.address}"><span>Next</span>${next.title}</a>`}
</nav>`;
}

/** Origin of a page, for the head of its print. */
function sourceLine({ name, run }: NotebookPage): string {
  return `notebooks/${name}.ipynb${run?.date ? `, computed ${run.date}` : ''}${run?.revision ? `, revision ${run.revision}` : ''}`;
}

function colophon({ name, run }: NotebookPage): Markup {
  const facts =
    run &&
    html` · computed ${run.date ? `${run.date} ` : ''}in ${spokenDuration(run.seconds)}, profile ${run.profile}${run.revision && html`, revision <code>${run.revision}</code>`}`;
  return html`<footer class="colophon"><a href="notebooks/${name}.ipynb" download>Download this notebook</a>${facts}</footer>`;
}

/** Title of a notebook: its first heading, as plain text without Markdown's marks; its name where it has none. */
export function titleOf(notebook: Notebook, name: string): string {
  for (const { cell_type, source } of notebook.cells) {
    const heading = cell_type === 'markdown' ? /^#\s+(.+?)\s*#*\s*$/m.exec(textOf(source)) : null;
    if (heading !== null) return heading[1].replace(/[`*]/g, '');
  }
  return name;
}

/** The question that a notebook starts with: the paragraph marked as one, else the first after the title; in Markdown, without citations. */
export function questionOf(notebook: Notebook): string | undefined {
  const text = notebook.cells
    .slice(0, 2)
    .filter(({ cell_type }) => cell_type === 'markdown')
    .map(({ source }) => textOf(source))
    .join('\n\n');
  const paragraphs = text
    .replace(/^#+\s.*$/gm, '')
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const mark = /^(\*\*|\*|_)(the\s+)?question\s*[:.]?\1\s*[:.]?\s*/i;
  const question = paragraphs.find((part) => mark.test(part)) ?? paragraphs[0];
  return question && withoutCitations(question.replace(mark, '')).replace(/\s*\n\s*/g, ' ');
}

/**
 * The page of one executed notebook.
 * @returns the document, what it cites, and a sentence for each formula or citation that could not be set
 */
export function notebookPage(page: NotebookPage): {
  document: string;
  citations: readonly Citation[];
  problems: readonly string[];
} {
  const text = prose(page.pages, page.bibliography);
  let figures = 0;
  const nextFigureId = () => `figure-${++figures}`;
  const { keepImage } = page;
  const context = { text, sanitise, keepImage, nextFigureId, isFile: true };
  const cells = cellsMarkup(page.notebook.cells, context, page.run?.failure?.cell);
  const title = titleOf(page.notebook, page.name);
  const content = html`<article data-parts="${(page.parts ?? []).join(' ')}" data-notebook="${page.name}" data-revision="${page.run?.revision ?? ''}" data-date="${page.run?.date ?? ''}">
${page.run?.failure && failureNote(page.run.failure)}
${cells}
${colophon(page)}
</article>
${neighbours(page.previous, page.next)}`;
  return {
    document: document({
      title,
      description: questionOf(page.notebook) ?? title,
      content,
      contents: contentsOf(text.headings),
      hasCode: true,
      hasFigures: figures > 0,
      hasFormulas: true,
      current: 'notebook',
      source: sourceLine(page),
    }),
    citations: text.citations,
    problems: text.problems,
  };
}
