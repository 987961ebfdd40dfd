import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innerSteps } from '../../../lib/chapter/mean-field/index.js';
import { biasedTargets, stepContraction, stoppingRule } from '../../../lib/chapter/overfitting/index.js';
import { alongModes, reverseDivergence } from '../../../lib/divergence/index.js';
import { autocovariance } from '../../../lib/energy/index.js';
import { descend, initialize, meanFieldDescent, regularDescent, stepSpectrum } from '../../../lib/flow/index.js';
import { ar, gaussian } from '../../../lib/model/index.js';
import { foldIn, key, split } from '../../../lib/random/index.js';
import { assertClose } from '../../closeness.js';
import { computedData } from '../computed.js';

test('biased targets: kinds differ by their targets alone, and an exact one is the model’s mean energy', async (t) => {
  const signalLength = 32;
  const options = { coefficient: 0.5, signalLength, stepSize: 0.5, stepCount: 20, targetPathCounts: [2, 8, Infinity] };
  const experiment = biasedTargets({ ...options, targetCount: 5, ensembleSize: 6, regularPathCount: 4 }, { seed: 11 });
  const { kinds, exactTarget } = await computedData(t, experiment);
  assertClose(exactTarget, [(0.5 * 31) / 32, 1], 1e-14);
  const [two, eight, exact] = kinds;
  for (let r = 0; r < 5; r++) {
    // Before the first step the target plays no part.
    assertClose(
      [two.meanFieldByTarget.row(0)[r], two.regularByTarget.row(0)[r]],
      [exact.meanFieldByTarget.row(0)[r], exact.regularByTarget.row(0)[r]],
      1e-12,
    );
    assertClose(exact.targets.row(r), exactTarget, 0);
  }
  // Target 3 of the kind of 8 paths, made here by hand, and its mean-field descent.
  const [truthKey, meanFieldKey] = split(key(11), 3);
  const truth = ar([0.5], { signalLength });
  const energy = autocovariance({ signalLength });
  const energies = energy.values(truth.sample(foldIn(truthKey, 3), 8));
  const target = [0, 1].map((k) => Array.from({ length: 8 }, (_, n) => energies.row(n)[k]).reduce((a, b) => a + b) / 8);
  assertClose(eight.targets.row(3), target, 1e-14);
  const base = gaussian({ signalLength });
  const flow = meanFieldDescent(energy, target, { stepSize: 0.5, ensembleSize: 6 });
  const { divergence } = await reverseDivergence(flow, base, truth, base.sample(foldIn(meanFieldKey, 3), 6), 20);
  for (const step of [0, 7, 20]) assertClose(eight.meanFieldByTarget.row(step)[3], divergence.values[step], 1e-10);
});

test('inner steps: one of them is the mean-field descent of the same step size, step by step', async (t) => {
  const signalLength = 24;
  const experiment = innerSteps(
    {
      coefficient: 0.4,
      signalLength,
      ensembleSize: 4,
      ensembleCount: 3,
      stepSize: 0.4,
      innerStepSize: 2,
      innerStepCounts: [1, 4],
      workCount: 12,
    },
    { seed: 3 },
  );
  const {
    descents: [one, four],
  } = await computedData(t, experiment);
  assert.deepEqual([one.divergences.rowCount, four.divergences.rowCount], [13, 4]);
  assertClose(one.divergence.values[0], four.divergence.values[0], 0);
  // The experiment's noise is drawn along the modes.
  const base = gaussian({ signalLength });
  const truth = ar([0.4], { signalLength });
  const flow = meanFieldDescent(autocovariance({ signalLength }), [(0.4 * 23) / 24, 1], {
    stepSize: 0.4,
    ensembleSize: 4,
  });
  const { divergences } = await reverseDivergence(flow, base, truth, alongModes(base.sample(key(3), 12)), 12);
  for (const step of [0, 5, 12]) assertClose(one.divergences.row(step), divergences.row(step), 1e-9);
});

test('inner steps: a work count that is no multiple is refused', () => {
  assert.throws(
    () => innerSteps({ innerStepCounts: [1, 7], workCount: 300 }),
    /workCount expects a multiple of each of 1, 7, got 300/,
  );
});

test('step contraction: sizes are those of dense matrices, below their bounds, and steps are undone', async (t) => {
  const options = {
    coefficient: 0.3,
    signalLength: 20,
    stepSize: 0.4,
    watchedSteps: [0, 6],
    pathCount: 3,
    ensembleCount: 2,
  };
  const { regular, meanField } = await computedData(t, stepContraction(options, { seed: 2 }));
  const start = gaussian({ signalLength: 20 }).sample(split(key(2), 2)[0], 6);
  const energy = autocovariance({ signalLength: 20 });
  const target = [(0.3 * 19) / 20, 1];
  const flows = [
    regularDescent(energy, target, { stepSize: 0.4 }),
    meanFieldDescent(energy, target, { stepSize: 0.4, ensembleSize: 3 }),
  ];
  for (const [i, record] of [regular, meanField].entries()) {
    for (const [row, stepCount] of [0, 6].entries()) {
      const paths = stepCount === 0 ? start : (await descend(flows[i], start, stepCount)).paths;
      const sizes = stepSpectrum(flows[i], initialize(flows[i], paths)).map(({ smallest, largest }) =>
        Math.max(-smallest, largest),
      );
      assertClose(record.most[row], Math.max(...sizes), 1e-9, `${flows[i].name}, step ${stepCount}`);
      assertClose(record.size.values[row], sizes.reduce((a, b) => a + b) / sizes.length, 1e-9);
      assert.ok(record.bound[row] >= record.most[row]);
    }
    assert.ok(record.roundTrip < 1e-11);
  }
});

test('stopping rule: the density of the stopped law gives back the mass of the set, which single starts do not', async (t) => {
  const options = {
    coefficient: 0.3,
    signalLength: 48,
    stepSize: 1,
    stepCount: 200,
    shares: [0.4, 0.8],
    truthPathCount: 20_000,
  };
  const experiment = stoppingRule({ ...options, pathCount: 800, ensembleSize: 8, ensembleCount: 20 }, { seed: 5 });
  const { regular, meanField, fixedRegular } = await computedData(t, experiment);
  for (const { share, arrived, support, overlap, divergence } of regular) {
    assert.ok(arrived.value > 0.995, `${arrived.value} arrive`);
    const errors =
      Math.abs(support.value - share) / Math.hypot(support.standardError, Math.sqrt((share * (1 - share)) / 20_000));
    assert.ok(errors < 3.5, `share ${share}: got ${support.value} ± ${support.standardError}`);
    // Without the other starts the same mean would be too large by about e^overlap.
    assert.ok(overlap.value > 0.2 && divergence.value > 0);
  }
  assert.ok(fixedRegular.values[0] > 0 && meanField[0].steps.value > meanField[1].steps.value);
});
