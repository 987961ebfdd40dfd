import type { CellAddress } from './cell-address.js';
import { document } from './frame.js';
import { prose } from './markdown.js';
import { html, type Markup } from './markup.js';
import { groupOf, paperPlaceOf, paperPlaces } from './paper-places.js';
import type { Score } from './scorecard.js';
import { paperScores, shownEstimate, shownNumber, verdictsOf } from './verdicts.js';

type Inline = (text: string) => Markup;

const verdictClass = {
  agrees: 'agrees',
  differs: 'differs',
  'not judged': 'open',
  'not yet computed': 'open',
} as const;

function note(text: string | undefined): Markup | undefined {
  return text === undefined ? undefined : html`<span class="note">${text}</span>`;
}

function shownIn(score: Score, addressOf: CellAddress): Markup {
  const place = paperPlaceOf(score.figure);
  const cell = score.cell ?? (place?.notebook === score.where ? place.cell : undefined);
  const address = score.where === '' ? undefined : addressOf(score.where, cell);
  return address === undefined
    ? html`${score.where}`
    : html`<a href="${address}" aria-label="Notebook ${score.where}: ${score.figure}">${score.where}</a>`;
}

function rowOf(score: Score, inline: Inline, addressOf: CellAddress): Markup {
  const { ours, standardError } = shownEstimate(score);
  const error = standardError === '–' ? undefined : html` ± ${standardError}`;
  return html`<tr>
<td class="claim"><span class="part">${score.figure}</span> ${inline(score.claim)}${note(score.predictedBy && `Predicted by: ${score.predictedBy}.`)}${note(score.note)}${note(score.withoutError && `No standard error: ${score.withoutError}`)}</td>
<td class="${typeof score.stated === 'number' ? 'number' : 'number words'}" data-label="${score.predictedBy === undefined ? 'paper' : 'predicted'}">${shownNumber(score.stated)}</td>
<td class="number" data-label="here">${ours}${error}</td>
<td class="judged"><span class="verdict ${verdictClass[score.verdict]}">${score.verdict}</span></td>
<td class="source" data-label="notebook">${shownIn(score, addressOf)}${note(score.source && `${score.origin}: ${score.source}`)}</td></tr>
`;
}

function tableOf(scores: readonly Score[], name: string, inline: Inline, addressOf: CellAddress): Markup {
  const predicted = scores.some(({ predictedBy }) => predictedBy !== undefined);
  return html`<div class="table-scroll wide" tabindex="0" role="region" aria-label="${name}"><table class="scorecard">
<thead><tr><th scope="col">${predicted ? 'Prediction' : 'Claim'}</th><th scope="col">${predicted ? 'Predicted' : 'Paper'}</th><th scope="col">Here ± standard error</th>
<th scope="col">Verdict</th><th scope="col">Notebook, and which run</th></tr></thead>
<tbody>${scores.map((score) => rowOf(score, inline, addressOf))}</tbody></table></div>
`;
}

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
<li>A number is not judged when it comes from other data than the paper’s, or asks more than the paper claims: its note says which.</li>
</ul>
`;
}

/** The predictions of this workbook, by subject; nothing where there are none. */
function predicted(scores: readonly Score[], inline: Inline, addressOf: CellAddress): Markup | undefined {
  if (scores.length === 0) return undefined;
  const { agrees, differs, notJudged, notYetComputed } = verdictsOf(scores);
  const open = notJudged + notYetComputed;
  const subjects = [...new Set(scores.map(({ figure }) => figure))].map((subject) => {
    const members = scores.filter(({ figure }) => figure === subject);
    return tableOf(members, `Predictions: ${subject}`, inline, addressOf);
  });
  return html`<h2 id="predictions">Predictions of this workbook</h2>
<p>Numbers that were known before they were computed: by a closed form, or by a computation that shares nothing with this library. They go beyond the paper.
Of ${scores.length}, <span class="verdict agrees">${agrees} agree${agrees === 1 ? 's' : ''}</span> and <span class="verdict differs">${differs} differ${differs === 1 ? 's' : ''}</span>${
    open > 0 ? html`; <span class="verdict open">${open} ${open === 1 ? 'is' : 'are'} open</span>` : undefined
  }.</p>
${subjects}`;
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
 * then the predictions of this workbook by subject.
 * @param pages names of the site's notebooks
 * @param addressOf addresses of the cells to which rows link
 */
export function scorecardPage(all: readonly Score[], pages: ReadonlySet<string>, addressOf: CellAddress): string {
  const { inline } = prose(pages);
  const scores = paperScores(all);
  const predictions = all.filter((score) => !scores.includes(score));
  const misses = scores.filter(({ verdict }) => verdict === 'differs');
  const groups = grouped(scores).map(([name, members]) => {
    const shown = paperPlaces
      .filter((place) => groupOf(place.name) === name)
      .map(({ shows }) => shows)
      .join('; ');
    return html`<h3 id="${name.replace(/[^\w.]+/g, '-')}">${name}${shown && `: ${shown}`}</h3>
${tableOf(members, name, inline, addressOf)}`;
  });
  const content = html`<article>
<h1>Scorecard</h1>
<p>What the paper says that a number can check, beside the number that this workbook computes.</p>
${counted(scores)}
${
  misses.length > 0
    ? html`<h2 id="differs">What differs</h2>
${tableOf(misses, 'What differs', inline, addressOf)}`
    : undefined
}
${rules(inline, addressOf)}
<h2 id="all">All claims, by figure and table</h2>
${groups}
${predicted(predictions, inline, addressOf)}
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
