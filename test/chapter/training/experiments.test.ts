import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  autoregressionTraining,
  chapter,
  infiniteTraining,
  machineTraining,
  walkerTraining,
} from '../../../lib/chapter/training/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

test('infinitely many walkers: the corrected trainer takes the way of the exact gradient, persistent ones are no descent', async (t) => {
  const small = { separations: [3], pointCount: 161, stepCount: 90 };
  const { curves } = await computedData(t, infiniteTraining(small));
  const of = (trainer: string) => curves.find((curve) => curve.trainer === trainer)!;
  assertClose(of('Jarzynski').logOdds, of('exact gradient').logOdds, 1e-8);
  assertClose(of('exact gradient').logOdds[90], -1, 1e-3);
  // D(ρ_*‖ρ_z) of well separated modes is that of two coins with the odds of the modes.
  const [p, q] = [1 / (1 + Math.E), 1 / (1 + Math.exp(-1))];
  assertClose(of('exact gradient').divergence[0], p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)), 2e-3);
  const { divergence } = of('persistent, walkers of the model');
  const lowest = Math.min(...divergence);
  assert.ok(lowest < 0.01 && divergence[90] > 1, `${lowest}, then ${divergence[90]}`);
});

test('finitely many walkers: weights find the odds of modes that no walker crosses between', async (t) => {
  const small = { separations: [5], walkerCount: 300, runCount: 6, contrastiveSteps: 1, stepCount: 60 };
  const { rows } = await computedData(t, walkerTraining(small));
  const of = (trainer: string) => rows.find((row) => row.trainer === trainer)!.logOdds;
  assertWithin(of('Jarzynski'), -1, 3.5);
  assert.ok(of('contrastive').value > 0.7 && of('persistent').value > 0);
});

test('autoregression: the largest likelihood and the biased rest are those of dense Gaussian laws', async (t) => {
  const small = { signalLength: 8, stepSize: 0.1, rate: 1, stepCount: 40, walkerCount: 40, runCount: 2 };
  const { maximumLikelihood, biasedRest } = await computedData(t, autoregressionTraining(small));
  const target = [(0.6 * 7) / 8, 1];
  for (const [pair, h] of [
    [maximumLikelihood, 0],
    [biasedRest, 0.1],
  ] as const) {
    const precision = Array.from({ length: 8 }, (_, i) =>
      Array.from({ length: 8 }, (__, j) => (i === j ? 1 + pair.diagonal : Math.abs(i - j) === 1 ? pair.beside : 0)),
    );
    // The chain's law solves C = (1 − hP) C (1 − hP) + 2h; by iteration for h > 0, by a small h for the law itself.
    const step = h || 0.002;
    let C: number[][] = precision.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
    const product = (A: number[][], B: number[][]) =>
      A.map((row) => B[0].map((_, j) => row.reduce((s, x, k) => s + x * B[k][j], 0)));
    const A = precision.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - step * value));
    for (let n = 0; n < 20 / step; n++) {
      C = product(product(A, C), A).map((row, i) => row.map((value, j) => value + (i === j ? 2 * step : 0)));
    }
    const lag = (l: number) => C.reduce((s, row, i) => s + (i >= l ? row[i - l] : 0), 0) / 8;
    assertClose([lag(1), lag(0)], target, h ? 1e-5 : 0.01, `h = ${h}`);
  }
});

test('machine: fresh walkers give ln Z within their error, the walkers of the training one too small', async (t) => {
  const small = {
    visibleCount: 6,
    hiddenCount: 3,
    stateCount: 60,
    walkerCount: 60,
    runCount: 2,
    stepCount: 80,
    ledCount: 300,
    ledSteps: 40,
  };
  const { rows, partition } = await computedData(t, machineTraining(small));
  assertWithin(partition.led, partition.exact, 3.5);
  assert.ok(partition.trainedMiss.value < 0 && partition.feedback < 0);
  const last = (trainer: string) => rows.find((row) => row.trainer === trainer)!.logLikelihood.values.slice(-1)[0];
  assert.ok(last('exact gradient') > rows[0].logLikelihood.values[0] + 0.02);
  assert.ok(last('Jarzynski') > last('exact gradient') - 0.1);
});

test('predictions without a stored result: those by sums agree, the others wait', () => {
  const found = chapter.predictions!().map(({ find }) => find(() => undefined));
  const computed = found.filter((finding) => finding !== undefined);
  assert.equal(computed.length, 11);
  for (const { ours, standardError, holds } of computed) {
    // E_z r² − (E_z r)² of modes at ±2 with z = 1, by a sum over 2001 points of the line.
    if (holds === undefined) assertWithin({ value: ours, standardError: Number(standardError) }, slopeVariance(), 3);
    else assert.equal(holds, true, `${ours}`);
  }
});

function slopeVariance(): number {
  let [mass, first, second] = [0, 0, 0];
  for (let x = -10; x <= 10; x += 0.01) {
    const weight = Math.exp(-0.5 * (x - 2) ** 2) + Math.exp(-1 - 0.5 * (x + 2) ** 2);
    const r = 1 / (1 + Math.exp(4 * x + 1));
    mass += weight;
    first += weight * r;
    second += weight * r * r;
  }
  return second / mass - (first / mass) ** 2;
}
