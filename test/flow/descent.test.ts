import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Checkpoint } from '../../lib/algorithm/index.js';
import { type Ensemble, ensemble, ensembleOf } from '../../lib/array/index.js';
import { autocovariance, type Energy, squaredNorm, stylized } from '../../lib/energy/index.js';
import {
  type Descent,
  descend,
  descendMeasured,
  type Flow,
  gaussNewtonDescent,
  initialize,
  inspect,
  type MeasuredDescent,
  meanFieldDescent,
  type PathFunctional,
  positive,
  regularDescent,
  step,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { ar, exponential, gaussian, logDensityOf } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { quartic } from './quartic.js';

const signalLength = 32;
const stepCount = 12;
const truth = ar([0.3], { signalLength });
const functional = logDensityOf(truth);

const lagTarget = [0.3, 1];
const featureTarget = Array.from({ length: 22 }, (_, k) => (k === 1 ? 0.1 : 1));
const covariance = autocovariance({ signalLength });
const cases: Record<string, { flow: Flow; paths: Ensemble }> = {
  'regular autocovariance': {
    flow: regularDescent(covariance, lagTarget, { stepSize: 1 }),
    paths: noise(1, 12, signalLength),
  },
  'mean-field autocovariance': {
    flow: meanFieldDescent(covariance, lagTarget, { stepSize: 1 }),
    paths: noise(1, 12, signalLength),
  },
  'mean-field stylized in ensembles of four': {
    flow: meanFieldDescent(stylized({ signalLength }), featureTarget, { stepSize: 1, ensembleSize: 4 }),
    paths: noise(2, 12, signalLength),
  },
  'projected autocovariance': {
    flow: meanFieldDescent(covariance, [0.3, 0.5], { stepSize: 1, ensembleSize: 6, constraint: positive }),
    paths: exponential({ signalLength }).sample(key(3), 12),
  },
  "a reader's energy": {
    flow: meanFieldDescent(quartic(signalLength), [0.2, 0.4], { stepSize: 0.1, ensembleSize: 3 }),
    paths: noise(4, 12, signalLength),
  },
  'Gauss–Newton autocovariance': {
    flow: gaussNewtonDescent(covariance, lagTarget, { stepSize: 0.3 }),
    paths: noise(5, 12, signalLength),
  },
  'Gauss–Newton stylized, shortened, G from three of each four': {
    flow: gaussNewtonDescent(stylized({ signalLength, squareLags: 5 }), featureTarget.slice(0, 7), {
      ...{ stepSize: 0.1, ensembleSize: 4, gramPathCount: 3, largestMove: 0.02 },
    }),
    paths: noise(6, 12, signalLength),
  },
  "Gauss–Newton of single paths and a reader's energy": {
    flow: gaussNewtonDescent(quartic(signalLength), [0.2, 0.4], { stepSize: 0.1, ensembleSize: 1 }),
    paths: noise(7, 12, signalLength),
  },
};

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** All numbers of a descent, in one list. */
function numbers(descent: Descent | MeasuredDescent): number[] {
  const lists = [descent.paths.data, descent.losses, descent.meanEnergies.data, descent.energyVariances.data];
  for (const energies of descent.energiesAt.values()) lists.push(energies.data);
  if ('transportLoss' in descent) {
    lists.push(descent.transportLoss.data, descent.collapseLoss.data, ...descent.observations.map(({ data }) => data));
  }
  return lists.flatMap((list) => [...list]);
}

for (const [name, { flow, paths }] of Object.entries(cases)) {
  test(`${name}: a descent in workers is the loop over single steps, with its energies, losses of entropy and observations`, async () => {
    const before = paths.data.slice();
    const descent = await withWorkers(2, () =>
      descendMeasured(flow, paths, stepCount, [functional], { keepEnergiesAt: [0, 5, stepCount] }),
    );
    assertSameBits(paths.data, before, 'the paths given');
    const { ensembleCount, ensembleSize, transportLoss, collapseLoss, observations } = descent;
    assert.equal(ensembleCount * ensembleSize, 12);
    let state = initialize(flow, paths);
    const [transport, collapse] = [new Array(ensembleCount).fill(0), new Array(ensembleCount).fill(0)];
    for (let t = 0; ; t++) {
      const { losses } = inspect(flow, state);
      assertClose(descent.losses[t], mean(losses), 1e-12, `loss ${t}`);
      const logDensity = truth.logDensity(state.paths);
      for (let k = 0; k < flow.energy.componentCount; k++) {
        const column = Array.from({ length: 12 }, (_, n) => state.energies.row(n)[k]);
        assertClose(descent.meanEnergies.row(t)[k], mean(column), 1e-11, `mean energy ${t}`);
        assertClose(
          descent.energyVariances.row(t)[k],
          mean(column.map((value) => (value - mean(column)) ** 2)),
          1e-11,
          `variance ${t}`,
        );
      }
      for (let e = 0; e < ensembleCount; e++) {
        const range = [e * ensembleSize, (e + 1) * ensembleSize] as const;
        assertClose(transportLoss.row(t)[e], transport[e], 1e-10, `transport ${t}`);
        assertClose(collapseLoss.row(t)[e], collapse[e], 1e-10, `collapse ${t}`);
        assertClose(observations[0].row(t)[e], mean(logDensity.subarray(...range)), 1e-10, `observation ${t}`);
      }
      const kept = descent.energiesAt.get(t);
      assert.equal(kept !== undefined, [0, 5, stepCount].includes(t));
      if (kept) assertClose(kept.data, state.energies.data, 1e-11, `energies ${t}`);
      if (t === stepCount) break;
      const determinant = stepDeterminant(flow, state);
      for (let e = 0; e < ensembleCount; e++) {
        transport[e] -= mean(determinant.transport.subarray(e * ensembleSize, (e + 1) * ensembleSize));
        collapse[e] -= determinant.collapse[e] / ensembleSize;
      }
      state = step(flow, state).state;
    }
    assertClose(descent.paths.data, state.paths.data, 1e-11, 'paths');
  });

  test(`${name}: one, two, three and five workers give the same bits, measured or not`, async () => {
    const options = { keepEnergiesAt: [3] };
    const measured = (count: number): Promise<MeasuredDescent> =>
      withWorkers(count, () => descendMeasured(flow, paths, stepCount, [functional], options));
    const plain = (count: number): Promise<Descent> =>
      withWorkers(count, () => descend(flow, paths, stepCount, options));
    const [one, onePlain] = [numbers(await measured(1)), numbers(await plain(1))];
    for (const count of [2, 3, 5]) {
      assertSameBits(numbers(await measured(count)), one, `${count} workers, measured`);
      assertSameBits(numbers(await plain(count)), onePlain, `${count} workers`);
    }
    assertClose(onePlain, one.slice(0, onePlain.length), 1e-11, 'measured or not');
  });

  test(`${name}: going on from any checkpoint gives the bits of the unbroken descent`, async (t) => {
    const options = { keepEnergiesAt: [2, 9] };
    const unbroken = numbers(await withWorkers(2, () => descendMeasured(flow, paths, 40, [functional], options)));
    const checkpoints = await withWorkers(2, () => checkpointsOf(t, flow, paths, 40, options));
    assert.ok(checkpoints.length >= 2, `${checkpoints.length} checkpoints`);
    const blank = ensembleOf(Array.from({ length: 12 }, () => new Array(signalLength).fill(0.5)));
    for (const resume of [checkpoints[0], checkpoints[checkpoints.length - 1]]) {
      assert.ok(resume.stepNumber > 0 && resume.stepNumber < 40);
      const resumed = await withWorkers(3, () =>
        descendMeasured(flow, blank, 40, [functional], { ...options, resume }),
      );
      assertSameBits(numbers(resumed), unbroken, `from step ${resume.stepNumber}`);
    }
  });
}

test('a checkpoint of another descent is refused before the first step', async (t) => {
  const flow = regularDescent(covariance, [0.5, 1], { stepSize: 0.1 });
  const paths = gaussian({ signalLength }).sample(key(1), 4);
  const [measured] = await checkpointsOf(t, flow, paths, 40, {});
  const expected = /^RangeError: regular descent: resume expects a checkpoint of this run, with /;
  const shorter = measured.vectors['state.paths'].slice(signalLength);
  const others = { ...measured, vectors: { ...measured.vectors, 'state.paths': shorter } };
  for (const resume of [null, 7, {}, { stepNumber: 1 }, { ...measured, stepNumber: 41 }, others]) {
    await assert.rejects(descendMeasured(flow, paths, 40, [functional], { resume }), expected);
  }
  // A measured descent's checkpoint holds records that a descent without measurement has no place for.
  await assert.rejects(descend(flow, paths, 40, { resume: measured }), expected);
});

/** Checkpoints of a measured descent under a clock that runs a thousand times as fast, so that they are many. */
async function checkpointsOf(
  t: TestContext,
  flow: Flow,
  paths: Ensemble,
  count: number,
  options: object,
): Promise<Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  const started = performance.now();
  const clock = t.mock.method(Date, 'now', () => 5000 * (performance.now() - started));
  await descendMeasured(flow, paths, count, [functional], {
    ...options,
    onCheckpoint: ({ vectors, ...rest }) => {
      checkpoints.push({
        ...rest,
        vectors: Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, values.slice()])),
      });
    },
  });
  clock.mock.restore();
  return checkpoints;
}

