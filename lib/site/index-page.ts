import { spokenDuration } from '../study/duration.js';
import { referenceAddress } from './api-reference.js';
import type { CellAddress } from './cell-address.js';
import { document, siteTitle } from './frame.js';
import { prose } from './markdown.js';
import { html, type Markup } from './markup.js';
import { paperPlacesList } from './paper-places-list.js';
import type { Verdicts } from './verdicts.js';

/** One line of the table of contents. */
export interface IndexEntry {
  readonly name: string;
  readonly title: string;
  /** The notebook's question, in Markdown. */
  readonly question?: string;
  /** Picture of the notebook's first figure. */
  readonly picture?: { readonly address: string; readonly description: string };
  readonly seconds?: number;
  readonly failed: boolean;
  /** While a build runs, of a notebook that has not ended: whether an earlier build has left a page. */
  readonly pending?: 'has an earlier page' | 'has no page';
}

/** How, where and when notebooks were run. */
export interface RunFacts {
  readonly profile: string;
  readonly workers: number;
  readonly date: string;
  readonly revision?: string;
  readonly machine: string;
}

function entryFacts({ failed, seconds, pending }: IndexEntry): string | undefined {
  if (pending !== undefined)
    return pending === 'has no page' ? 'being computed' : 'being computed; the page is an earlier one';
  if (failed) return 'incomplete: a cell failed';
  return seconds === undefined ? undefined : `computed in ${spokenDuration(seconds)}`;
}

function entryMarkup(entry: IndexEntry, inline: (text: string) => Markup): Markup {
  const mark = entry.name.split('-')[0];
  const content = html`<span class="mark" aria-hidden="true">${mark}</span>
<span class="entry-text"><span class="entry-title">${inline(entry.title)}</span>
${entry.question && html`<span class="entry-question">${inline(entry.question)}</span>`}
<span class="entry-facts">${entryFacts(entry)}</span></span>
${entry.picture && html`<img src="${entry.picture.address}" alt="${entry.picture.description}" loading="lazy">`}`;
  return html`<li class="entry${entry.failed ? ' failed' : ''}">
${
  entry.pending === 'has no page'
    ? html`<span class="entry-link">
${content}
</span>`
    : html`<a class="entry-link" href="${entry.name}.html">
${content}
</a>`
}</li>`;
}

function verdictLine(verdicts: Verdicts | undefined): Markup | undefined {
  if (verdicts === undefined) return undefined;
  const { agrees, differs, notJudged, notYetComputed, computedHere, kept } = verdicts;
  return html`<p class="verdicts"><a href="scorecard.html">Scorecard</a>: of the paper's checkable claims
<span class="verdict agrees">${agrees} agree</span>, <a class="verdict differs" href="scorecard.html${differs > 0 ? '#differs' : ''}">${differs} differ${differs === 1 ? 's' : ''}</a>,
<span class="verdict open">${notJudged} ${notJudged === 1 ? 'is' : 'are'} not judged</span> and <span class="verdict open">${notYetComputed} ${notYetComputed === 1 ? 'is' : 'are'} not yet computed</span>.
<span class="note">${computedHere} of the numbers ${computedHere === 1 ? 'was' : 'were'} computed here by this code; ${kept} ${kept === 1 ? 'is' : 'are'} kept with the sources, from the revisions that the scorecard names.</span></p>`;
}

const paper = html`<p>The paper: Marcus Häggbom, Morten Karlsmark and Joakim Andén, <cite>Mean-field microcanonical gradient descent</cite>,
<a href="https://arxiv.org/abs/2403.08362">arXiv 2403.08362</a> (2024). Their own code is the repository
<a href="https://github.com/MarcusHaggbom/mf-mgdm">mf-mgdm</a> (PyTorch). This workbook is independent work by others; where it departs from either, it says so.</p>`;

function findings(verdicts: Verdicts | undefined): Markup {
  const judged =
    verdicts === undefined || verdicts.agrees + verdicts.differs === 0
      ? html`Each number of the paper that can be checked stands beside ours, with its error; the scorecard lists the differences first.`
      : html`Of the paper’s claims that were judged, ${verdicts.agrees} of ${verdicts.agrees + verdicts.differs} agree with our numbers within their errors; the <a href="scorecard.html">scorecard</a> lists the others first.`;
  return html`<h2>What is found</h2>
<ul>
<li>Paths that descend one by one end up too much alike: their entropy falls at a near constant rate, and their divergence from the true law, after a dip, grows without bound.</li>
<li>Paths that descend by the mean energy of their ensemble keep their differences: the entropy lost splits exactly into what moving costs and what shrinking costs, and the mean field divides the shrinking by the number of paths.</li>
<li>${judged}</li>
</ul>`;
}

function startHere(addressOf: CellAddress): Markup | undefined {
  const ways = [
    ['00', 'The tour', 'the problem and the remedy in one picture, and an energy of your own'],
    ['03', 'The mean field', 'the paper’s main result'],
    ['06', 'Your own series', 'from a file of yours to new paths with its statistics'],
  ] as const;
  const items = ways.flatMap(([mark, name, why]) => {
    const address = addressOf(mark);
    return address === undefined ? [] : [html`<li><a href="${address}">${name}</a> (${mark}): ${why}.</li>`];
  });
  return items.length === 0 ? undefined : html`<h2>Start here</h2><ul>${items}</ul>`;
}

/** Further links of the index page. */
export interface IndexExtras {
  readonly addressOf: CellAddress;
  /** Whether the site has a page on its data, and the licence's text. */
  readonly hasData: boolean;
  readonly hasLicence: boolean;
  /** Whether the site has the reference of the library. */
  readonly hasReference: boolean;
}

/** The first page: introduction, findings, notebooks with their questions, places of the paper's figures, and verdicts on its numbers. */
export function indexPage(
  entries: readonly IndexEntry[],
  facts: RunFacts,
  verdicts: Verdicts | undefined,
  extras: IndexExtras,
): string {
  const text = prose(new Set(entries.map(({ name }) => name)));
  const withoutLinks = (source: string) => text.inline(source.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1'));
  const lead = 'A literate workbook: the paper’s ideas, equations and figures, each beside the code that computes it.';
  const map = paperPlacesList(extras.addressOf);
  const content = html`<article>
<header class="title-page"><h1>${siteTitle}</h1>
<p class="lead">${lead}</p>
${paper}</header>
${findings(verdicts)}
${startHere(extras.addressOf)}
<h2>Notebooks</h2>
<ol class="entries">${entries.map((entry) => entryMarkup(entry, withoutLinks))}</ol>
<p>The code of every page runs where you read it, and can be changed there. <a href="own.html">Open a notebook of your own</a> from the disk, too.</p>
${
  map &&
  html`<h2 id="places">Where the paper’s figures are</h2>
${map}`
}
<h2>How its numbers fare</h2>
${verdictLine(verdicts)}
<footer class="colophon">Pages written ${facts.date}, profile ${facts.profile}, ${facts.workers} ${facts.workers === 1 ? 'worker' : 'workers'}, ${facts.machine}${facts.revision && html`, revision <code>${facts.revision}</code>`}; each page says when it was computed.
<br><a href="references.html">References</a>${extras.hasReference ? html` · <a href="${referenceAddress}">Reference of the library</a>` : undefined}${extras.hasData ? html` · <a href="data.html">Data</a>` : undefined}${extras.hasLicence ? html` · <a href="LICENSE.txt">Licence (MIT)</a>` : undefined}</footer>
</article>`;
  return document({ title: siteTitle, description: lead, content, hasFormulas: true, current: 'index' });
}
