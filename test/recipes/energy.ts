import assert from 'node:assert/strict';
import { ensemble, vectorOf } from 'microcanon/array';
import { type Energy, energyOfPaths } from 'microcanon/energy';
import { descend, meanFieldDescent } from 'microcanon/flow';
import { gaussian } from 'microcanon/model';
import { key } from 'microcanon/random';

/**
 * Mean and third moment of a path's values, Φ(x) = (Σ xᵢ, Σ xᵢ³)/d.
 * Cost: O(d) for each method.
 */
function skewness({ signalLength: d }: { readonly signalLength: number }): Energy {
  return energyOfPaths({
    name: 'skewness',
    signalLength: d,
    labels: ['mean', 'third moment'],
    value(x, out) {
      out.fill(0);
      for (const value of x) {
        out[0] += value / d;
        out[1] += value ** 3 / d;
      }
    },
    pullback(x, [forMean, forCube], out) {
      for (let i = 0; i < d; i++) out[i] = (forMean + 3 * forCube * x[i] ** 2) / d;
    },
    hessianProduct(x, [, forCube], direction, out) {
      for (let i = 0; i < d; i++) out[i] = (6 * forCube * x[i] * direction[i]) / d;
    },
    bandedHessian: {
      bandwidth: 0,
      fill(x, [, forCube], band) {
        for (let i = 0; i < d; i++) band[i] = (6 * forCube * x[i]) / d;
      },
    },
  });
}

// Its test: derivatives against differences of the values.
const d = 8;
const energy = skewness({ signalLength: d });
const [x, v] = [gaussian({ signalLength: d }).sample(key(1), 1), gaussian({ signalLength: d }).sample(key(2), 1)];
const weights = vectorOf([0.7, -0.4]);
const moved = (h: number) =>
  ensemble(
    1,
    d,
    x.data.map((value, i) => value + h * v.data[i]),
  );
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
const h = 1e-4;
const slope = (dot(energy.values(moved(h)).row(0), weights) - dot(energy.values(moved(-h)).row(0), weights)) / (2 * h);
assert.ok(Math.abs(slope - dot(energy.pullback(x, weights).path(0), v.path(0))) < 1e-7);
const [after, before] = [h, -h].map((t) => energy.pullback(moved(t), weights).path(0));
energy
  .hessianProduct(x, weights, v)
  .path(0)
  .forEach((value, i) => {
    assert.ok(Math.abs(value - (after[i] - before[i]) / (2 * h)) < 1e-7);
  });

// And its use: white noise becomes skew.
const flow = meanFieldDescent(skewness({ signalLength: 64 }), [0, 0.5], { stepSize: 0.5 });
void descend(flow, gaussian({ signalLength: 64 }).sample(key(3), 32), 60).then(({ meanEnergies }) => {
  assert.ok(Math.abs(meanEnergies.row(60)[1] - 0.5) < 0.01, `third moment ${meanEnergies.row(60)[1]}`);
});
