import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from 'microcanon/array';
import {
  convergenceTable,
  descentsOf,
  deskTable,
  entropyOf,
  marketDescents,
  marketEntropy,
  marketFigure,
  marketFigureDescents,
} from 'microcanon/chapter/markets';
import { sp500Returns } from 'microcanon/data-set';
import { concatenate, type Energy, stylized, tensorEnergy } from 'microcanon/energy';
import { run, type StudyEvent, stored } from 'microcanon/study';
import { leverage } from '../../energy/leverage.js';
import '../own-folders.js';

const quiet = { onEvent: () => {} };
const returns = sp500Returns().values;

test('an energy joined from stylized features and one of the reader’s own has its leverage met on average', async () => {
  const d = 128;
  // Times ten, since in the loss a component counts by the square of its size.
  const energy = concatenate(stylized({ signalLength: d }), leverage(d, { factor: 10 }));
  const { data, parameters } = await run(
    marketDescents('index', returns, { energy, pathCount: 16, stepCount: 1200 }, { seed: 3 }),
    quiet,
  );
  assert.deepEqual((parameters as { energy: string; signalLength: number }).energy, 'stylized features + leverage');
  assert.equal(data.labels[22], 'leverage');
  assert.ok(data.target[22] < -1, `the record has leverage: ${data.target[22]}`);
  assert.ok(
    Math.abs(data.meanField.meanEnergy[22] / data.target[22] - 1) < 0.1,
    `${data.meanField.meanEnergy[22]} of ${data.target[22]}`,
  );
  assert.ok(data.meanField.desk.values[6] < -2 * data.meanField.desk.standardErrors[6], 'a desk sees it');
  // All that shows a result takes this one.
  assert.equal(deskTable(data).values.length, 7);
  assert.equal(convergenceTable({ index: data }).values.length, 2);
  assert.match(await marketFigure(data, 'return', { caption: 'Own.', key: 3 }).toSvg(), /^<svg/);
});

test('the target of a given energy is its mean over the latest blocks of the paths’ length', async () => {
  const d = 100;
  const energy = leverage(d);
  const { data } = await run(marketDescents('index', returns, { energy, pathCount: 2, stepCount: 1 }), quiet);
  const count = Math.floor(returns.length / d);
  let mean = 0;
  for (let b = 0; b < count; b++) {
    const from = returns.length - (count - b) * d;
    for (let t = 0; t < d; t++)
      for (let s = t + 1; s <= t + 5 && s < d; s++)
        mean += (returns[from + t] * returns[from + s] ** 2) / 5 / d / count;
  }
  assert.ok(Math.abs(data.target[0] - mean) < 1e-12, `${data.target[0]} beside ${mean}`);
});

test('a stored result is used for the same energy made again, and for no other of its name', async () => {
  const choice = { pathCount: 2, stepCount: 2 };
  const told: StudyEvent[] = [];
  const of = (energy: Energy): ReturnType<typeof marketDescents> =>
    marketDescents('index', returns, { energy, ...choice });
  await run(of(leverage(64)), quiet);
  await run(of(leverage(64)), { onEvent: (event) => told.push(event) });
  assert.equal(told[0].kind, 'loaded');
  const hash = (energy: Energy): string => (of(energy).parameters as { energyHash: string }).energyHash;
  const same = hash(leverage(64));
  assert.equal(hash(leverage(64)), same);
  for (const other of [leverage(64, { factor: 1 + 1e-15 }), leverage(64, { lags: 4 }), leverage(65)])
    assert.notEqual(hash(other), same);
  // A change of the gradient alone, and one that only large values show.
  const base = leverage(64);
  assert.notEqual(hash({ ...base, hessianProduct: (x, w, v) => base.hessianProduct(v, w, x) }), same);
  const clipped = (x: Parameters<Energy['values']>[0]) =>
    ensembleOf(Array.from({ length: x.pathCount }, (_, n) => x.path(n).map((v) => Math.min(v, 20))));
  assert.notEqual(hash({ ...base, values: (x) => base.values(clipped(x)) }), same);
});

test('an energy with a recipe is told by it, and by its length', () => {
  const hash = (energy: Energy): string =>
    (marketDescents('x', returns, { energy }).parameters as { energyHash: string }).energyHash;
  assert.equal(hash(stylized({ signalLength: 64 })), hash(stylized({ signalLength: 64 })));
  assert.notEqual(hash(stylized({ signalLength: 64 })), hash(stylized({ signalLength: 64, squareLags: 19 })));
});

test('a step size for a given energy is steady: for mean squares of d values it is about d/4', async () => {
  const energy = await tensorEnergy({ signalLength: 256, values: (x) => x.square().mean(1), name: 'power' });
  const { parameters } = marketDescents('index', returns, { energy });
  // Curvature 4Φ/d² · d at Φ near 1; the largest of four paths is taken, rounded down to two digits.
  assert.ok(parameters.stepSize > 45 && parameters.stepSize <= 64, `${parameters.stepSize}`);
  assert.equal(marketDescents('index', returns, { energy, stepSize: 3 }).parameters.stepSize, 3);
});

test('the entropy lost towards a given energy is measured too', async () => {
  const energy = leverage(32);
  const choice = { energy, stepCount: 5, ensembleSize: 2, ensembleCount: 2 };
  const { regular, meanField } = (await run(marketEntropy('index', returns, choice), quiet)).data;
  for (const { entropyLoss } of [regular, meanField]) assert.ok(Number.isFinite(entropyLoss.values[5]));
});

test('an energy for other paths than asked for, and a promise of one, are one clear error each', async () => {
  assert.throws(
    () => marketDescents('x', returns, { energy: leverage(64), signalLength: 32 }),
    /^RangeError: marketDescents: signalLength expects 64, the signal length of leverage, got 32; leave it out$/,
  );
  const promise = tensorEnergy({ signalLength: 64, values: (x) => x.square().mean(1) });
  assert.throws(
    () => marketDescents('x', returns, { energy: promise as never }),
    /^RangeError: marketDescents: energy expects .* got a promise; await it$/,
  );
  await promise;
});

test('the results that are kept with the sources are found by the names of their energies', () => {
  for (const number of [6, 7, 8, 10] as const) {
    for (const descent of marketFigureDescents(number)) {
      assert.ok(stored(descentsOf(descent, { profile: 'paper' })), `Figure ${number}, ${descent.market}`);
      if (descent.energy === 'stylized')
        assert.ok(stored(entropyOf(descent, { profile: 'paper' })), `entropy, ${descent.market}`);
    }
  }
});
