import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  contrastCovariance,
  denoisingConstant,
  denoisingLosses,
  estimateBands,
  evenModes,
  logWeightRatio,
  meanUnder,
  noisyScore,
  squaredScoreGap,
  weightCosts,
  weightDivergences,
} from '../../../lib/chapter/without-sampling/index.js';
import { gaussianMixture } from '../../../lib/model/index.js';
import { foldIn, key } from '../../../lib/random/index.js';
import { assertClose } from '../../closeness.js';

test('divergences of mixtures by weight: ln cosh(z/2), and Fisher’s by another quadrature', () => {
  const found = weightDivergences(5, [1, 3, 5, 10, 20, 30, 50]);
  // Computed outside of this library.
  assertRelative(
    found.map(({ fisher }) => fisher),
    [2.95e-6, 3.06e-5, 1.11e-4, 1.22e-3, 5.4e-2, 0.944, 23.0],
    0.005,
  );
  assertRelative(
    found.map(({ divergence }) => divergence),
    [0.1201, 0.8554, 1.8136, 4.3068, 9.3045, 14.26, 22.28],
    5e-4,
  );
  // Far modes are two events: D is that of the weights.
  for (const { logOdds, divergence } of found.slice(0, 3)) {
    assertClose(divergence, Math.log(Math.cosh(logOdds / 2)), 1e-5, `z = ${logOdds}`);
  }
});

test('log-ratio and score gap are those of the densities', () => {
  const [a, z] = [2, 1.5];
  const share = 1 / (1 + Math.exp(-z));
  const [even, uneven] = [0.5, share].map((weight) =>
    gaussianMixture([
      { weight, mean: [-a] },
      { weight: 1 - weight, mean: [a] },
    ]),
  );
  const draws = even.sample(key(1), 50);
  const [one, two] = [even, uneven].map((law) => law.logDensity(draws));
  const [first, second] = [even, uneven].map((law) => law.score(draws).data);
  draws.data.forEach((x, n) => {
    assertClose(logWeightRatio(a, z)(x), one[n] - two[n], 1e-12);
    assertClose(squaredScoreGap(a, z)(x), (first[n] - second[n]) ** 2, 1e-11);
  });
});

test('what estimates of a weight cost: values computed outside of this library', () => {
  const [two, five] = [weightCosts(2), weightCosts(5)];
  assertRelative([two.maximumLikelihood, two.scoreMatching], [4.2945983162949, 40.467177060006], 1e-9);
  assertRelative([five.maximumLikelihood, five.scoreMatching], [4.00000357128336, 2365177.30157287], 1e-7);
  // With very much noise a contrast is maximum likelihood.
  assertRelative([weightCosts(2, { ratio: 1e5, deviation: 3 }).noiseContrastive], [two.maximumLikelihood], 1e-3);
});

test('the cost of score matching is the variance of estimates from draws', () => {
  const [a, drawCount, setCount] = [1.2, 2000, 200];
  const even = gaussianMixture([-a, a].map((mode) => ({ weight: 0.5, mean: [mode] })));
  // Minimises the mean of s²/2 + s′ by bisection of its derivative in z.
  const estimate = (values: ArrayLike<number>): number => {
    const derivative = (z: number): number => {
      let sum = 0;
      for (let i = 0; i < values.length; i++) {
        const t = Math.tanh(a * values[i] + z / 2);
        sum += (1 - t * t) * (a * t - values[i] - 2 * t);
      }
      return sum;
    };
    let [low, high] = [-2, 2];
    for (let k = 0; k < 30; k++) {
      const middle = (low + high) / 2;
      if (derivative(middle) > 0) high = middle;
      else low = middle;
    }
    return low;
  };
  const estimates = Array.from({ length: setCount }, (_, r) =>
    estimate(even.sample(foldIn(key(2), r), drawCount).data),
  );
  const square = estimates.reduce((sum, value) => sum + value * value, 0) / setCount;
  assertRelative([square * drawCount], [weightCosts(a).scoreMatching], 3.5 * Math.sqrt(2 / setCount));
});

test('a contrast of two laws with equal densities knows nothing of a constant feature', () => {
  const { masses, grid } = evenModes(1);
  const covariance = contrastCovariance({ weights: masses, noise: masses, features: [grid.points] }, 1);
  // H = ½ diag(E x², 1): 2/E x² for the feature; 2 − 2 for the constant, since nothing is to be learnt.
  assertClose([covariance.data[0], covariance.data[3]], [2 / 2, 0], 1e-9);
});

test('the denoising loss exceeds the other by a constant, whatever the guess', () => {
  for (const [separation, deviation, factor] of [
    [2, 0.5, 1],
    [5, 1, 0.6],
  ]) {
    const law = { modes: evenModes(separation), deviation, factor };
    for (const guess of [noisyScore(law), (x: number) => -x, () => 1]) {
      const { denoising, score } = denoisingLosses(law, guess);
      assertClose(denoising - score, denoisingConstant(law), 1e-8);
    }
    assertClose(denoisingLosses(law, noisyScore(law)).score, 0, 1e-20);
  }
});

test('bands hold nine of ten estimates', () => {
  const [separation, z, drawCount] = [1, 1, 100];
  const { divergence } = estimateBands({ separation, logOdds: [z], drawCount, setCount: 400 }, key(3));
  const { mean, deviation } = meanUnder(evenModes(separation), logWeightRatio(separation, z));
  // Estimates are nearly normal: 1.645 deviations to either side; quantiles of 400 are known to about a tenth of a deviation.
  const error = deviation / Math.sqrt(drawCount);
  assertClose([divergence.low[0], divergence.high[0]], [mean - 1.645 * error, mean + 1.645 * error], 0.35 * error);
  assert.ok(divergence.low[0] < divergence.middle[0] && divergence.middle[0] < divergence.high[0]);
});

function assertRelative(got: readonly number[], expected: readonly number[], allowed: number): void {
  got.forEach((value, i) => {
    assertClose(value / expected[i], 1, allowed, `${value} for ${expected[i]}`);
  });
}
