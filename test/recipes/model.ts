import assert from 'node:assert/strict';
import { type Ensemble, ensemble, type Vector, vector } from 'microcanon/array';
import { draws, foldIn, type Key, key } from 'microcanon/random';

/**
 * Independent values of Laplace's law, p(x) = exp(−|x|/b)/(2b).
 * @param options.scale b > 0, in the unit of the paths
 */
function laplace({ signalLength, scale }: { readonly signalLength: number; readonly scale: number }) {
  return {
    name: `Laplace(${scale})`,
    signalLength,
    parameters: { scale },
    /** Paths [N, d]. Path n depends on the key and on n alone: any split of the paths over threads gives the same ones. */
    sample(seed: Key, pathCount: number, firstPath = 0): Ensemble {
      const paths = ensemble(pathCount, signalLength);
      for (let n = 0; n < pathCount; n++) {
        const source = draws(foldIn(seed, firstPath + n));
        const path = paths.path(n);
        for (let i = 0; i < signalLength; i++) {
          const u = source.uniform() - 0.5;
          path[i] = -scale * Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
        }
      }
      return paths;
    },
    /** ln p(x) in nats, one per path. */
    logDensity(paths: Ensemble): Vector {
      const densities = vector(paths.pathCount);
      for (let n = 0; n < paths.pathCount; n++) {
        for (const value of paths.path(n)) densities[n] -= Math.abs(value) / scale + Math.log(2 * scale);
      }
      return densities;
    },
  };
}

// Its test: the entropy, 1 + ln(2b) nats per value, is the mean of −ln p; E|x| = b.
const model = laplace({ signalLength: 4, scale: 0.5 });
const paths = model.sample(key(7), 20_000);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
assert.ok(Math.abs(mean(paths.data.map(Math.abs)) - 0.5) < (4 * 0.5) / Math.sqrt(80_000));
assert.ok(Math.abs(-mean(model.logDensity(paths)) - 4 * (1 + Math.log(1))) < (4 * 2) / Math.sqrt(20_000));
assert.deepEqual(model.sample(key(7), 1, 3).data, paths.data.slice(12, 16));
