import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { entropyStep } from '../../lib/chain/entropy-step.js';
import { doubleWell, forwardBackward, forwardBackwardVariance, independentGaussians } from '../../lib/chain/index.js';
import { normalQuantile } from '../../lib/special/index.js';
import { assertClose } from '../closeness.js';

/** N points that share the law out evenly. */
const quantiles = (count: number, quantile: (p: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => quantile((i + 0.5) / count));

const secondMoment = (values: Float64Array): number => values.reduce((sum, x) => sum + x * x, 0) / values.length;

test('an implicit step of the entropy of two points is the root of its quadratic', () => {
  // By symmetry y = ±b with (b − 1)/h = 1/(2b).
  const b = 0.5 * (1 + Math.sqrt(1 + 2 * 0.3));
  assertClose(entropyStep(Float64Array.of(1, -1), 0.3, Float64Array.of(-9, 0.1)), [-b, b], 1e-12);
});

test('an implicit step of the entropy makes the slope of its objective 0, from near or from far', () => {
  const from = Float64Array.from({ length: 50 }, (_, i) => Math.sin(7 * i));
  for (const start of [quantiles(50, (p) => 1e-4 * p), quantiles(50, (p) => 1e4 * p)]) {
    const y = entropyStep(from, 0.2, start);
    const sorted = from.slice().sort();
    y.forEach((x, i) => {
      const gaps = (i + 1 < 50 ? 1 / (y[i + 1] - x) : 0) - (i > 0 ? 1 / (x - y[i - 1]) : 0);
      assert.ok(Math.abs((x - sorted[i]) / 0.2 + gaps) < 1e-9, `point ${i}`);
    });
  }
});

test('many particles have the variances of forward-backward in closed form, step by step, nearer the more there are', async () => {
  const [variance, stepSize, start] = [1.7, 0.4, 9];
  const misses: number[] = [];
  for (const count of [100, 800]) {
    const chain = forwardBackward(independentGaussians([variance]), { stepSize, ensembleSize: count });
    const paths = ensemble(
      count,
      1,
      quantiles(count, (p) => 3 * normalQuantile(p)),
    );
    // The points themselves have a smaller variance than the law that they share out.
    const own = secondMoment(paths.data) / start;
    const { snapshots } = await runAlgorithm(chain, paths, 12, { snapshotSteps: [1, 4, 12] });
    const law = forwardBackwardVariance({ variance, stepSize });
    misses.push(
      ...[1, 4, 12].map((steps, i) => {
        const expected = law.after(steps, start);
        return secondMoment(snapshots.paths.subarray(i * count, (i + 1) * count)) / (own * expected) - 1;
      }),
    );
  }
  assert.ok(
    misses.slice(3).every((miss) => Math.abs(miss) < 0.01),
    String(misses),
  );
  assert.ok(
    misses.slice(3).every((miss, i) => Math.abs(miss) < 0.5 * Math.abs(misses[i])),
    String(misses),
  );
});

test('particles keep the law of a double well at steps that bias Langevin, and ensembles move apart from each other', async () => {
  const energy = (x: number): number => 2 * (x * x - 1) ** 2 + 0.5 * x;
  const points = Array.from({ length: 4701 }, (_, i) => -2.4 + 0.001 * i);
  const cumulated: number[] = [];
  for (const x of points) cumulated.push((cumulated.at(-1) ?? 0) + Math.exp(-energy(x)));
  const total = cumulated[cumulated.length - 1];
  const count = 400;
  const one = quantiles(count, (p) => points[cumulated.findIndex((sum) => sum > p * total)] + 1e-9 * p);
  const both = ensemble(2 * count, 1, Float64Array.from([...one, ...one.slice().reverse()]));
  const chain = forwardBackward(doubleWell({ barrier: 2, tilt: 0.5 }), { stepSize: 0.02, ensembleSize: count });
  const { state } = await runAlgorithm(chain, both, 60);
  const [first, second] = [state.paths.subarray(0, count), state.paths.subarray(count)];
  assertClose(first, second.slice().reverse(), 1e-9);
  const exact = points.reduce((sum, x) => sum + x * x * Math.exp(-energy(x)), 0) / total;
  // At this step Langevin's own law has 0.972 of it: what is missing here is due to the number of particles.
  assert.ok(Math.abs(secondMoment(first) / exact - 1) < 0.005, `${secondMoment(first)} for ${exact}`);
  assert.ok(Math.abs(first.filter((x) => x < 0).length / count - 0.7042) < 0.005);
});

test('several values per path, equal starts and wrong sizes are one clear error', async () => {
  const law = independentGaussians([1]);
  assert.throws(
    () => forwardBackward(independentGaussians([1, 1]), { stepSize: 1, ensembleSize: 2 }),
    /paths of one value/,
  );
  assert.throws(
    () => forwardBackward(law, { stepSize: 0, ensembleSize: 2 }),
    /stepSize expects a positive finite number/,
  );
  assert.throws(
    () => forwardBackward(law, { stepSize: 1, ensembleSize: 1 }),
    /ensembleSize expects a whole number from 2/,
  );
  await assert.rejects(
    runAlgorithm(forwardBackward(law, { stepSize: 1, ensembleSize: 2 }), ensembleOf([[1], [1]]), 1),
    /^RangeError: forward-backward: paths 0 to 1 in step 1: entropyStep: start expects strictly rising numbers, got 1 and 1; give/,
  );
  const steep = forwardBackward(doubleWell({ barrier: 1 }), { stepSize: 1e200, ensembleSize: 2 });
  await assert.rejects(
    runAlgorithm(steep, ensembleOf([[0], [1e60]]), 1),
    /^RangeError: forward-backward: path 1 is pushed to -Infinity in step 1, expected a finite number; take smaller steps/,
  );
});
