import { stored, type Experiment, type Result } from '../../experiment';
import { resultFile } from '../../experiment/stored-result';
import type { Claim, Finding, Loader } from './claim';
import { claims } from './claims';

/** A checkable claim of the paper beside what this checkout computed. */
export interface Score {
  /** Where the paper makes it. */
  readonly figure: string;
  readonly claim: string;
  /** The paper's number, or its words in ours. */
  readonly paper: number | string;
  readonly ours?: number;
  readonly standardError?: number;
  readonly verdict: 'agrees' | 'differs' | 'not yet computed';
  /** Notebook that shows it, such as `03`; empty where none does yet. */
  readonly where: string;
  /** What a reader should know besides. */
  readonly note?: string;
  /** Where the numbers come from: `this run`, or the revision and date of what is kept with the sources. */
  readonly source?: string;
}

/**
 * All checkable claims of the paper with what the current profile has computed so far, or what is kept with the sources where
 * nobody can wait for it. Computes nothing: a claim whose experiment has no stored result is `not yet computed`.
 * @param say gets a line about each kept result that is damaged
 */
export function scorecard(say: (line: string) => void = () => {}): Score[] {
  const read = new Map<string, Result<unknown> | undefined>();
  return claims().map((claim) => {
    const used = new Set<Result<unknown>>();
    const load: Loader = <Data>(experiment: Experiment<object, Data>) => {
      const name = resultFile(experiment);
      if (!read.has(name)) read.set(name, stored(experiment, (line) => / is not used$/.test(line) && say(line)));
      const result = read.get(name);
      if (result) used.add(result);
      return result as Result<Data> | undefined;
    };
    return { ...judge(claim, claim.find?.(load)), ...(used.size > 0 && { source: sourceOf([...used]) }) };
  });
}

/** Where results come from, in a few words. */
function sourceOf(results: readonly Result<unknown>[]): string {
  const sources = results.map(({ kept, provenance }) =>
    kept ? `revision ${provenance.revision}, ${provenance.date.slice(0, 10)}` : 'this run');
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
 */
export function judge({ figure, claim, paper, where }: Claim, finding: Finding | undefined): Score {
  if (finding === undefined) return { figure, claim, paper, where, verdict: 'not yet computed' };
  const { ours, standardError, paperStandardError = 0, holds, note } = finding;
  const near = typeof paper === 'number' && Math.abs(ours - paper) <= 2 * Math.hypot(standardError, paperStandardError);
  const verdict = (holds ?? near) ? 'agrees' : 'differs';
  return { figure, claim, paper, where, ours, standardError, verdict, ...(note && { note }) };
}
