import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix } from '../../../lib/array/index.js';
import { frozenPilots, heldOutRows, marketLikelihood, unusualness } from '../../../lib/chapter/frozen-weights/index.js';
import { survivors } from '../../../lib/chapter/frozen-weights/survivors.js';
import { logReturns, sp500 } from '../../../lib/data-set/index.js';
import { schedule } from '../../../lib/flow/index.js';
import { arGarch, fitArGarch, stationary } from '../../../lib/model/index.js';
import { key } from '../../../lib/random/index.js';
import { meanEstimate } from '../../../lib/statistics/index.js';
import { run, unheard } from '../../../lib/study/index.js';
import { assertClose } from '../../closeness.js';
import { quartic } from '../../flow/quartic.js';

test('a pilot costs fresh paths about K/(2N₀) nats, and fresh paths have the divergence of the exact law', async () => {
  const experiment = frozenPilots({
    coefficient: 0.2,
    signalLength: 128,
    stepSize: 2,
    stepCount: 250,
    sizes: [16, 64],
    pilotCounts: [60, 30],
    freshPathCount: 400,
  });
  const { data } = await run(experiment, { onEvent: unheard });
  const [small, large] = data.pilots;
  const difference = meanEstimate(small.atEnd).value - meanEstimate(large.atEnd).value;
  const error = Math.hypot(meanEstimate(small.atEnd).standardError, meanEstimate(large.atEnd).standardError);
  assert.ok(Math.abs(difference - (1 / 16 - 1 / 64)) < 3 * error, `${difference} ± ${error}`);
  for (const { first, fresh } of data.pilots) {
    for (const t of [0, 100, 250]) {
      assert.ok(Math.abs(fresh.values[t] - first[t]) < 4 * fresh.standardErrors[t], `step ${t}`);
    }
  }
});

test('held-out blocks are scored by models of the days before alone, in nats per day of returns in per cent', async () => {
  const { values } = logReturns(sp500());
  const changes = {
    ...{ signalLength: 64, firstFold: 512, foldStride: 64, foldCount: 2, blocksPerFold: 2, blockStride: 32 },
    ...{ stepSize: 0.1, stepCount: 20, pilotPathCount: 48, ownPathCount: 24, invertedPathCount: 4 },
    models: ['stylized', 'garch', 'noise'] as const,
  };
  const scores = async (returns: ArrayLike<number>) =>
    (await run(marketLikelihood('S&P 500', returns, changes), { onEvent: unheard })).data;
  const data = await scores(values);
  assert.deepEqual([...data.starts], [512, 544, 576, 608]);
  assert.deepEqual([...data.foldOf], [0, 0, 1, 1]);

  const past = values.slice(0, 512);
  const mean = past.reduce((sum, value) => sum + value, 0) / 512;
  const deviation = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 512);
  const block = ensemble(
    1,
    64,
    values.slice(512, 576).map((value) => (value - mean) / deviation),
  );
  const { parameters } = fitArGarch(past.map((value) => (value - mean) / deviation));
  const garch = arGarch(parameters, { signalLength: 64, firstVariance: stationary }).logDensity(block)[0] / 64;
  assertClose(data.models[1].logDensities[0], garch - Math.log(100 * deviation), 1e-9, 'GARCH');
  const noise = -0.5 * (Math.log(2 * Math.PI) + block.data.reduce((sum, value) => sum + value * value, 0) / 64);
  assertClose(data.models[2].logDensities[0], noise - Math.log(100 * deviation), 1e-9, 'noise');

  // What comes after a block changes nothing in its score.
  const later = values.slice();
  later.fill(0.01, 576);
  assertClose(
    (await scores(later)).models.map(({ logDensities }) => logDensities[0]),
    data.models.map(({ logDensities }) => logDensities[0]),
    0,
  );

  const [stylized] = heldOutRows(data);
  assert.equal(stylized.blockCount + stylized.withoutDensity, 2);
  const [frozen] = data.models;
  assertClose(
    unusualness(data, 'stylized')[0],
    (frozen.ownMeans[0] - frozen.logDensities[0]) / frozen.ownDeviations[0],
    1e-12,
  );
  assert.throws(() => unusualness(data, 'ar'), /unusualness: name expects one of stylized, garch, noise, got ar/);
});

test('folds beyond the record are refused', async () => {
  const experiment = marketLikelihood(
    'short',
    new Float64Array(300).map((_, i) => Math.sin(i) / 100),
    {
      ...{ signalLength: 64, firstFold: 280, foldCount: 1, models: ['noise'] },
    },
  );
  await assert.rejects(
    run(experiment, { onEvent: unheard }),
    /marketLikelihood: foldCount expects folds within the 300 returns, got fold 0 from 280 on; take fewer/,
  );
});

test('paths that a flow stretches beyond all bounds are left out, and the others are those of the flow by itself', async () => {
  // One value per path, x + x³ at each step: 60 steps bring 0.05 to about 0.06, and take 3 beyond the largest double.
  const plan = schedule(
    quartic(1),
    matrix(
      60,
      2,
      Float64Array.from({ length: 120 }, (_, i) => (i % 2 ? 0 : -1)),
    ),
  );
  const values = [0.05, 3, -0.04, -4, 0.02];
  const start = ensemble(5, 1, Float64Array.from(values));
  const { start: kept, paths, logDeterminants } = await survivors(plan, start, key(1));
  assert.deepEqual([...kept.data], [0.05, -0.04, 0.02]);
  for (const [n, x0] of [0.05, -0.04, 0.02].entries()) {
    let [x, logDeterminant] = [x0, 0];
    for (let t = 0; t < 60; t++) {
      logDeterminant += Math.log(1 + 3 * x ** 2);
      x += x ** 3;
    }
    assertClose([paths.data[n], logDeterminants[n]], [x, logDeterminant], 1e-12, `path ${n}`);
  }
});
