import type { Estimate } from '../statistics/index.js';
import type { Finding } from './claim.js';

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
