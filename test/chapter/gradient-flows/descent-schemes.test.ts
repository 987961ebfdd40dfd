import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  backwardDifferenceDescent,
  type DescentScheme,
  descentEnd,
  descentFlow,
  explicitDescent,
  implicitDescent,
  midpointDescent,
  penalisedDescent,
  secondOrderDescent,
} from '../../../lib/chapter/gradient-flows/index.js';
import { fibreOf } from '../../../lib/chapter/mean-field-limit/index.js';
import { assertClose } from '../../closeness.js';

const d = 48;
const setting = { correlation: 0.5, signalLength: d };
const waves = Float64Array.from({ length: d }, (_, j) => Math.cos((2 * Math.PI * j) / d));
const start = waves.map((wave) => 1 + 0.2 * wave + 0.1 * wave ** 2);
const meansOf = (amplitudes: Float64Array): number[] => [
  amplitudes.reduce((sum, value) => sum + value ** 2, 0) / d,
  amplitudes.reduce((sum, value, j) => sum + waves[j] * value ** 2, 0) / d,
];
const moved = (scheme: DescentScheme, step: number): Float64Array => scheme.next(setting, { amplitudes: start, step });
const fibre = fibreOf([0.5], { signalLength: d, powers: [2, Infinity] });
const [oneStep, flow] = fibre.points.map(({ entropyGap }) => entropyGap);

test('the explicit step is eq. (6): x − γcJᵀ(E Φ − α), frequency by frequency', () => {
  const c = 1 / (1 + 0.5 ** 2);
  const gamma = (0.3 * d) / (4 * c);
  const [r0, r1] = meansOf(start).map((mean, k) => mean - [1, 0.5][k]);
  const expected = start.map((value, j) => value * (1 - ((2 * gamma * c) / d) * (r0 + r1 * waves[j])));
  assertClose(moved(explicitDescent, 0.3), expected, 1e-12);
});

test('the penalised step is a Gauss–Newton step with a ridge, and without one for infinite steps', () => {
  for (const [step, ridge] of [
    [0.7, 2 / 0.7],
    [1e9, 0],
  ]) {
    // G = E JJᵀ up to the same factor as the forces: 2 mean(aₖaₗS).
    const gram = [0, 1, 1, 2].map((power) => 2 * meansOf(start.map((value, j) => value * waves[j] ** (power / 2)))[0]);
    const mixed = 2 * meansOf(start)[1];
    const [p, q, s] = [gram[0] + ridge, mixed, gram[3] + ridge];
    const [r0, r1] = meansOf(start).map((mean, k) => mean - [1, 0.5][k]);
    const forces = [(s * r0 - q * r1) / (p * s - q * q), (p * r1 - q * r0) / (p * s - q * q)];
    const expected = start.map((value, j) => value * (1 - forces[0] - forces[1] * waves[j]));
    assertClose(moved(penalisedDescent, step), expected, 1e-7, `step ${step}`);
  }
});

test('the implicit step has its forces where it ends, and the cut problems come near to it', () => {
  for (const step of [0.5, 20]) {
    const end = moved(implicitDescent, step);
    const forces = meansOf(end).map((mean, k) => 0.5 * step * (mean - [1, 0.5][k]));
    const expected = end.map((value, j) => value * (1 + forces[0] + forces[1] * waves[j]));
    assertClose(expected, start, 1e-9, `step ${step}`);
  }
  [explicitDescent, penalisedDescent, secondOrderDescent].forEach((scheme, i) => {
    const [coarse, fine] = [0.02, 0.01].map((step) => {
      const implicit = moved(implicitDescent, step);
      return Math.max(...moved(scheme, step).map((value, j) => Math.abs(value - implicit[j])));
    });
    assertClose(Math.log2(coarse / fine), [2, 2, 3][i], 0.05, scheme.name);
  });
});

test('one implicit step of infinite length ends at the power 2, short steps and the midpoint end where the flow does', () => {
  assertClose(descentEnd(implicitDescent, setting, 1e7).entropyGap, oneStep, 1e-4);
  assertClose(descentEnd(midpointDescent, setting, 0.3).entropyGap, flow, 1e-4);
  for (const scheme of [explicitDescent, implicitDescent]) {
    const [coarse, fine] = [0.2, 0.1].map((step) => descentEnd(scheme, setting, step).entropyGap);
    assertClose(2 * fine - coarse, flow, 0.01, scheme.name);
  }
});

test('implicit steps of any length lower the loss, and end nearer to the largest entropy the longer they are', () => {
  const ends = [0.5, 5, 50].map((step) => descentEnd(implicitDescent, setting, step));
  for (const { losses } of ends) assert.ok(losses.slice(1).every((loss, n) => loss < losses[n]));
  assert.ok(ends[0].entropyGap > ends[1].entropyGap && ends[1].entropyGap > ends[2].entropyGap);
});

test('towards the flow at one time the schemes have their orders', () => {
  const exact = descentFlow(setting, 2);
  for (const [scheme, order] of [
    [explicitDescent, 1],
    [penalisedDescent, 1],
    [secondOrderDescent, 1],
    [implicitDescent, 1],
    [midpointDescent, 2],
    [backwardDifferenceDescent, 2],
  ] as const) {
    const [coarse, fine] = [40, 80].map((count) => {
      let [amplitudes, before]: [Float64Array, Float64Array | undefined] = [new Float64Array(d).fill(1), undefined];
      for (let n = 0; n < count; n++) {
        [amplitudes, before] = [scheme.next(setting, { amplitudes, step: 2 / count, before }), amplitudes];
      }
      return Math.max(...amplitudes.map((value, j) => Math.abs(value - exact[j])));
    });
    assertClose(Math.log2(coarse / fine), order, 0.05, scheme.name);
  }
});

test('entropy is lost against the law of largest entropy on the circle itself, however short that is', () => {
  // Two frequencies and two means leave one law.
  assertClose(descentEnd(implicitDescent, { correlation: 0.5, signalLength: 2 }, 2).entropyGap, 0, 1e-9);
  // S = s/(1 − 2φ cos ω + φ²) has the correlation (φ + φ³)/(1 + φ⁴) on four points, and the entropy ½ ln s⁴ − ln(1 − φ⁴).
  const phi = 0.5;
  const four = { correlation: (phi + phi ** 3) / (1 + phi ** 4), signalLength: 4 };
  const spectrum = [0, 1, 2, 3].map((j) => 1 / (1 - 2 * phi * Math.cos((Math.PI * j) / 2) + phi ** 2));
  const mean = spectrum.reduce((sum, value) => sum + value / 4, 0);
  const largest = spectrum.reduce((sum, value) => sum + Math.log(value / mean) / 2, 0);
  const { amplitudes, entropyGap } = descentEnd(implicitDescent, four, 2);
  const reached = amplitudes.reduce((sum, value) => sum + Math.log(Math.abs(value)), 0);
  assertClose(entropyGap, largest - reached, 1e-9);
  assert.ok(entropyGap > 0);
});

test('descents that do not arrive, or cannot, say so', () => {
  assert.throws(() => descentEnd(implicitDescent, setting, 0), {
    message: /^descentEnd: step expects a positive finite number, got 0/,
  });
  assert.throws(() => descentEnd(implicitDescent, { correlation: 1, signalLength: 16 }, 2), {
    message: /autocovariances expect those of a stationary law/,
  });
  assert.throws(() => descentEnd(explicitDescent, setting, 2.5), { message: /^descentEnd: .*take shorter steps$/ });
});
