import type { Estimate } from '../statistics/index.js';
import type { Finding, Prediction } from './claim.js';
import type { PlaceInText } from './source-text.js';

/** Why a number that was computed without draws has no standard error. */
export const WITHOUT_DRAWS = 'computed without draws: it has no sampling error.';

/** A number that was computed without draws, from a closed form or by quadrature, and agrees with the stated one within a bound. */
export function exactFinding(
  ours: number,
  { stated, within }: { readonly stated: number; readonly within: number },
): Finding {
  return { ours, standardError: WITHOUT_DRAWS, holds: Math.abs(ours - stated) <= within };
}

/** An estimate with its error, by which it is judged. */
export function estimatedFinding({ value, standardError }: Estimate): Finding {
  return { ours: value, standardError };
}

/**
 * An estimate that should lie on one side of a bound. It agrees, or differs, where it lies on either side by more than two standard errors;
 * nearer to the bound it is not judged.
 * @throws TypeError when the estimate's error is no number above 0
 */
export function boundFinding(
  { value, standardError }: Estimate,
  side: { readonly below: number } | { readonly above: number },
): Finding {
  if (!(standardError > 0)) {
    throw new TypeError(`boundFinding: standardError expects a number above 0, got ${standardError}; use exactFinding`);
  }
  const beyond = 'below' in side ? side.below - value : value - side.above;
  if (Math.abs(beyond) > 2 * standardError) return { ours: value, standardError, holds: beyond > 0 };
  return { ours: value, standardError, notJudged: 'Our number is within two standard errors of the bound.' };
}

/** A statement of another text that no number can check, with the reason: it stands on the scorecard as `not testable`. */
export function untestableStatement(
  reason: string,
  {
    subject,
    statement,
    place,
    where,
  }: Pick<Prediction, 'subject' | 'where'> & {
    /** What the text says, in our words. */
    readonly statement: string;
    readonly place: PlaceInText;
  },
): Prediction {
  return {
    subject,
    prediction: statement,
    predicted: 'no number',
    predictedBy: 'nothing that was read',
    place,
    untestable: reason,
    where,
    find: () => undefined,
  };
}
