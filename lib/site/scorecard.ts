import type { Claim, Finding, Loader, Prediction } from '../study/claim.js';
import type { Listener } from '../study/events.js';
import { type Experiment, type Result, stored, unheard } from '../study/index.js';
import type { PlaceInText } from '../study/source-text.js';
import { resultFile } from '../study/stored-result.js';
import { claims, predictions } from './chapters.js';

/** A checkable claim of the paper, or a prediction, beside the number that this checkout computed. */
export interface Score {
  /** Figure, table or section of the claim; what a prediction is about. */
  readonly figure: string;
  readonly claim: string;
  /** The number that is claimed or predicted, or a paraphrase of its words. */
  readonly stated: number | string;
  /** What predicts the number, for predictions; absent for the paper's claims. */
  readonly predictedBy?: string;
  /** Where another text than the paper makes the statement; absent for claims and for the workbook's own predictions. */
  readonly place?: PlaceInText;
  readonly ours?: number;
  readonly standardError?: number;
  /** Why the number has no standard error: a sentence. */
  readonly withoutError?: string;
  /**
   * `not judged` where the number does not answer the claim, such as a number of other data; `not testable` where no number can answer
   * it; the note says why.
   */
  readonly verdict: 'agrees' | 'differs' | 'not judged' | 'not testable' | 'not yet computed';
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

/** Which claims and predictions stand on a scorecard. */
interface ScorecardChoice {
  readonly claimed?: readonly Claim[];
  readonly predicted?: readonly Prediction[];
}

/**
 * All checkable claims of the paper, then the predictions, with the results of the current profile, or with results
 * that are kept with the sources because their computation takes too long. Computes nothing: a statement whose experiment has no
 * stored result is `not yet computed`.
 * @param onEvent called for each stored result that is not used
 * @param options.claimed claims and `predicted` predictions, in place of all; predictions in closed form take seconds
 */
export function scorecard(
  onEvent: Listener = unheard,
  { claimed = claims(), predicted = predictions() }: ScorecardChoice = {},
): Score[] {
  const complaints: Listener = (event) => void (event.kind === 'kept' || onEvent(event));
  const read = new Map<string, Result<unknown> | undefined>();
  const scored = (statement: Statement, find: Claim['find']): Score => {
    const used = new Set<Result<unknown>>();
    const load: Loader = <Data>(experiment: Experiment<object, Data>) => {
      const name = resultFile(experiment);
      if (!read.has(name)) read.set(name, stored(experiment, complaints));
      const result = read.get(name);
      if (result) used.add(result);
      return result as Result<Data> | undefined;
    };
    const score = judge(statement, find?.(load));
    if (score.ours === undefined || used.size === 0) return score;
    const results = [...used];
    return { ...score, origin: results.some(({ kept }) => kept) ? 'kept' : 'computed here', source: sourceOf(results) };
  };
  return [
    ...claimed.map((claim) => scored(statementOf(claim), claim.find)),
    ...predicted.map((prediction) => scored(predictedStatement(prediction), (load) => prediction.find(load))),
  ];
}

/** What a score says before anything is computed. */
type Statement = Pick<Score, 'figure' | 'claim' | 'stated' | 'predictedBy' | 'place' | 'where' | 'cell'> &
  Pick<Prediction, 'untestable'>;

/**
 * A claim of the paper, to be judged.
 * @internal exported for its test
 */
export function statementOf({ figure, claim, paper, where, cell }: Claim): Statement {
  return { figure, claim, stated: paper, where, ...(cell !== undefined && { cell }) };
}

/**
 * A prediction, to be judged.
 * @internal exported for its test
 */
export function predictedStatement(prediction: Omit<Prediction, 'find'>): Statement {
  const { place, cell, untestable } = prediction;
  return {
    figure: prediction.subject,
    claim: prediction.prediction,
    stated: prediction.predicted,
    predictedBy: prediction.predictedBy,
    where: prediction.where,
    ...(place !== undefined && { place }),
    ...(cell !== undefined && { cell }),
    ...(untestable !== undefined && { untestable }),
  };
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
 * The score of a statement. A number agrees when it lies within two standard errors, the stated one's and ours combined, unless the
 * finding says whether it holds; words when their condition holds.
 * @internal exported for its test
 */
export function judge({ untestable, ...stated }: Statement, finding: Finding | undefined): Score {
  if (untestable !== undefined) return { ...stated, verdict: 'not testable', note: untestable };
  if (finding === undefined) return { ...stated, verdict: 'not yet computed' };
  const { ours, statedStandardError = 0, notJudged } = finding;
  const ownError = typeof finding.standardError === 'number' ? finding.standardError : 0;
  const near =
    typeof stated.stated === 'number' &&
    Math.abs(ours - stated.stated) <= 2 * Math.hypot(ownError, statedStandardError);
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
