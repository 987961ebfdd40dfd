import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf, vectorOf } from '../../lib/array/index.js';
import { squaredNorm } from '../../lib/energy/index.js';
import { gaussian } from '../../lib/model/index.js';
import { type DualTerms, drawnParameters, multilayer } from '../../lib/neural/index.js';
import { key } from '../../lib/random/index.js';
import { dualStep, energyCurved, networkCurved, proximalLogDensity, proximalMap } from '../../lib/training/index.js';
import { assertClose } from '../closeness.js';

const line = squaredNorm({ signalLength: 1 });

/** N(0, 1) by sums over a grid. */
const points = Float64Array.from({ length: 601 }, (_, i) => -30 + 0.1 * i);
const data = {
  paths: ensemble(601, 1, points),
  masses: points.map((x) => (0.1 * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI)),
};

/** The deviation after a proximal step from N(0, s²), by the dual in the span of x². */
function movedDeviation(s: number, step: number, terms: DualTerms): number {
  const walkers = ensembleOf([[s], [-s]]);
  const k = dualStep(line, { walkers, data, step, terms });
  return proximalMap(energyCurved(line, k), step).forward(walkers).path(0)[0];
}

/** The step of Jordan, Kinderlehrer and Otto of N(0, s²) towards N(0, 1). */
const implicit = (s: number, step: number): number => (s + Math.sqrt(s * s + 4 * step * (1 + step))) / (2 * (1 + step));

test('the dual of a Gaussian solves the equation that its terms leave', () => {
  for (const [s, step] of [
    [2, 0.1],
    [0.4, 0.02],
  ]) {
    for (const terms of [1, 2, 3] as const) {
      const [half] = dualStep(line, { walkers: ensembleOf([[s], [-s]]), data, step, terms });
      const k = 2 * half;
      const factor = [1, 1 + 2 * step * k, 1 + 2 * step * k + 3 * (step * k) ** 2][terms - 1];
      assertClose(s * s * factor * (1 + k), 1, 1e-9, `${terms} terms from ${s}`);
    }
  }
});

test('where paths solve y = x + τ∇φ(y), each term of the dual gains an order on the implicit step', () => {
  for (const terms of [1, 2, 3] as const) {
    const [wide, narrow] = [0.01, 0.005].map((step) => Math.abs(movedDeviation(2, step, terms) - implicit(2, step)));
    assertClose(Math.log2(wide / narrow), terms + 1, 0.25, `order with ${terms} terms`);
  }
});

test('a proximal map of a network is inverted by its explicit inverse, in steps of Newton’s method too', () => {
  const network = multilayer([2, 8, 6, 1]);
  const theta = drawnParameters(network, key(5)).map((value) => 2 * value);
  const x = gaussian({ signalLength: 2 }).sample(key(6), 40);
  for (const step of [0.02, 0.12]) {
    const map = proximalMap(networkCurved(network, theta), step);
    assertClose(map.back(map.forward(x)).paths.data, x.data, 1e-9, `step ${step}`);
  }
});

test('the density after two maps is that of the maps written out by differences, and has mass 1', () => {
  const network = multilayer([1, 6, 1]);
  const base = gaussian({ signalLength: 1 });
  const maps = [1, 2].map((seed) =>
    proximalMap(
      networkCurved(
        network,
        drawnParameters(network, key(seed)).map((value) => 1.5 * value),
      ),
      0.1,
    ),
  );
  const forward = (x: number): number => maps.reduce((paths, map) => map.forward(paths), ensembleOf([[x]])).path(0)[0];
  const logDensity = (y: number[]) =>
    proximalLogDensity((paths) => base.logDensity(paths), maps, ensemble(y.length, 1, vectorOf(y)));
  const x = 0.7;
  const slope = (forward(x + 1e-4) - forward(x - 1e-4)) / 2e-4;
  assertClose(logDensity([forward(x)]), [-0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(slope)], 1e-7);
  const grid = Array.from({ length: 401 }, (_, i) => -10 + 0.05 * i);
  assertClose(
    logDensity(grid).reduce((sum, value) => sum + 0.05 * Math.exp(value), 0),
    1,
    1e-9,
    'mass',
  );
});

test('what cannot be moved is refused by name', () => {
  const potential = energyCurved(line, vectorOf([1]));
  assert.throws(() => proximalMap(potential, 0), /proximalMap: step expects a positive finite number, got 0/);
  assert.throws(() => energyCurved(line, vectorOf([1, 2])), /energyCurved: multipliers/);
  assert.throws(() => networkCurved(multilayer([2, 3, 2]), vectorOf([])), /networkCurved: network expects one output/);
  const walkers = ensembleOf([[0.05], [-0.05]]);
  assert.throws(
    () => dualStep(line, { walkers, data, step: 0.1, terms: 3, start: vectorOf([1, 2]) }),
    /dualStep: start expects/,
  );
  const start = ensembleOf([[1], [-1]]);
  const options = { walkers: start, data, step: 0.1, terms: 3 } as const;
  for (const [wrong, message] of [
    [{ step: 0 }, /dualStep: step expects a positive finite number, got 0/],
    [{ terms: 4 as DualTerms }, /dualStep: terms expects 1, 2 or 3, got 4/],
    [{ walkers: ensemble(0, 1) }, /dualStep: walkers expects a path or more, got none/],
    [{ walkers: ensemble(1, 1, vectorOf([Number.NaN])) }, /dualStep: walkers expects finite numbers, got NaN at 0/],
    [{ data: { ...data, masses: data.masses.slice(1) } }, /dualStep: data.masses expects 601 numbers, got 600/],
    [{ data: { ...data, masses: data.masses.map((m) => -m) } }, /data.masses expects no number below 0, got -/],
    [{ data: { ...data, masses: data.masses.map(() => 0) } }, /data.masses expects a positive sum, got 0/],
  ] as const) {
    assert.throws(() => dualStep(line, { ...options, ...wrong }), message);
  }
  assert.throws(
    () => proximalMap(potential, 0.1).forward(ensemble(2, 1, vectorOf([0, Number.NaN]))),
    /proximalMap: paths expects finite numbers, got NaN in path 1/,
  );
});

test('a common factor of the masses changes nothing', () => {
  const walkers = ensembleOf([[2], [-2]]);
  const [one, two] = [1, 3].map((factor) =>
    dualStep(line, { walkers, data: { ...data, masses: data.masses.map((m) => factor * m) }, step: 0.1, terms: 3 }),
  );
  assertClose(two, one, 1e-12);
});
