import { checkPositive, ensemble, vector } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { callOf, portable } from '../parallel/index.js';
import type { Kernel } from './kernel.js';
import { metropolised } from './metropolis.js';

/** Length of the steps of a random walk. */
export interface RandomWalkOptions {
  /** s > 0: standard deviation of a proposal, in the unit of the paths' values. Near 2.38/√d of the law's own is best. */
  readonly deviation: number;
}

/**
 * Metropolis's random walk: x′ = x + sξ with ξ ~ N(0, I), taken with probability min(1, e^{U(x) − U(x′)}).
 * Source: Metropolis et al. (1953); the best s for many coordinates, where 0.234 of the proposals are taken, is due to Roberts, Gelman and
 * Gilks (1997).
 * @throws RangeError when the deviation is not positive and finite
 * Cost of a step: a value of the potential and d + 1 draws per chain.
 */
export function randomWalk({ deviation }: RandomWalkOptions): Kernel {
  checkPositive('randomWalk: deviation', deviation);
  return {
    name: 'random walk',
    isExact: true,
    usesGradient: false,
    identity: { randomWalk: { deviation } },
    call: callOf(madeRandomWalk, { deviation }),
    move(state, potential, streams) {
      const { pathCount, shape, signalLength: d, data } = state.paths;
      const proposed = normalRows(streams, { rowCount: pathCount, length: d });
      for (let i = 0; i < proposed.length; i++) proposed[i] = data[i] + deviation * proposed[i];
      const paths = ensemble(pathCount, shape, proposed);
      const values = potential.values(paths);
      const logAcceptance = values.map((value, n) => state.potential[n] - value);
      return metropolised(state, { paths, potential: values, gradient: vector(0) }, logAcceptance, streams);
    },
  };
}

const madeRandomWalk = portable('chain/random-walk', randomWalk);