test('a diverging descent names the step and the path that the loop over single steps names, for any number of workers', async () => {
  const flow = regularDescent(squaredNorm({ signalLength: 2 }), [4], { stepSize: 8 });
  const rows = Array.from({ length: 6 }, (_, n) => (n === 4 ? [300, 0] : [2, 0]));
  const expected = await loopError(flow, ensembleOf(rows));
  assert.match(
    expected,
    /^regular descent: path 4 has energy Infinity \(squared norm\) after step \d+, expected a finite number/,
  );
  for (const count of [1, 2, 3]) {
    const descending = withWorkers(count, () => descend(flow, ensembleOf(rows), 100));
    await assert.rejects(descending, (error: Error) => error instanceof RangeError && error.message === expected);
  }
});

test('of several paths that diverge in the same step the first is named, whichever worker has it and however fast that is', async () => {
  const flow = regularDescent(squaredNorm({ signalLength: 2 }), [4], { stepSize: 8 });
  const paths = ensembleOf(Array.from({ length: 64 }, (_, n) => ([9, 40, 63].includes(n) ? [300, 0] : [2, 0])));
  const expected = await loopError(flow, paths);
  assert.match(expected, /path 9 has energy Infinity/);
  for (let round = 0; round < 10; round++) {
    for (const count of [2, 3])
      await assert.rejects(
        withWorkers(count, () => descend(flow, paths, 100)),
        { message: expected },
      );
  }
});

