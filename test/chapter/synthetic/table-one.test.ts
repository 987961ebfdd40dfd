import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import {
  paperBestEnergy,
  paperDescent,
  paperDivergence,
  type TableOneCell,
  type TableOneData,
  type TableOneParameters,
  tableOne,
  tableOneCells,
  tableOneEnergies,
  tableOneModels,
  tableOneTruth,
} from '../../../lib/chapter/synthetic/index.js';
import { reverseDivergence } from '../../../lib/divergence/index.js';
import { autocovariance, scatteringSpectra, waveletPower } from '../../../lib/energy/index.js';
import { meanPower } from '../../../lib/expectation/index.js';
import { regularDescent } from '../../../lib/flow/index.js';
import { ar, gaussian } from '../../../lib/model/index.js';
import { interrupt } from '../../../lib/parallel/index.js';
import { key } from '../../../lib/random/index.js';
import { encode } from '../../../lib/study/encoding.js';
import { type Result, run } from '../../../lib/study/index.js';
import { assertClose, assertSameBits, assertWithin } from '../../closeness.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { withVariable, withWorkers } from '../../environment.js';

type Changes = Partial<Omit<TableOneParameters, keyof TableOneCell>>;

const tiny: Changes = { signalLength: 128, ensembleSize: 4, stepCount: 6, targetPathCount: 200 };

/** The result of a cell in a cache of its own; components of noise come from those kept with the sources. */
function computed(
  t: TestContext,
  cell: TableOneCell,
  changes: Changes = {},
  cache = temporaryFolder(t),
): Promise<Result<TableOneData>> {
  const experiment = tableOne(cell, { ...tiny, ...changes }, { profile: 'quick' });
  return withVariable('MICROCANON_CACHE', cache, () => run(experiment, { onEvent: () => {} }));
}

for (const energy of tableOneEnergies) {
  test(`a cell with the ${energy} gives the same bits on one worker and on two`, async (t) => {
    for (const [model, method] of [
      ['ar-0.2-0.1', 'regular'],
      ['cir-0.707', 'mean-field'],
    ] as const) {
      const [one, two] = [
        await withWorkers(1, () => computed(t, { model, energy, method })),
        await withWorkers(2, () => computed(t, { model, energy, method })),
      ];
      assert.ok(encode(two.data) === encode(one.data), `${model}, ${method}`);
    }
  });

  test(`both methods with the ${energy} share target and start; curves are whole and their parts fit together`, async (t) => {
    const regular = await computed(t, { model: 'cir-0.5', energy, method: 'regular' });
    const meanField = await computed(t, { model: 'cir-0.5', energy, method: 'mean-field' });
    assertSameBits(regular.data.target, meanField.data.target);
    assertClose(regular.data.divergence.values[0], meanField.data.divergence.values[0], 1e-9);
    assertClose(regular.data.negativeEntropy.values[0], meanField.data.negativeEntropy.values[0], 1e-9);
    for (const { data, provenance } of [regular, meanField]) {
      assert.deepEqual(Array.from(data.steps), [0, 1, 2, 3, 4, 5, 6]);
      const { divergence, negativeEntropy, logLikelihood, transportLoss, collapseLoss, minimum, rise } = data;
      for (let t = 0; t <= 6; t++) {
        assertClose(negativeEntropy.values[t] - logLikelihood.values[t], divergence.values[t], 1e-9);
        // Where only the whole loss of a path is estimated, its parts are not known.
        const parts = transportLoss.values[t] + collapseLoss.values[t];
        if (energy === 'autocovariance' || data === meanField.data) {
          assertClose(negativeEntropy.values[t] - negativeEntropy.values[0], parts, 1e-9);
        }
        assert.ok(divergence.values[t] >= minimum.value);
      }
      assert.equal(divergence.values[minimum.stepNumber], minimum.value);
      assertClose(rise.value, divergence.values[6] - minimum.value, 1e-9);
      assert.ok(provenance.stageSeconds!.target > 0 && provenance.stageSeconds!.descent > 0);
    }
  });
}

test('pairs draw apart from each other: another energy or model starts from other paths', async (t) => {
  const starts = new Set<number>();
  for (const [model, energy] of [
    ['ar-0.1', 'autocovariance'],
    ['ar-0.1', 'scattering-mean'],
    ['ar-0.2-0.1', 'autocovariance'],
  ] as const) {
    starts.add((await computed(t, { model, energy, method: 'regular' })).data.negativeEntropy.values[0]);
  }
  assert.equal(starts.size, 3);
});

