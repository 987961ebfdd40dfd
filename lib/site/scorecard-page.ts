import type { CellAddress } from './cell-address.js';
import { document } from './frame.js';
import { prose } from './markdown.js';
import { html, type Markup } from './markup.js';
import { groupOf, paperPlaces } from './paper-places.js';
import type { Score } from './scorecard.js';
import { type Inline, scoreTable } from './scorecard-table.js';
import { type PredictionList, paperScores, predictionLists, verdictsOf } from './verdicts.js';

/** Scores by their figure or table, in the paper's order. */
function grouped(scores: readonly Score[]): [string, Score[]][] {
  const groups = new Map<string, Score[]>(paperPlaces.map(({ name }) => [groupOf(name), []]));
  for (const score of scores) {
    const group = groupOf(score.figure);
    groups.set(group, [...(groups.get(group) ?? []), score]);
  }
  return [...groups].filter(([, members]) => members.length > 0);
}

function rules(inline: Inline, addressOf: CellAddress): Markup {
  const table = addressOf('04', 'tableOneTable(');
  return html`<h2 id="rules">How a verdict is reached</h2>
<ul>
<li>A number agrees when it lies within two standard errors of the paper’s, both errors taken together. <strong>The paper states no errors.</strong>
Ours for it are an assumption: ${inline('$\\sqrt{2D/128}$')} for a divergence ${inline('$D$')}, the error of a mean log-ratio of two laws that are close, over the paper’s 128 paths${
    table && html` (<a href="${table}">notebook 04</a>)`
  }; for a step, the spread between our ensembles of 128 paths.</li>
<li>A claim in words agrees when its condition holds: <em>near</em> means within a quarter, <em>far</em> by a factor of ten. The paper gives no such bounds; these are ours.</li>
<li>A count agrees when it is the paper’s. Its standard error says how much it would vary if each comparison were made again.</li>
<li>A number is not judged when it comes from other data than the paper’s, asks more than the paper claims, or is nearer to a bound than its error tells: its note says which.</li>
</ul>
`;
}

function spokenVerdicts(scores: readonly Score[]): Markup {
  const { agrees, differs, notJudged, notTestable, notYetComputed } = verdictsOf(scores);
  const open = notJudged + notYetComputed;
  return html`Of ${scores.length}, <span class="verdict agrees">${agrees} agree${agrees === 1 ? 's' : ''}</span> and <span class="verdict differs">${differs} differ${differs === 1 ? 's' : ''}</span>${
    open > 0 ? html`; <span class="verdict open">${open} ${open === 1 ? 'is' : 'are'} open</span>` : undefined
  }${notTestable > 0 ? html`; <span class="verdict open">${notTestable} cannot be tested</span>` : undefined}.`;
}

/** The predictions that check one text, or those of this workbook, by subject. */
function predicted({ text, scores }: PredictionList, inline: Inline, addressOf: CellAddress): Markup {
  const subjects = [...new Set(scores.map(({ figure }) => figure))].map((subject) => {
    const members = scores.filter(({ figure }) => figure === subject);
    const name = `${text === undefined ? 'Predictions' : capitalised(text.name)}: ${subject}`;
    return html`${text && html`<h3>${capitalised(subject)}</h3>`}
${scoreTable(members, { name, inline, addressOf })}`;
  });
  return text === undefined
    ? html`<h2 id="predictions">Predictions of this workbook</h2>
<p>Numbers that were known before they were computed: by a closed form, or by a computation that shares nothing with this library. They go beyond the paper.
${spokenVerdicts(scores)}</p>
${subjects}`
    : html`<h2 id="${text.key}">${capitalised(text.name)}</h2>
<p>What ${text.author}, <a href="${text.address}"><cite>${text.title}</cite></a>, ${text.version}, says or implies, in its right form: numbers that were known before they were computed.
Where the printed form is another, the row says what it is. ${spokenVerdicts(scores)}</p>
${subjects}`;
}

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function counted(scores: readonly Score[]): Markup {
  const { agrees, differs, notJudged, notYetComputed, computedHere, kept } = verdictsOf(scores);
  const open = [
    [notJudged, 'not judged'],
    [notYetComputed, 'not yet computed'],
  ] as const;
  return html`<p class="verdicts">${scores.length} claims: <span class="verdict agrees">${agrees} agree${agrees === 1 ? 's' : ''}</span>,
<span class="verdict differs">${differs} differ${differs === 1 ? 's' : ''}</span>${open.map(([count, what]) => html`, <span class="verdict open">${count} ${count === 1 ? 'is' : 'are'} ${what}</span>`)}.
<span class="note">${computedHere} of the numbers ${computedHere === 1 ? 'was' : 'were'} computed here by this code; ${kept} ${kept === 1 ? 'is' : 'are'} kept with the sources (<code>data/results</code>), because computing them takes longer than anyone waits for a page. The revision and date of each stand beside it.</span></p>
`;
}

/**
 * The page that compares the paper's checkable claims with computed numbers: differences first, then all claims by figure and table,
 * then the predictions that check other texts and those of this workbook, by subject.
 * @param pages names of the site's notebooks
 * @param addressOf addresses of the cells to which rows link
 */
export function scorecardPage(all: readonly Score[], pages: ReadonlySet<string>, addressOf: CellAddress): string {
  const { inline } = prose(pages);
  const scores = paperScores(all);
  const misses = scores.filter(({ verdict }) => verdict === 'differs');
  const groups = grouped(scores).map(([name, members]) => {
    const shown = paperPlaces
      .filter((place) => groupOf(place.name) === name)
      .map(({ shows }) => shows)
      .join('; ');
    return html`<h3 id="${name.replace(/[^\w.]+/g, '-')}">${name}${shown && `: ${shown}`}</h3>
${scoreTable(members, { name, inline, addressOf })}`;
  });
  const content = html`<article>
<h1>Scorecard</h1>
<p>What the paper says that a number can check, beside the number that this workbook computes.</p>
${counted(scores)}
${
  misses.length > 0
    ? html`<h2 id="differs">What differs</h2>
${scoreTable(misses, { name: 'What differs', inline, addressOf })}`
    : undefined
}
${rules(inline, addressOf)}
<h2 id="all">All claims, by figure and table</h2>
${groups}
${predictionLists(all).map((list) => predicted(list, inline, addressOf))}
<footer class="colophon"><a href="scorecard.json" download>The same as JSON</a></footer>
</article>`;
  return document({
    title: 'Scorecard',
    description: 'The paper’s checkable numbers beside ours, with standard errors.',
    content,
    hasFormulas: true,
    current: 'scorecard',
  });
}