test('a functional is not asked about paths without a finite energy', async () => {
  const flow = regularDescent(squaredNorm({ signalLength: 2 }), [4], { stepSize: 8 });
  const strict: PathFunctional = {
    evaluate: (x) => {
      if (!x.data.every(Number.isFinite)) throw new RangeError('strict: paths expect finite numbers');
      return truth.logDensity(noise(1, x.pathCount, signalLength));
    },
  };
  await assert.rejects(
    descendMeasured(
      flow,
      ensembleOf([
        [2, 0],
        [300, 0],
      ]),
      100,
      [strict],
    ),
    /^RangeError: regular descent: path 1 has energy/,
  );
});

test('an energy that refuses paths by itself has the step put before its words', async () => {
  const norm = squaredNorm({ signalLength: 1 });
  const values: Energy['values'] = (paths) => {
    const far = paths.data.findIndex((value) => Math.abs(value) > 10);
    if (far >= 0) throw new RangeError(`near: path ${far} expects a number up to 10, got ${paths.data[far]}`);
    return norm.values(paths);
  };
  // x′ = x − γ · 2x · x² = 3 − 2 · 6 · 9
  const flow = regularDescent({ ...norm, values, recipe: undefined }, [0], { stepSize: 2 });
  const paths = ensembleOf([[0], [3]]);
  const message = 'regular descent, step 1: near: path 1 expects a number up to 10, got -105';
  assert.throws(() => step(flow, initialize(flow, paths)), { name: 'RangeError', message });
  await assert.rejects(descend(flow, paths, 5), { name: 'RangeError', message });
});

