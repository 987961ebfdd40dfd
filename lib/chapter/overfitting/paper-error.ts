/** Paths that the paper's divergences are estimated from. */
const PAPER_PATHS = 128;

/** The standard error of a divergence of the paper: √(2 D/128), that of a mean log-ratio of laws near each other. */
export function paperError(divergence: number): number {
  return Math.sqrt((2 * divergence) / PAPER_PATHS);
}
