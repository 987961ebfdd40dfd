import { ensemble, vector } from '../../lib/array/index.js';
import { type Kernel, type Potential, potentialOfPaths, randomWalk } from '../../lib/chain/index.js';
import { draws, foldIn } from '../../lib/random/index.js';

/** U = ½ a‖x‖² of d values. */
export function bowl(d: number, precision = 1): Potential {
  return potentialOfPaths({
    name: 'bowl',
    shape: [d],
    identity: { bowl: d, precision },
    evaluate(path, gradient) {
      gradient.set(path.map((value) => precision * value));
      return 0.5 * precision * path.reduce((sum, value) => sum + value * value, 0);
    },
  });
}

/** Independent draws from the law of ½ a‖x‖², whatever the potential: no memory from one step to the next. */
export function independentDraws(precision: number): Kernel {
  const { call } = randomWalk({ deviation: 1 });
  return {
    ...{ name: 'independent draws', isExact: true, usesGradient: false, identity: precision, call },
    move({ paths }, potential, streams) {
      const drawn = ensemble(paths.pathCount, paths.shape);
      for (let n = 0; n < paths.pathCount; n++) {
        const { normal } = draws(foldIn(streams.key, streams.first + n));
        for (let i = 0; i < paths.signalLength; i++) drawn.path(n)[i] = normal() / Math.sqrt(precision);
      }
      const [logAcceptance, squaredJump] = [vector(paths.pathCount), vector(paths.pathCount)];
      const state = { paths: drawn, potential: potential.values(drawn), gradient: vector(0) };
      return { state, info: { logAcceptance, squaredJump } };
    },
  };
}
