import { spokenDuration } from '../run-progress';
import type { Verdicts } from '../verdicts';
import { document, siteTitle } from './frame';
import { Markup, html } from './markup';
import { prose } from './markdown';

/** One line of the table of contents. */
export interface IndexEntry {
  readonly name: string;
  readonly title: string;
  /** In Markdown. */
  readonly question?: string;
  /** Address of a picture of its first figure. */
  readonly picture?: string;
  readonly seconds?: number;
  readonly failed: boolean;
}

/** What was run, where and when. */
export interface RunFacts {
  readonly profile: string;
  readonly workers: number;
  readonly date: string;
  readonly revision?: string;
  readonly machine: string;
}

function entryMarkup(entry: IndexEntry, inline: (text: string) => Markup): Markup {
  const mark = entry.name.split('-')[0];
  return html`<li class="entry${entry.failed ? ' failed' : ''}">
<a class="entry-link" href="${entry.name}.html">
<span class="mark" aria-hidden="true">${mark}</span>
<span class="entry-text"><span class="entry-title">${inline(entry.title)}</span>
${entry.question && html`<span class="entry-question">${inline(entry.question)}</span>`}
<span class="entry-facts">${entry.failed ? 'incomplete: a cell failed' : entry.seconds === undefined ? undefined : `computed in ${spokenDuration(entry.seconds)}`}</span></span>
${entry.picture && html`<img src="${entry.picture}" alt="" loading="lazy">`}
</a></li>`;
}

function verdictLine(verdicts: Verdicts | undefined): Markup | undefined {
  if (verdicts === undefined) return undefined;
  const { agrees, differs, notYetComputed } = verdicts;
  return html`<p class="verdicts"><a href="scorecard.html">Scorecard</a>: of the paper's checkable numbers
<span class="verdict agrees">${agrees} agree</span>, <span class="verdict differs">${differs} differ${differs === 1 ? 's' : ''}</span>
and <span class="verdict open">${notYetComputed} ${notYetComputed === 1 ? 'is' : 'are'} not yet computed</span>.</p>`;
}

/** The first page: what this is, the notebooks with their questions, how the paper's numbers fare. */
export function indexPage(entries: readonly IndexEntry[], facts: RunFacts, verdicts: Verdicts | undefined): string {
  const text = prose(new Set(entries.map(({ name }) => name)));
  const withoutLinks = (source: string) => text.inline(source.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1'));
  const lead = 'A literate workbook: the paper’s ideas, equations and figures, each beside the code that computes it.';
  const content = html`<article>
<header class="title-page"><h1>${siteTitle}</h1>
<p class="lead">${lead}</p></header>
<ol class="entries">${entries.map((entry) => entryMarkup(entry, withoutLinks))}</ol>
${verdictLine(verdicts)}
<footer class="colophon">Computed ${facts.date}, profile ${facts.profile}, ${facts.workers} ${facts.workers === 1 ? 'worker' : 'workers'}, ${facts.machine}${facts.revision && html`, revision <code>${facts.revision}</code>`}.</footer>
</article>`;
  return document({ title: siteTitle, description: lead, content, hasFormulas: true, current: 'index' });
}
