import { type Vector, vector } from '../array/index.js';
import { draws, foldIn } from '../random/index.js';
import { log, squared } from '../special/index.js';
import type { ChainState, StepInfo, Streams } from './kernel.js';

/** Number of the stream that decides, folded into the chain's key: proposals draw from the chain's key itself. */
const ACCEPTANCE = 1;

/**
 * Takes each proposal with probability min(1, e^{logAcceptance}) and keeps the old point otherwise: Metropolis's rule with Hastings's
 * ratio, by a uniform number of its own for each chain.
 * A ratio that is no number counts as 0, so that a proposal where U or ∇U overflows is refused.
 * @param proposal is made the new state in place: the caller gives it away
 * @param logAcceptance ln of ρ(x′)g(x|x′)/(ρ(x)g(x′|x)), [N]; where it is NaN the info says −∞
 */
export function metropolised(
  state: ChainState,
  proposal: ChainState,
  logAcceptance: Vector,
  { key, first }: Streams,
): { readonly state: ChainState; readonly info: StepInfo } {
  const { pathCount, signalLength: d, data: old } = state.paths;
  const { paths, potential, gradient } = proposal;
  const squaredJump = vector(pathCount);
  const logRatio = logAcceptance.map((value) => (Number.isNaN(value) ? -Infinity : value));
  for (let n = 0; n < pathCount; n++) {
    const [from, to] = [n * d, (n + 1) * d];
    if (isTaken(logRatio[n], () => draws(foldIn(foldIn(key, first + n), ACCEPTANCE)).uniform())) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += squared(paths.data[i] - old[i]);
      squaredJump[n] = sum;
      continue;
    }
    for (let i = from; i < to; i++) paths.data[i] = old[i];
    potential[n] = state.potential[n];
    if (gradient.length > 0) for (let i = from; i < to; i++) gradient[i] = state.gradient[i];
  }
  return { state: proposal, info: { logAcceptance: logRatio, squaredJump } };
}

function isTaken(logRatio: number, uniform: () => number): boolean {
  return logRatio >= 0 || (logRatio > -Infinity && log(uniform()) < logRatio);
}
