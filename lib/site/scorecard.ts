import type { Claim, Finding, Loader } from '../study/claim.js';
import type { Listener } from '../study/events.js';
import { type Experiment, type Result, stored, unheard } from '../study/index.js';
import { resultFile } from '../study/stored-result.js';
import { claims } from './chapters.js';

/** A checkable claim of the paper beside the number that this checkout computed. */
export interface Score {
  /** Figure, table or section of the claim. */
  readonly figure: string;
  readonly claim: string;
  /** The paper's number, or a paraphrase of its words. */
  readonly paper: number | string;
  readonly ours?: number;
  readonly standardError?: number;
  /** Why the number has no standard error: a sentence. */
  readonly withoutError?: string;
  /** `not judged` where the number does not answer the claim, such as a number of other data; the note says why. */
  readonly verdict: 'agrees' | 'differs' | 'not judged' | 'not yet computed';
  /** Notebook that shows the claim, such as `03`; empty where none does. */
  readonly where: string;
  /** Text of the notebook's cell that shows the claim, if it is not the cell of the figure. */
  readonly cell?: string;
  /** Further facts for the reader. */
  readonly note?: string;
  /** Who computed the numbers: this code on this computer, or other code whose results are kept with the sources. */
  readonly origin?: 'computed here' | 'kept';
  /** Revision and date of each result that the number is made from. */
  readonly source?: string;
}

/**
 * All checkable claims of the paper with the results of the current profile, or with results that are kept with the sources because
 * their computation takes too long. Computes nothing: a claim whose experiment has no stored result is `not yet computed`.
 * @param onEvent called for each stored result that is not used
 */
export function scorecard(onEvent: Listener = unheard): Score[] {
  const complaints: Listener = (event) => void (event.kind === 'kept' || onEvent(event));
  const read = new Map<string, Result<unknown> | undefined>();
  return claims().map((claim) => {
    const used = new Set<Result<unknown>>();
    const load: Loader = <Data>(experiment: Experiment<object, Data>) => {
      const name = resultFile(experiment);
      if (!read.has(name)) read.set(name, stored(experiment, complaints));
      const result = read.get(name);
      if (result) used.add(result);
      return result as Result<Data> | undefined;
    };
    const score = judge(claim, claim.find?.(load));
    if (score.ours === undefined) return score;
    const results = [...used];
    return { ...score, origin: results.some(({ kept }) => kept) ? 'kept' : 'computed here', source: sourceOf(results) };
  });
}

/** Revisions and dates of results, in a few words. */
function sourceOf(results: readonly Result<unknown>[]): string {
  const sources = results.map(({ provenance }) => `revision ${provenance.revision}, ${provenance.date.slice(0, 10)}`);
  const different = [...new Set(sources)];
  return different.length > 3 ? `${different.length} revisions, ${range(results)}` : different.join('; ');
}

function range(results: readonly Result<unknown>[]): string {
  const dates = results.map(({ provenance }) => provenance.date.slice(0, 10)).sort();
  return `${dates[0]} to ${dates[dates.length - 1]}`;
}

/**
 * A claim's score. A number agrees when it lies within two standard errors, the paper's and ours combined; a claim in
 * words when its condition holds.
 * @internal exported for its test
 */
export function judge({ figure, claim, paper, where, cell }: Claim, finding: Finding | undefined): Score {
  const stated = { figure, claim, paper, where, ...(cell !== undefined && { cell }) };
  if (finding === undefined) return { ...stated, verdict: 'not yet computed' };
  const { ours, paperStandardError = 0, notJudged } = finding;
  const ownError = typeof finding.standardError === 'number' ? finding.standardError : 0;
  const near = typeof paper === 'number' && Math.abs(ours - paper) <= 2 * Math.hypot(ownError, paperStandardError);
  const holds = finding.holds ?? near;
  const note = [notJudged, notJudged && `There it ${holds ? 'holds' : 'does not hold'}.`, finding.note]
    .filter(Boolean)
    .join(' ');
  return {
    ...stated,
    ours,
    ...(typeof finding.standardError === 'number'
      ? { standardError: ownError }
      : { withoutError: finding.standardError }),
    verdict: notJudged !== undefined ? 'not judged' : holds ? 'agrees' : 'differs',
    ...(note !== '' && { note }),
  };
}
