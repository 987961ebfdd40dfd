import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inertialFlow, normalDivergence, normalFlowDeviation } from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const times = [0, 0.3, 1, 2.5, 6];

const energyOf = ({ deviation, velocity }: { deviation: number; velocity: number }, Q = 1): number =>
  0.5 * velocity ** 2 + normalDivergence({ mean: 0, variance: deviation ** 2 }, { mean: 0, variance: Q });

test('deviations are those of small steps of Störmer and Verlet with damping, extrapolated, for any target', () => {
  for (const [start, damping, Q] of [
    [3, 1, 1],
    [0.5, 0.5, 1],
    [0.5, 4, 2],
    [2, 0, 0.6],
  ]) {
    const end = (count: number): number => {
      const [h, decay] = [2 / count, Math.exp((-damping * 1) / count)];
      let [s, v] = [start, 0];
      for (let i = 0; i < count; i++) {
        v = v * decay + (h / 2) * (1 / s - s / Q);
        s += h * v;
        v = (v + (h / 2) * (1 / s - s / Q)) * decay;
      }
      return s;
    };
    const [{ deviation }] = inertialFlow({ start, damping, times: [2], targetVariance: Q });
    assertClose(deviation, (4 * end(8000) - end(4000)) / 3, 1e-8, `from ${start}, damping ${damping}, target ${Q}`);
  }
});

test('energy is kept without damping and falls with it', () => {
  for (const Q of [1, 3]) {
    const free = inertialFlow({ start: 0.4, damping: 0, times, targetVariance: Q }).map((state) => energyOf(state, Q));
    assertClose(
      free,
      times.map(() => free[0]),
      1e-10,
      'energy',
    );
    const damped = inertialFlow({ start: 0.4, damping: 0.7, times, targetVariance: Q }).map((state) =>
      energyOf(state, Q),
    );
    for (let i = 1; i < times.length; i++) assert.ok(damped[i] < damped[i - 1]);
  }
  assertClose(inertialFlow({ start: 1, damping: 0, times: [2] })[0].deviation, 1, 1e-14);
});

test('a small departure oscillates as the linear equation says, and strong damping leaves the flow of first order', () => {
  const [departure, damping] = [1e-5, 0.6];
  const frequency = Math.sqrt(2 - damping ** 2 / 4);
  inertialFlow({ start: 1 + departure, damping, times }).forEach(({ deviation }, i) => {
    const [t, rate] = [times[i], damping / 2];
    const linear = Math.exp(-rate * t) * (Math.cos(frequency * t) + (rate / frequency) * Math.sin(frequency * t));
    assertClose((deviation - 1) / departure, linear, 1e-4, `time ${t}`);
  });
  const strong = inertialFlow({ start: 3, damping: 100, times: [20, 100] });
  strong.forEach(({ deviation }, i) => {
    assertClose(deviation, normalFlowDeviation([0.2, 1][i], { start: 3 }), 1e-3, 'strong damping');
  });
});

test('on a well-conditioned target inertia does not pay: divergences at time 4 lie above the flow’s', () => {
  const unit = { mean: 0, variance: 1 };
  const got = [1, 2, 2 * Math.sqrt(2)].map((damping) => {
    const [{ deviation }] = inertialFlow({ start: 3, damping, times: [4] });
    return normalDivergence({ mean: 0, variance: deviation ** 2 }, unit);
  });
  [4.39e-4, 1.28e-3, 2.43e-2].forEach((expected, i) => {
    assertClose(got[i], expected, 0.01 * expected);
  });
  const flow = normalDivergence({ mean: 0, variance: normalFlowDeviation(4, { start: 3 }) ** 2 }, unit);
  assertClose(flow, 1.8e-6, 1e-8);
});

test('a flow out of range is refused by name, and one that turns too sharply says so', () => {
  const options = { start: 3, damping: 1, times: [1] };
  const refused = [
    [{ start: 0 }, /^inertialFlow: start expects a positive finite number, got 0; give one above 0$/],
    [{ damping: -1 }, /^inertialFlow: damping expects a finite number from 0, got -1/],
    [{ damping: Infinity }, /^inertialFlow: damping expects a finite number from 0/],
    [{ targetVariance: 0 }, /^inertialFlow: targetVariance expects a positive finite number/],
    [
      { times: [2, 1] },
      /^inertialFlow: times expects finite numbers from 0 in rising order, got 1 after 2; sort them$/,
    ],
    [{ times: [-1] }, /^inertialFlow: times expects .* got -1 after 0/],
    [{ times: [NaN] }, /^inertialFlow: times expects .* got NaN/],
    [
      { start: 20, damping: 0, times: [4] },
      /^inertialFlow: the flow from 20 with damping 0 cannot be followed .* start nearer/,
    ],
  ] as const;
  for (const [change, message] of refused) {
    assert.throws(() => inertialFlow({ ...options, ...change }), { name: 'RangeError', message });
  }
  assert.deepEqual(inertialFlow({ ...options, times: [] }), []);
});
