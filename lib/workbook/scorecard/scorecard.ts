import { load } from '../../experiment';
import type { Claim, Finding } from './claim';
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
}

/**
 * All checkable claims of the paper with what the current profile has computed so far. Computes nothing: a claim whose
 * experiment has no stored result of this code is `not yet computed`.
 */
export function scorecard(): Score[] {
  return claims().map((claim) => judge(claim, claim.find?.((experiment) => load(experiment))));
}

/**
 * A claim's score. A number agrees when it lies within two standard errors, the paper's and ours combined; a claim in
 * words when its condition holds.
 */
export function judge({ figure, claim, paper, where }: Claim, finding: Finding | undefined): Score {
  if (finding === undefined) return { figure, claim, paper, where, verdict: 'not yet computed' };
  const { ours, standardError, paperStandardError = 0, holds } = finding;
  const near = typeof paper === 'number' && Math.abs(ours - paper) <= 2 * Math.hypot(standardError, paperStandardError);
  return { figure, claim, paper, where, ours, standardError, verdict: (holds ?? near) ? 'agrees' : 'differs' };
}