test('a cell interrupted in the middle of its descent goes on from its checkpoint, to the bits of an unbroken run', async (t) => {
  const cell: TableOneCell = { model: 'cir-0.5', energy: 'autocovariance', method: 'mean-field' };
  const changes = { stepCount: 4000 };
  const cache = temporaryFolder(t);
  // Checkpoints are seconds apart; the clock runs fast, so that they come within milliseconds.
  const started = performance.now();
  t.mock.method(Date, 'now', () => 1.7e12 + 1000 * (performance.now() - started));
  const running = computed(t, cell, changes, cache);
  const timer = setInterval(() => {
    const [file] = readdirSync(cache).filter((name) => name.endsWith('.checkpoint'));
    if (file && existsSync(join(cache, file)) && readFileSync(join(cache, file), 'utf8').includes('"running"'))
      interrupt();
  }, 5);
  await assert.rejects(running, { name: 'Interrupted' });
  clearInterval(timer);
  t.mock.restoreAll();
  assert.match(readdirSync(cache).join(), /^table-1-cir-0\.5-autocovariance-mean-field-[0-9a-f]{16}\.checkpoint$/);
  const resumed = await computed(t, cell, changes, cache);
  assert.match(readdirSync(cache).join(), /\.json$/);
  assert.ok(encode(resumed.data) === encode((await computed(t, cell, changes)).data));
});

test('long curves are thinned to about a thousand steps, with the best and the last one among them', async (t) => {
  const { data } = await computed(
    t,
    { model: 'ar-0.1', energy: 'autocovariance', method: 'regular' },
    { stepCount: 2503, ensembleSize: 2 },
  );
  const { steps, divergence, minimum } = data;
  assert.ok(steps.length > 800 && steps.length < 1010);
  assert.deepEqual([steps[0], steps[1], steps[steps.length - 1]], [0, 3, 2503]);
  assert.equal(divergence.values[steps.indexOf(minimum.stepNumber)], minimum.value);
  assert.equal(divergence.standardErrors.length, steps.length);
});

test('AR(0.1) with the autocovariance has the divergences of an independent computation at the paper’s size', async (t) => {
  const full = { signalLength: 1024, stepSize: 10, ensembleSize: 128, stepCount: 170, targetPathCount: 10_000 };
  const cell = { model: 'ar-0.1', energy: 'autocovariance' } as const;
  const { data: regular } = await computed(t, { ...cell, method: 'regular' }, { ...full, stepCount: 60 });
  // Independent values from 128 paths: 2.41 at step 34 and 0.083 at step 157; white noise is 5.19 nats away.
  const estimate = ({ value, standardError }: TableOneData['minimum'], other: number) => ({
    value,
    standardError: Math.hypot(standardError, Math.sqrt((2 * other) / 128)),
  });
  assertWithin(estimate(regular.minimum, 2.41), 2.41, 3);
  assertClose(regular.minimum.stepNumber, 34, 4);
  assertWithin({ value: regular.divergence.values[0], standardError: regular.divergence.standardErrors[0] }, 5.19, 3);
  const { data: meanField } = await computed(t, { ...cell, method: 'mean-field' }, full);
  assertWithin(estimate(meanField.minimum, 0.083), 0.083, 3);
  assertClose(meanField.minimum.stepNumber, 157, 10);
});

test('the power that spectra are normalised by is the average over all paths, on any number of workers', async () => {
  const truth = ar([0.4], { signalLength: 32 });
  const powers: Float64Array[] = [];
  for (const workers of [1, 2, 3]) powers.push(await withWorkers(workers, () => meanPower(truth, key(5), 150, 4)));
  assertSameBits(powers[1], powers[0]);
  assertSameBits(powers[2], powers[0]);
  assertClose(powers[0], waveletPower(truth.sample(key(5), 150), { scales: 4 }), 1e-12);
  await assert.rejects(meanPower(truth, key(5), 0, 4), /meanPower: pathCount expects a whole number from 1, got 0/);
});

test('the table has 40 cells; steps and step sizes are those of the authors’ code', () => {
  assert.equal(tableOneCells().length, 40);
  assert.equal(tableOneCells({ model: 'cir-0.5' }).length, 8);
  assert.deepEqual(tableOneCells({ model: 'ar-0.1', energy: 'scattering-mean', method: 'regular' }), [
    { model: 'ar-0.1', energy: 'scattering-mean', method: 'regular' },
  ]);
  assert.deepEqual(paperDescent({ model: 'ar-0.1', energy: 'autocovariance' }), { stepSize: 10, stepCount: 250 });
  assert.deepEqual(paperDescent({ model: 'ar-0.2-0.1', energy: 'scattering-mean' }), { stepSize: 5, stepCount: 1000 });
  assert.deepEqual(paperDescent({ model: 'cir-0.5', energy: 'scattering-spectra' }), { stepSize: 5, stepCount: 5000 });
  assert.deepEqual(paperDescent({ model: 'cir-0.707', energy: 'autocovariance' }), { stepSize: 10, stepCount: 2000 });
  const { parameters } = tableOne(
    { model: 'cir-0.707', energy: 'scattering-covariance', method: 'mean-field' },
    {},
    { profile: 'paper' },
  );
  assert.deepEqual(
    [parameters.signalLength, parameters.ensembleSize, parameters.targetPathCount, parameters.stepCount],
    [1024, 128, 10_000, 1000],
  );
});

