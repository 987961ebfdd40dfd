import { sourceText } from '../study/source-text.js';
import type { CellAddress } from './cell-address.js';
import { html, type Markup } from './markup.js';
import { paperPlaceOf } from './paper-places.js';
import type { Score } from './scorecard.js';
import { shownEstimate, shownNumber } from './verdicts.js';

/** Renders the formulas and marks within a line of text. */
export type Inline = (text: string) => Markup;

const verdictClass = {
  agrees: 'agrees',
  differs: 'differs',
  'not judged': 'open',
  'not testable': 'open',
  'not yet computed': 'open',
} as const;

function note(content: Markup | string | undefined): Markup | undefined {
  return content === undefined ? undefined : html`<span class="note">${content}</span>`;
}

function shownIn(score: Score, addressOf: CellAddress): Markup {
  const place = paperPlaceOf(score.figure);
  const cell = score.cell ?? (place?.notebook === score.where ? place.cell : undefined);
  const address = score.where === '' ? undefined : addressOf(score.where, cell);
  return address === undefined
    ? html`${score.where}`
    : html`<a href="${address}" aria-label="Notebook ${score.where}: ${score.figure}">${score.where}</a>`;
}

function misprintOf({ place }: Score, inline: Inline): Markup | undefined {
  return place?.misprint === undefined
    ? undefined
    : html`In ${sourceText(place.text).version}: ${inline(place.misprint)}.`;
}

function rowOf(score: Score, inline: Inline, addressOf: CellAddress): Markup {
  const { ours, standardError } = shownEstimate(score);
  const error = standardError === '–' ? undefined : html` ± ${standardError}`;
  const notes = [
    misprintOf(score, inline),
    score.predictedBy && score.verdict !== 'not testable'
      ? html`Predicted by: ${inline(score.predictedBy)}.`
      : undefined,
    score.note,
    score.withoutError && `No standard error: ${score.withoutError}`,
  ];
  return html`<tr>
<td class="claim"><span class="part">${score.place?.at ?? score.figure}</span> ${inline(score.claim)}${notes.map((content) => note(content))}</td>
<td class="${typeof score.stated === 'number' ? 'number' : 'number words'}" data-label="${score.predictedBy === undefined ? 'paper' : 'predicted'}">${shownNumber(score.stated)}</td>
<td class="number" data-label="here">${ours}${error}</td>
<td class="judged"><span class="verdict ${verdictClass[score.verdict]}">${score.verdict}</span></td>
<td class="source" data-label="notebook">${shownIn(score, addressOf)}${note(score.source && `${score.origin}: ${score.source}`)}</td></tr>
`;
}

/**
 * A table of claims, or of predictions, with a row for each.
 * @param name what the table lists, for readers who do not see it
 */
export function scoreTable(
  scores: readonly Score[],
  { name, inline, addressOf }: { readonly name: string; readonly inline: Inline; readonly addressOf: CellAddress },
): Markup {
  const predicted = scores.some(({ predictedBy }) => predictedBy !== undefined);
  return html`<div class="table-scroll wide" tabindex="0" role="region" aria-label="${name}"><table class="scorecard">
<thead><tr><th scope="col">${predicted ? 'Prediction' : 'Claim'}</th><th scope="col">${predicted ? 'Predicted' : 'Paper'}</th><th scope="col">Here ± standard error</th>
<th scope="col">Verdict</th><th scope="col">Notebook, and which run</th></tr></thead>
<tbody>${scores.map((score) => rowOf(score, inline, addressOf))}</tbody></table></div>
`;
}
