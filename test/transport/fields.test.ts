import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensembleOf, vectorOf } from '../../lib/array/index.js';
import { gaussianMixture } from '../../lib/model/index.js';
import {
  type DivergentField,
  growingNoise,
  interpolatedMixture,
  noisedMixture,
  noisedPaths,
  noisedScore,
  ornsteinUhlenbeck,
  reversedFlow,
  straightInterpolant,
  timeReversal,
  withNoise,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const line = gaussianMixture([
  { weight: 0.3, mean: [-2], deviation: 0.5 },
  { weight: 0.7, mean: [2], deviation: 0.8 },
]);
const plane = gaussianMixture([
  { weight: 0.4, mean: [-1, 0.5], deviation: 0.7 },
  { weight: 0.6, mean: [1, 1], deviation: 0.4 },
]);
const base = gaussianMixture([{ weight: 1, mean: [0, 0] }]);
const points = ensembleOf([
  [-1.2, 0.3],
  [0.1, -0.4],
  [0.7, 1.3],
]);

/** ∂ᵢ of a function of one path, by central differences. */
function slopeOf(value: (path: Ensemble) => number, path: ArrayLike<number>, i: number): number {
  const [above, below] = [1e-5, -1e-5].map((by) => {
    return value(ensembleOf([Array.from(path, (entry, j) => entry + (i === j ? by : 0))]));
  });
  return (above - below) / 2e-5;
}

function assertDivergence(field: DivergentField, t: number): void {
  const found = field.divergence(points, t);
  for (let n = 0; n < points.pathCount; n++) {
    const sum = [0, 1].reduce((total, i) => {
      return total + slopeOf((path) => field.values(path, t).data[i], points.path(n), i);
    }, 0);
    assertClose(found[n], sum, 1e-7, `divergence of ${field.name}`);
  }
}

test('the noised law of a mixture is the data convolved with the noise', () => {
  for (const schedule of [ornsteinUhlenbeck(), growingNoise()]) {
    const t = 0.7;
    const law = noisedMixture(line, schedule, t);
    const [a, variance] = [schedule.scale(t), schedule.variance(t)];
    for (const x of [-1.5, 0, 2.2]) {
      let density = 0;
      for (let x0 = -9; x0 < 9; x0 += 0.02) {
        const kernel = Math.exp(-((x - a * x0) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
        density += 0.02 * kernel * Math.exp(line.logDensity(ensembleOf([[x0]]))[0]);
      }
      assertClose(law.logDensity(ensembleOf([[x]]))[0], Math.log(density), 1e-10);
    }
  }
});

test('a noised path is a(t) x + σ(t) z at its own time', () => {
  const noise = ensembleOf([
    [1, -1],
    [0.5, 2],
    [0, 1],
  ]);
  const times = vectorOf([0, Math.LN2, 1]);
  // e^{−t} x + √(1 − e^{−2t}) z; at ln 2 half of x and √0.75 z.
  const root = Math.sqrt(0.75);
  const late = Math.exp(-1);
  assertClose(
    noisedPaths(ornsteinUhlenbeck(), points, { noise, times }).data,
    [-1.2, 0.3, 0.05 + 0.5 * root, -0.2 + 2 * root, 0.7 * late, 1.3 * late + Math.sqrt(1 - late * late)],
    1e-14,
  );
});

test('the scale and variance of a schedule solve a′ = fa and (σ²)′ = 2fσ² + g²', () => {
  for (const { scale, variance, decay, volatility } of [ornsteinUhlenbeck(), growingNoise()]) {
    assert.deepEqual([scale(0), variance(0)], [1, 0]);
    const t = 0.6;
    const slope = (value: (t: number) => number): number => (value(t + 1e-5) - value(t - 1e-5)) / 2e-5;
    assertClose(slope(scale), decay(t) * scale(t), 1e-8);
    assertClose(slope(variance), 2 * decay(t) * variance(t) + volatility(t) ** 2, 1e-8);
  }
});

test('scores are gradients of log-densities, and divergences those of the fields, by differences', () => {
  const schedule = ornsteinUhlenbeck();
  const between = interpolatedMixture(base, plane, straightInterpolant({ noise: 1.5 }));
  const scored = [
    { score: noisedScore(plane, schedule), law: noisedMixture(plane, schedule, 0.3), t: 0.3 },
    { score: between.score, law: between.lawAt(0.6), t: 0.6 },
  ];
  for (const { score, law, t } of scored) {
    const values = score.values(points, t);
    for (let n = 0; n < points.pathCount; n++) {
      for (const i of [0, 1]) {
        const slope = slopeOf((path) => law.logDensity(path)[0], points.path(n), i);
        assertClose(values.path(n)[i], slope, 1e-7, score.name);
      }
    }
    assertDivergence(score, t);
  }
  assertDivergence(between.velocity, 0.6);
  assertDivergence(reversedFlow(noisedScore(plane, schedule), schedule, { duration: 2 }), 1.4);
});

test('a velocity carries its laws: ∂ρ/∂t + ∇·(bρ) = 0, at both ends too', () => {
  const between = interpolatedMixture(base, plane, straightInterpolant({ noise: 1.5 }));
  const noised = noisedScore(plane, ornsteinUhlenbeck());
  const reversed = reversedFlow(noised, ornsteinUhlenbeck(), { duration: 2 });
  const laws = [
    { velocity: between.velocity, lawAt: between.lawAt, score: between.score.values, times: [1e-5, 0.4, 1 - 1e-5] },
    {
      velocity: reversed,
      lawAt: (tau: number) => noisedMixture(plane, ornsteinUhlenbeck(), 2 - tau),
      score: (paths: Ensemble, tau: number) => noised.values(paths, 2 - tau),
      times: [0.5, 1.5],
    },
  ];
  for (const { velocity, lawAt, score, times } of laws) {
    for (const t of times) {
      const [later, earlier] = [1e-5, -1e-5].map((by) => lawAt(t + by).logDensity(points));
      const [b, s, divergence] = [velocity.values(points, t), score(points, t), velocity.divergence(points, t)];
      for (let n = 0; n < points.pathCount; n++) {
        const along = b.path(n)[0] * s.path(n)[0] + b.path(n)[1] * s.path(n)[1];
        assertClose((later[n] - earlier[n]) / 2e-5 + divergence[n] + along, 0, 1e-6, `${velocity.name} at ${t}`);
      }
    }
  }
});

test('arguments out of range are refused by name', () => {
  const schedule = ornsteinUhlenbeck();
  const score = noisedScore(line, schedule);
  const { velocity } = interpolatedMixture(base, plane, straightInterpolant({ noise: 1 }));
  const refused = [
    [
      () => noisedMixture(line, schedule, -1),
      /^noisedMixture: t expects a finite number from 0, got -1; give 0 or more$/,
    ],
    [
      () => straightInterpolant({ noise: -1 }),
      /^straightInterpolant: noise expects a finite number from 0, got -1; give 0 or more$/,
    ],
    [
      () => velocity.values(points, 1.5),
      /^interpolatedMixture: t expects a number from 0 to 1, got 1.5; divide by the duration$/,
    ],
    [() => timeReversal(score, schedule, { duration: 0 }), /^timeReversal: duration expects a positive finite number/],
    [() => timeReversal(score, schedule, { duration: 1, noise: -1 }), /^timeReversal: noise expects a finite number/],
    [
      () => withNoise({ velocity, score }, 1),
      /^withNoise: score expects paths of shape \[2\], got \[1\]; take both for the same paths$/,
    ],
    [
      () => withNoise({ velocity, score: velocity }, -1),
      /^withNoise: epsilon expects a finite number from 0, got -1; give 0 or more$/,
    ],
    [() => interpolatedMixture(line, plane, straightInterpolant({ noise: 1 })), /^interpolatedMixture: end expects/],
  ] as const;
  for (const [call, message] of refused) assert.throws(call, { name: 'RangeError', message });
});