test('the paper’s numbers are those of its Table 1, with the energies of its Figure 5', () => {
  assert.equal(paperDivergence({ model: 'cir-0.5', energy: 'scattering-spectra', method: 'mean-field' }).value, 30.78);
  assert.equal(
    paperDivergence({ model: 'ar-0.1-0.2-0.1', energy: 'scattering-covariance', method: 'regular' }).value,
    29.55,
  );
  assert.deepEqual(tableOneModels.map(paperBestEnergy), [
    'autocovariance',
    'autocovariance',
    'scattering-spectra',
    'scattering-spectra',
    'autocovariance',
  ]);
});

test('the models have the laws that their names say', () => {
  const laws = tableOneModels.map((model) => tableOneTruth(model));
  assert.ok(laws.every(({ signalLength }) => signalLength === 1024));
  const moments = laws.map(({ marginal }) => [marginal.mean, marginal.deviation]);
  [
    [0, 1],
    [0, 1],
    [0, 1],
    [1, 1],
    [Math.SQRT2, 1],
  ].forEach((expected, m) => {
    assertClose(moments[m], expected, 1e-12);
  });
});

test('names that the table does not have are one clear error, listing those it has', () => {
  assert.throws(() => tableOneCells({ model: 'ar-7' }), {
    name: 'RangeError',
    message: 'table-1: model expects one of ar-0.1, ar-0.2-0.1, ar-0.1-0.2-0.1, cir-0.5, cir-0.707, got "ar-7"',
  });
  assert.throws(
    () => tableOneCells({ energy: 'energy' }),
    /table-1: energy expects one of autocovariance, .*, got "energy"/,
  );
  assert.throws(() => tableOneCells({ method: 'mf' }), /table-1: method expects one of regular, mean-field, got "mf"/);
  assert.throws(
    () => tableOne({ model: 'x', energy: 'autocovariance', method: 'regular' } as unknown as TableOneCell),
    /table-1: model expects/,
  );
});

test('a signal length that an energy cannot take is one clear error', async (t) => {
  const cell = (energy: TableOneCell['energy']): TableOneCell => ({ model: 'ar-0.1', energy, method: 'regular' });
  await assert.rejects(
    computed(t, cell('scattering-mean'), { signalLength: 100 }),
    /^RangeError: scatteringMean: signalLength expects a power of two from 2, got 100/,
  );
  await assert.rejects(
    computed(t, cell('scattering-spectra'), { signalLength: 100 }),
    /waveletPower: signalLength expects a power of two/,
  );
  await assert.rejects(
    computed(t, cell('scattering-spectra'), { signalLength: 32 }),
    /waveletPower: scales expects a whole number from 1 to 6 for signal length 32, got 7/,
  );
  await assert.rejects(
    computed(t, cell('scattering-mean'), { signalLength: 16 }),
    /scatteringMean: secondScales expects a whole number from 1 to 4/,
  );
});

test('a path that a CIR model has no density for is named by its own number, on any number of workers', async () => {
  const signalLength = 16;
  const base = gaussian({ signalLength, mean: 8 });
  const paths = base.sample(key(3), 8);
  paths.path(5)[3] = -0.25;
  const flow = regularDescent(autocovariance({ signalLength }), [64, 64], { stepSize: 0.1 });
  for (const workers of [1, 2, 3]) {
    await withWorkers(workers, () =>
      assert.rejects(
        reverseDivergence(flow, base, tableOneTruth('cir-0.5', signalLength), paths, 3),
        /cir\.logDensity: path 5 expects positive values, got -0\.25 at index 3; keep a descent positive by its constraint/,
      ),
    );
  }
});

test('a model whose paths do not vary cannot normalise the spectra, and a model without stationary law cannot be made', () => {
  const sigma2 = waveletPower(ensembleOf([new Array(32).fill(0)]), { scales: 4 });
  assert.throws(
    () => scatteringSpectra({ signalLength: 32, scales: 4, sigma2 }),
    /^RangeError: scatteringSpectra: sigma2 expects positive finite numbers, got 0 at .*; normalise by a model whose paths vary at every scale$/,
  );
  assert.throws(
    () => ar([0.6, 0.5], { signalLength: 8 }),
    /^RangeError: ar: coefficients expect a stationary law .*; shrink them$/,
  );
});
