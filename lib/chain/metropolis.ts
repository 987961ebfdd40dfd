import { type Vector, vector } from '../array/index.js';
import { uniformOfRows } from '../compiled/index.js';
import { log } from '../special/index.js';
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
  streams: Streams,
): { readonly state: ChainState; readonly info: StepInfo } {
  const { pathCount, signalLength: d, data: old } = state.paths;
  const { potential, gradient } = proposal;
  const moved = proposal.paths.data;
  const squaredJump = vector(pathCount);
  const logRatio = logAcceptance.map((value) => (Number.isNaN(value) ? -Infinity : value));
  const levels = uniformOfRows(streams, pathCount, ACCEPTANCE);
  for (let n = 0; n < pathCount; n++) {
    const [from, to] = [n * d, (n + 1) * d];
    if (logRatio[n] >= 0 || log(levels[n]) < logRatio[n]) {
      squaredJump[n] = squaredDistance(moved, old, from, to);
      continue;
    }
    for (let i = from; i < to; i++) moved[i] = old[i];
    potential[n] = state.potential[n];
    if (gradient.length > 0) for (let i = from; i < to; i++) gradient[i] = state.gradient[i];
  }
  return { state: proposal, info: { logAcceptance: logRatio, squaredJump } };
}

/** ‖x′ − x‖² of each path, [N], where every move is taken. */
export function squaredJumps(moved: Vector, old: Vector, pathCount: number): Vector {
  const d = old.length / pathCount;
  return vector(pathCount).map((_, n) => squaredDistance(moved, old, n * d, (n + 1) * d));
}

/** ‖x − y‖² over entries `from` to `to`. A function call per entry would cost more than its arithmetic. */
function squaredDistance(x: Vector, y: Vector, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const difference = x[i] - y[i];
    sum += difference * difference;
  }
  return sum;
}
