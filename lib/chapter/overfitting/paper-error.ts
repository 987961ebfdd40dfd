/** Number of paths from which the paper's divergences are estimated. */
const PAPER_PATHS = 128;

/** The standard error of a divergence D of the paper: √(2 D/128), as for a mean log-ratio of two laws that are close. */
export function paperError(divergence: number): number {
  return Math.sqrt((2 * divergence) / PAPER_PATHS);
}
