import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint } from '../../lib/algorithm/index.js';
import type { Ensemble } from '../../lib/array/index.js';
import { type Energy, scatteringMean } from '../../lib/energy/index.js';
import {
  type DescendOptions,
  denseJacobian,
  descend,
  descendMeasured,
  type Flow,
  initialize,
  type MeasuredDescent,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { ar, exponential, gaussian, logDensityOf } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { withVariable, withWorkers } from '../environment.js';
import { quartic } from './quartic.js';

const signalLength = 128;
const stepCount = 5;
const truth = ar([0.3], { signalLength });
const functional = logDensityOf(truth);
const energy = scatteringMean({ signalLength, firstScales: 2, secondScales: 4 });
const target = Array.from(energy.values(truth.sample(key(1), 1)).row(0));
const paths = gaussian({ signalLength }).sample(key(2), 10);
const regular = regularDescent(energy, target, { stepSize: 2 });
const cases: Record<string, { flow: Flow; paths: Ensemble; given?: DescendOptions }> = {
  regular: { flow: regular, paths },
  'regular in parts': { flow: regular, paths, given: { probeParts: true } },
  'mean-field': { flow: meanFieldDescent(energy, target, { stepSize: 2, ensembleSize: 5 }), paths },
  projected: {
    flow: meanFieldDescent(energy, target, { stepSize: 6, constraint: positive }),
    paths: exponential({ signalLength }).sample(key(3), 10),
  },
};

function numbers(descent: MeasuredDescent): number[] {
  const { losses, meanEnergies, entropyLoss, transportLoss, collapseLoss, pathLosses, probeErrors, pathObservations } =
    descent;
  return [
    losses,
    ...[
      meanEnergies,
      entropyLoss,
      transportLoss,
      collapseLoss,
      pathLosses,
      probeErrors,
      ...pathObservations,
      descent.paths,
    ].map(({ data }) => data),
  ].flatMap((list) => [...list]);
}

/** Entropy that all paths together lose through the dense determinants of the steps, by flow: two cases are of one flow. */
const denseLosses = new Map<Flow, number>();
function denseLoss(flow: Flow, start: Ensemble): number {
  let lost = denseLosses.get(flow);
  if (lost !== undefined) return lost;
  lost = 0;
  let state = initialize(flow, start);
  for (let t = 0; t < stepCount; t++) {
    lost -= stepDeterminant(flow, state, denseJacobian).logAbs.reduce((sum, value) => sum + value, 0);
    state = step(flow, state).state;
  }
  denseLosses.set(flow, lost);
  return lost;
}

for (const [name, { flow, paths: start, given }] of Object.entries(cases)) {
  const measured = (options: DescendOptions = {}): Promise<MeasuredDescent> =>
    descendMeasured(flow, start, stepCount, [functional], { ...given, ...options });

  test(`${name}: one, two and three workers give the same bits, with and without SIMD`, async () => {
    const one = numbers(await withWorkers(1, measured));
    for (const count of [2, 3]) assertSameBits(numbers(await withWorkers(count, measured)), one, `${count} workers`);
    assertSameBits(
      numbers(await withVariable('MICROCANON_SIMD', 'off', () => withWorkers(2, measured))),
      one,
      'without SIMD',
    );
    const plain = await withWorkers(3, () => descend(flow, start, stepCount));
    assertSameBits(plain.paths.data, one.slice(-start.data.length));
  });

  test(`${name}: going on from a checkpoint gives the bits of the unbroken descent, efforts included`, async (t) => {
    const unbroken = numbers(await withWorkers(2, measured));
    const checkpoints: Checkpoint[] = [];
    const started = performance.now();
    const clock = t.mock.method(Date, 'now', () => 5000 * (performance.now() - started));
    await withWorkers(2, () =>
      measured({
        onCheckpoint: ({ vectors, ...rest }) =>
          void checkpoints.push({
            ...rest,
            vectors: Object.fromEntries(Object.entries(vectors).map(([label, values]) => [label, values.slice()])),
          }),
      }),
    );
    clock.mock.restore();
    assert.ok(checkpoints.length > 0);
    for (const resume of checkpoints) {
      assertSameBits(
        numbers(await withWorkers(3, () => measured({ resume }))),
        unbroken,
        `from step ${resume.stepNumber}`,
      );
    }
  });

  test(`${name}: the loss of entropy is that of the dense determinants within its standard error, and another key gives another estimate`, async () => {
    const { entropyLoss, pathLosses, collapseLoss, probeErrors, ensembleCount, ensembleSize } = await measured({
      probeGoal: 0.3,
    });
    const lost = denseLoss(flow, start);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    const error = ensembleSize * Math.sqrt(sum(probeErrors.row(stepCount).map((value) => value * value)));
    assert.ok(error > 0.01, `error ${error}`);
    assert.ok(
      Math.abs(ensembleSize * sum(entropyLoss.row(stepCount)) - lost) < 3.5 * error,
      `${ensembleSize * sum(entropyLoss.row(stepCount))} ± ${error}, expected ${lost}`,
    );
    if (name === 'regular') assert.ok(collapseLoss.data.every(Number.isNaN));
    else {
      const parts = sum(pathLosses.row(stepCount)) + ensembleSize * sum(collapseLoss.row(stepCount));
      assertClose(parts, ensembleSize * sum(entropyLoss.row(stepCount)), 1e-9);
    }
    const other = await measured({ probeGoal: 0.3, probeKey: key(5) });
    assert.equal(other.ensembleCount, ensembleCount);
    assert.notEqual(other.entropyLoss.row(1)[0], entropyLoss.row(1)[0]);
    assertSameBits(other.paths.data, (await measured()).paths.data, 'paths need no probes');
  });
}

test('parts beside the whole leave it as it is', async () => {
  const [whole, parts] = await Promise.all(
    [false, true].map((probeParts) => {
      return descendMeasured(regular, paths, stepCount, [], { probeParts });
    }),
  );
  for (const t of [1, stepCount]) assertClose(parts.entropyLoss.row(t), whole.entropyLoss.row(t), 1e-10);
  assertSameBits(parts.probeErrors.data, whole.probeErrors.data);
});

test("a reader's energy of long paths is measured by its Hessian products and pullbacks", async () => {
  const own: Energy = quartic(100);
  const flow = meanFieldDescent(own, [0.2, 0.4], { stepSize: 5, ensembleSize: 6 });
  const start = gaussian({ signalLength: 100 }).sample(key(6), 12);
  const { entropyLoss, probeErrors, paths: ended } = await descendMeasured(flow, start, 4, []);
  let state = initialize(flow, start);
  const lost = [0, 0];
  for (let t = 0; t < 4; t++) {
    stepDeterminant(flow, state, denseJacobian).logAbs.forEach((value, e) => {
      lost[e] -= value / 6;
    });
    state = step(flow, state).state;
  }
  assertClose(ended.data, state.paths.data, 1e-12);
  lost.forEach((value, e) => {
    assert.ok(probeErrors.row(4)[e] > 0);
    assertClose(entropyLoss.row(4)[e], value, 3.5 * probeErrors.row(4)[e]);
  });
});
