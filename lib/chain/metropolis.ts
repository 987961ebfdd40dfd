import { ensemble, type Vector, vector } from '../array/index.js';
import { draws, foldIn } from '../random/index.js';
import { log, squared } from '../special/index.js';
import type { ChainState, StepInfo, Streams } from './kernel.js';

/**
 * Takes each proposal with probability min(1, e^{logAcceptance}) and keeps the old point otherwise: Metropolis's rule with Hastings's
 * ratio, by a uniform number of its own for each chain.
 * A ratio that is no number counts as 0, so that a proposal where U or ∇U overflows is refused.
 * @param logAcceptance ln of ρ(x′)g(x|x′)/(ρ(x)g(x′|x)), [N]; where it is NaN the info says −∞
 */
export function metropolised(
  state: ChainState,
  proposal: ChainState,
  logAcceptance: Vector,
  { key, first }: Streams,
): { readonly state: ChainState; readonly info: StepInfo } {
  const { pathCount, shape, signalLength: d } = state.paths;
  const paths = ensemble(pathCount, shape, proposal.paths.data.slice());
  const [potential, gradient] = [proposal.potential.slice(), proposal.gradient.slice()];
  const squaredJump = vector(pathCount);
  const logRatio = logAcceptance.map((value) => (Number.isNaN(value) ? -Infinity : value));
  for (let n = 0; n < pathCount; n++) {
    const [from, to] = [n * d, (n + 1) * d];
    const { uniform } = draws(foldIn(foldIn(key, first + n), ACCEPTANCE));
    if (logRatio[n] >= 0 || log(uniform()) < logRatio[n]) {
      for (let i = from; i < to; i++) squaredJump[n] += squared(paths.data[i] - state.paths.data[i]);
      continue;
    }
    paths.data.set(state.paths.data.subarray(from, to), from);
    potential[n] = state.potential[n];
    if (gradient.length > 0) gradient.set(state.gradient.subarray(from, to), from);
  }
  return { state: { paths, potential, gradient }, info: { logAcceptance: logRatio, squaredJump } };
}

/** Number of the stream that decides, folded into the chain's key: proposals draw from the chain's key itself. */
const ACCEPTANCE = 1;
