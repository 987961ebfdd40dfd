import assert from 'node:assert/strict';
import { pathwiseAlgorithm, perPath, runAlgorithm } from 'microcanon/algorithm';
import { ensemble } from 'microcanon/array';
import { modelPotential, type Potential } from 'microcanon/chain';
import { gaussian } from 'microcanon/model';
import { draws, foldIn, key } from 'microcanon/random';

/**
 * Metropolis's random walk: x′ = x + σξ with ξ ~ N(0, I), taken with probability min(1, exp(U(x) − U(x′))), one chain per path.
 * Source: Metropolis et al. (1953). Cost of a step: two values of the potential and d + 1 draws per path.
 */
function randomWalk(potential: Potential, { deviation }: { readonly deviation: number }) {
  const size = potential.shape.reduce((product, length) => product * length, 1);
  return pathwiseAlgorithm({
    name: 'random walk',
    shape: potential.shape,
    // Nothing but its values goes from one step of a path to the next.
    own: {},
    // Recorded of every step: 1 where the proposal was taken.
    info: { taken: perPath() },
    // A checkpoint of another potential or deviation is refused.
    identity: { potential: potential.call ?? potential.name, deviation },
    start: () => ({}),
    move(paths, _, { key: seed, t, firstPath }) {
      const sources = Array.from({ length: paths.pathCount }, (__, n) => draws(foldIn(foldIn(seed, t), firstPath + n)));
      const proposal = ensemble(paths.pathCount, potential.shape, paths.data.slice());
      sources.forEach((source, n) => {
        for (let i = n * size; i < (n + 1) * size; i++) proposal.data[i] += deviation * source.normal();
      });
      const [before, after] = [potential.values(paths), potential.values(proposal)];
      const taken = before.map((value, n) => (Math.log(sources[n].uniform()) < value - after[n] ? 1 : 0));
      const next = proposal.data.map((value, i) => (taken[Math.floor(i / size)] === 1 ? value : paths.data[i]));
      return { paths: ensemble(paths.pathCount, potential.shape, next), own: {}, info: { taken } };
    },
  });
}

// Its test: chains that start at 0 end with the variance of the law, here 2.
const walk = randomWalk(modelPotential(gaussian({ signalLength: 1, deviation: Math.SQRT2 })), { deviation: 2 });
void runAlgorithm(walk, ensemble(4000, 1), 40, { key: key(3) }).then(({ state, records }) => {
  const variance = state.paths.reduce((sum, x) => sum + x * x, 0) / 4000;
  assert.ok(Math.abs(variance - 2) < 4 * 2 * Math.sqrt(2 / 4000), `variance ${variance}`);
  const share = records.taken.subarray(4000).reduce((sum, taken) => sum + taken, 0) / (40 * 4000);
  assert.ok(share > 0.4 && share < 0.8, `share taken ${share}`);
});
