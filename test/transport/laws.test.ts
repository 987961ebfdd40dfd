import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { gaussianMixture } from '../../lib/model/index.js';
import {
  growingNoise,
  normalDivergence,
  normalInterpolant,
  normalReversal,
  ornsteinUhlenbeck,
  reversalDivergences,
  reversedLogRatio,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

/** Runge–Kutta's rule of fourth order for a number. */
function solved(slope: (t: number, y: number) => number, start: number, [from, to]: [number, number]): number {
  const count = 4000;
  const h = (to - from) / count;
  let y = start;
  for (let i = 0; i < count; i++) {
    const t = from + i * h;
    const a = slope(t, y);
    const b = slope(t + h / 2, y + (h / 2) * a);
    const c = slope(t + h / 2, y + (h / 2) * b);
    y += (h / 6) * (a + 2 * b + 2 * c + slope(t + h, y + h * c));
  }
  return y;
}

test('mean shifts of an interpolant solve their differential equation, for any ends, noise and ε', () => {
  for (const [startVariance, endVariance, noise] of [
    [1, 4, 2],
    [1, 4, 4],
    [0.3, 2, 9],
    [0.02, 1, 0],
  ]) {
    const law = normalInterpolant({ startVariance, endVariance, noise });
    for (const epsilon of [0, 0.5, 20]) {
      const shift = solved((t, e) => (law.drift(t) - epsilon / law.variance(t)) * e + 1, 0, [0, 1]);
      assertClose(law.meanShift(epsilon), shift, 1e-8, `${startVariance}, ${endVariance}, ${noise}, ε ${epsilon}`);
    }
    const half = (value: (t: number) => number): number => solved((t) => -0.5 * value(t), 0, [0, 1]);
    assertClose(
      law.scoreLoss,
      half((t) => 1 / law.variance(t)),
      1e-8,
    );
    assertClose(
      law.driftLoss,
      half((t) => law.drift(t) ** 2 * law.variance(t)),
      1e-8,
    );
  }
});

test('the reversal of a normal law solves the equations of its moments, for any noise', () => {
  const data = { mean: 2, variance: 0.25 };
  const start = { mean: 0.5, variance: 2 };
  for (const schedule of [ornsteinUhlenbeck(), growingNoise()]) {
    for (const noise of [0, 0.4, 1, 1.5]) {
      const duration = 0.8;
      const { result } = normalReversal(data, schedule, { duration, noise, start });
      const at = (t: number) => {
        const { mean, variance } = t > 0 ? normalReversal(data, schedule, { duration: t }).forward : data;
        const pull = (0.5 * (1 + noise ** 2) * schedule.volatility(t) ** 2) / variance;
        return { mean, pull, factor: -schedule.decay(t) - pull };
      };
      const back = (tau: number) => at(Math.max(0, duration - tau));
      const mean = solved((tau, m) => back(tau).factor * m + back(tau).pull * back(tau).mean, start.mean, [
        0,
        duration,
      ]);
      const variance = solved(
        (tau, v) => 2 * back(tau).factor * v + (noise * schedule.volatility(duration - tau)) ** 2,
        start.variance,
        [0, duration],
      );
      assertClose([result.mean, result.variance], [mean, variance], 1e-8, `${schedule.name}, noise ${noise}`);
    }
  }
});

test('reversals of one Gaussian by quadrature have the divergences of the closed form', () => {
  const law = gaussianMixture([{ weight: 1, mean: [1], deviation: 2 }]);
  const data = { mean: 1, variance: 4 };
  for (const duration of [0.5, 1, 2]) {
    const { flow, stochastic } = reversalDivergences(law, ornsteinUhlenbeck(), { duration });
    const [byFlow, bySde] = [0, 1].map(
      (noise) => normalReversal(data, ornsteinUhlenbeck(), { duration, noise }).result,
    );
    assertClose(flow, normalDivergence(data, byFlow), 1e-10);
    assertClose(stochastic, normalDivergence(data, bySde), 1e-10);
  }
});

test('for two modes the reversed law has mass 1, and its divergence lies below the flow’s and below the bound e^{−2T}', () => {
  const law = gaussianMixture([
    { weight: 0.3, mean: [-3] },
    { weight: 0.7, mean: [3] },
  ]);
  const points = ensemble(
    401,
    1,
    Float64Array.from({ length: 401 }, (_, i) => -14 + 0.07 * i),
  );
  const ratio = reversedLogRatio(law, ornsteinUhlenbeck(), { points, duration: 1 });
  const mass = law.logDensity(points).reduce((sum, value, i) => sum + 0.07 * Math.exp(value + ratio[i]), 0);
  assertClose(mass, 1, 1e-9);
  // D(p‖N(0, 1)) = ½ E x² − ½ + ½ ln 2πe − entropy, by a sum.
  const noiseDivergence = law.logDensity(points).reduce((sum, value, i) => {
    const normal = -0.5 * points.data[i] ** 2 - 0.5 * Math.log(2 * Math.PI);
    return sum + 0.07 * Math.exp(value) * (value - normal);
  }, 0);
  for (const duration of [0.5, 1, 2, 3]) {
    const { flow, stochastic } = reversalDivergences(law, ornsteinUhlenbeck(), { duration });
    assert.ok(stochastic > 0 && stochastic < flow && flow < Math.exp(-2 * duration) * noiseDivergence);
  }
});

test('divergences of normal laws of very different and of nearly equal variance keep their digits', () => {
  const law = (variance: number) => ({ mean: 0, variance });
  // ½ (r − 1 − ln r), whose logarithm outweighs the rest.
  assertClose(normalDivergence(law(1e-20), law(1)), 0.5 * (20 * Math.LN10 - 1), 1e-13);
  assertClose(normalDivergence(law(1e-10), law(1e290)), 0.5 * (300 * Math.LN10 - 1), 1e-11);
  // ¼ ε² to first order.
  assertClose(normalDivergence(law(1 + 2 ** -30), law(1)), 0.25 * 2 ** -60, 1e-27);
});

test('arguments out of range are refused by name', () => {
  const unit = { mean: 0, variance: 1 };
  const plane = gaussianMixture([{ weight: 1, mean: [0, 0] }]);
  const points = ensembleOf([[0]]);
  const refused = [
    [() => normalDivergence({ mean: 0, variance: 0 }, unit), /^normalDivergence: variance expects a positive finite/],
    [() => normalDivergence({ mean: NaN, variance: 1 }, unit), /^normalDivergence: mean expects a finite number/],
    [() => normalReversal(unit, ornsteinUhlenbeck(), { duration: -1 }), /^normalReversal: duration expects a positive/],
    [
      () => normalInterpolant({ startVariance: 0, endVariance: 1, noise: 0 }),
      /^normalInterpolant: startVariance expects/,
    ],
    [() => normalInterpolant({ startVariance: 1, endVariance: 1, noise: -1 }), /^normalInterpolant: noise expects/],
    [() => normalInterpolant({ startVariance: 1, endVariance: 1, noise: 0 }).meanShift(-1), /^meanShift: epsilon/],
    [() => reversedLogRatio(plane, ornsteinUhlenbeck(), { points, duration: 1 }), /^reversedLogRatio: law expects/],
  ] as const;
  for (const [call, message] of refused) assert.throws(call, { name: 'RangeError', message });
});