async function loopError(flow: Flow, paths: Ensemble): Promise<string> {
  let state = initialize(flow, paths);
  for (;;) {
    try {
      state = step(flow, state).state;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

test('a path without a finite energy is named before the first step', async () => {
  const paths = noise(1, 6, signalLength);
  paths.path(5)[3] = Infinity;
  const flow = meanFieldDescent(covariance, lagTarget, { stepSize: 1 });
  for (const count of [1, 3]) {
    await assert.rejects(
      withWorkers(count, () => descend(flow, paths, 3)),
      /mean-field descent: path 5 has energy (Infinity|NaN).*after step 0/,
    );
  }
});

test('step counts, kept steps and path counts that make no sense are refused', async () => {
  const { flow, paths } = cases['mean-field stylized in ensembles of four'];
  for (const count of [0, -1, 2.5, NaN]) {
    await assert.rejects(
      descend(flow, paths, count),
      new RegExp(`^RangeError: [a-z-]+ descent: stepCount expects a whole number from 1, got ${count}`),
    );
  }
  for (const bad of [-1, 13, 1.5]) {
    await assert.rejects(
      descend(flow, paths, stepCount, { keepEnergiesAt: [1, bad] }),
      new RegExp(`descend: keepEnergiesAt expects whole numbers from 0 to the step count 12, got ${bad}`),
    );
  }
  await assert.rejects(
    descend(flow, noise(1, 10, signalLength), 3),
    /paths expect a multiple of the ensemble size 4, got 10; draw 12/,
  );
  for (const one of [flow, cases['regular autocovariance'].flow]) {
    await assert.rejects(
      descend(one, ensemble(0, signalLength), 3),
      /descent: paths expect at least one path, got none; draw some/,
    );
  }
  await assert.rejects(
    descend(flow, noise(1, 8, signalLength + 1), 3),
    /mean-field descent: energy expects signal length 32, got 33/,
  );
});

for (const name of ['mean-field autocovariance', "a reader's energy"]) {
  test(`${name}: progress is reported, never backwards, up to the last step`, async () => {
    const { flow, paths } = cases[name];
    const seen: number[] = [];
    await withWorkers(2, () => descend(flow, paths, 3000, { onProgress: (done) => void seen.push(done) }));
    assert.equal(seen[seen.length - 1], 3000);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.ok(seen.every((done) => Number.isInteger(done) && done >= 0 && done <= 3000));
  });
}

test('a functional that no thread can make keeps a measured descent in the calling thread, with the same numbers', async () => {
  const { flow, paths } = cases['regular autocovariance'];
  let calls = 0;
  const local: PathFunctional = {
    evaluate(x) {
      calls++;
      return truth.logDensity(x);
    },
  };
  const here = await withWorkers(2, () => descendMeasured(flow, paths, stepCount, [local]));
  assert.equal(calls, stepCount + 1);
  assertSameBits(numbers(here), numbers(await descendMeasured(flow, paths, stepCount, [functional])));
});

test('several functionals are observed side by side', async () => {
  const { flow, paths } = cases['mean-field autocovariance'];
  const base = gaussian({ signalLength });
  const { observations } = await descendMeasured(flow, paths, 2, [functional, logDensityOf(base)]);
  assertClose(observations[0].row(0)[0], mean(truth.logDensity(paths)), 1e-12);
  assertClose(observations[1].row(0)[0], mean(base.logDensity(paths)), 1e-12);
});

test("a reader's own constraint holds through a descent", async () => {
  const bounded = { name: 'above minus one half', admits: (value: number) => value > -0.5 };
  const start = ensembleOf(
    [...Array(6)].map((_, n) =>
      noise(n, 1, signalLength)
        .path(0)
        .map((value) => Math.abs(value)),
    ),
  );
  const flow = meanFieldDescent(covariance, [-0.9, 1], { stepSize: 8, constraint: bounded });
  const { paths } = await withWorkers(2, () => descend(flow, start, 20));
  assert.ok(
    paths.data.some((value) => value < 0),
    'the target pulls values below zero',
  );
  assert.ok(paths.data.every((value) => value > -0.5));
});
