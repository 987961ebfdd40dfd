import type { Score } from '../scorecard/scorecard';
import { shownEstimate, shownNumber, verdictsOf } from '../verdicts';
import { document } from './frame';
import { Markup, html } from './markup';
import { prose } from './markdown';

function where(score: Score, pages: ReadonlySet<string>): Markup {
  const page = [...pages].find((name) => name === score.where || name.startsWith(`${score.where}-`));
  return page === undefined ? html`${score.where}` : html`<a href="${page}.html">${score.where}</a>`;
}

function note(text: string | undefined): Markup | undefined {
  return text === undefined ? undefined : html`<span class="note">${text}</span>`;
}

const verdictClass = { agrees: 'agrees', differs: 'differs', 'not yet computed': 'open' } as const;

/**
 * The page that holds the paper's checkable claims against what was computed here.
 * @param pages names of the site's notebooks, which rows link to
 */
export function scorecardPage(scores: readonly Score[], pages: ReadonlySet<string>): string {
  const text = prose(pages);
  const { agrees, differs, notYetComputed } = verdictsOf(scores);
  const rows = scores.map((score) => html`<tr>
<td>${score.figure}</td><td class="claim">${text.inline(score.claim)}${note(score.note)}</td><td class="number">${shownNumber(score.paper)}</td>
<td class="number">${shownEstimate(score).ours}</td><td class="number">${shownEstimate(score).standardError}</td>
<td><span class="verdict ${verdictClass[score.verdict]}">${score.verdict}</span></td>
<td class="source">${where(score, pages)}${note(score.source)}</td></tr>`);
  const content = html`<article>
<h1>Scorecard</h1>
<p>Every number of the paper that this workbook checks, with what it computed itself: in <em>this run</em>, or, where that takes too
long, at the paper's full size by the revision named, kept with the sources in <code>data/results</code>. A number <em>agrees</em> when it lies within
two standard errors of the paper's, both errors taken together; a claim in words agrees when its condition holds, where near means within a quarter and far by a factor of ten. ${agrees} agree, ${differs} ${differs === 1 ? 'differs' : 'differ'},
${notYetComputed} ${notYetComputed === 1 ? 'is' : 'are'} not yet computed.</p>
<div class="table-scroll wide" tabindex="0"><table class="scorecard">
<thead><tr><th scope="col">Where in the paper</th><th scope="col">Claim</th><th scope="col">Paper</th><th scope="col">Here</th>
<th scope="col">Standard error</th><th scope="col">Verdict</th><th scope="col">Notebook, and which run</th></tr></thead>
<tbody>${rows}</tbody></table></div>
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
