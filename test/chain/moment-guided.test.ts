import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, matrix, type Vector } from '../../lib/array/index.js';
import { guide, momentGuided, straightMoments } from '../../lib/chain/index.js';
import { momentGuidedSpectrum } from '../../lib/divergence/index.js';
import { autocovariance, concatenate, squaredNorm } from '../../lib/energy/index.js';
import { gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { sampleMean, sampleVariance } from '../statistics.js';
import { checkpointsOf } from './checkpoints.js';

test('one Gaussian value from deviation 1 to ½ loses ln 2, within the stated errors of both estimates', async () => {
  const [ensembleSize, stepCount, volatility] = [40, 100, 1];
  const start = gaussian({ signalLength: 1 }).sample(key(1), 60 * ensembleSize);
  const { entropyGain, correctorGain, correctorError, meanEnergies } = await guide(
    squaredNorm({ signalLength: 1 }),
    start,
    { moments: straightMoments([1], [0.25], stepCount), volatility, stepSize: 1 / stepCount, ensembleSize },
    { key: key(3) },
  );
  const gain = sampleMean(entropyGain.row(stepCount));
  assert.ok(Math.abs(gain.value + Math.LN2) < 4 * gain.standardError + 5e-3, `${gain.value} ± ${gain.standardError}`);
  // The corrector's estimate has a bias of order hσ², here 1/100, besides its noise.
  const corrector = sampleMean(correctorGain.row(stepCount));
  assert.ok(Math.abs(corrector.value + Math.LN2) < 4 * corrector.standardError + 0.02, `${corrector.value}`);
  // (2/Nσ²)∫ṁG⁻¹ṁ dt with G = 4m: m = 1 − ¾ sin²(πt/2), by sums.
  const formula = Array.from({ length: 2000 }, (_, i) => {
    const t = (i + 0.5) / 2000;
    return (
      ((0.375 * Math.PI * Math.sin(Math.PI * t)) ** 2 / (4 * (1 - 0.75 * Math.sin((Math.PI * t) / 2) ** 2))) * 5e-4
    );
  }).reduce((sum, value) => sum + value);
  assertClose(correctorError[stepCount], Math.sqrt((2 * formula) / (ensembleSize * volatility)), 5e-3);
  const spread = Math.sqrt(sampleVariance(correctorGain.row(stepCount)).value) / correctorError[stepCount];
  assert.ok(spread > 0.65 && spread < 1.35, `spread over stated error ${spread}`);
  assertClose(meanEnergies.row(stepCount)[0], 0.25, 3e-3);
});

test('autocovariances: entropy bound and spectrum are those of the exact law, with noise and without', async () => {
  const [d, ensembleSize, ensembleCount, stepCount] = [24, 128, 4, 100];
  const components = matrix(
    2,
    d,
    Float64Array.from({ length: 2 * d }, (_, i) => (i < d ? Math.cos((Math.PI * (i + 1)) / (d + 1)) : 1)),
  );
  const target = [(0.6 * (d - 1)) / d, 1];
  for (const volatility of [0, 2]) {
    const guided = await guide(
      autocovariance({ signalLength: d }),
      gaussian({ signalLength: d }).sample(key(1), ensembleSize * ensembleCount),
      { moments: straightMoments([0, 1], target, stepCount), volatility, stepSize: 1 / stepCount, ensembleSize },
      { key: key(7) },
    );
    const [, law] = momentGuidedSpectrum(components, {
      start: new Float64Array(d).fill(1),
      volatility,
      times: [0, 1],
      momentRate(t, out) {
        out[0] = target[0] * (Math.PI / 2) * Math.sin(Math.PI * t);
        out[1] = 0;
      },
    });
    const gain = sampleMean(guided.entropyGain.row(stepCount));
    // The steps' bias, and a fluctuation of G of relative order 1/N.
    assertClose(gain.value, law.bound, 4 * gain.standardError + 0.02, `volatility ${volatility}`);
    assertClose(guided.meanEnergies.row(stepCount), target, 4e-3);
    assert.equal(Number.isNaN(guided.correctorGain.row(stepCount)[0]), volatility === 0);
    // Variance along the first mode.
    const { paths } = guided;
    const mode = Float64Array.from(
      { length: d },
      (_, i) => Math.sqrt(2 / (d + 1)) * Math.sin((Math.PI * (i + 1)) / (d + 1)),
    );
    const squares = Float64Array.from(
      { length: paths.pathCount },
      (_, n) => paths.path(n).reduce((sum, x, i) => sum + x * mode[i], 0) ** 2,
    );
    const { value, standardError } = sampleMean(squares);
    assertClose(value, law.spectrum[0], 4 * standardError + 0.02 * law.spectrum[0], `volatility ${volatility}`);
  }
});

test('any number of workers gives the same bits, and a run goes on from a checkpoint to them', async (t) => {
  const d = 8;
  const options = { volatility: 1, stepSize: 0.1, ensembleSize: 6, moments: straightMoments([0, 1], [0.4, 1], 10) };
  const guided = momentGuided(autocovariance({ signalLength: d }), options);
  const start = gaussian({ signalLength: d }).sample(key(1), 12);
  const runs: Vector[] = [];
  for (const count of [1, 2, 3]) {
    runs.push((await withWorkers(count, () => runAlgorithm(guided, start, 20, { key: key(7) }))).state.paths);
  }
  for (const paths of runs.slice(1)) assertSameBits(paths, runs[0]);
  const checkpoints = await checkpointsOf(t, { algorithm: guided, start, stepCount: 20 });
  for (const resume of checkpoints.slice(0, 2)) {
    const { state } = await runAlgorithm(guided, ensemble(12, d), 20, { key: key(7), resume });
    assertSameBits(state.paths, runs[0]);
  }
});

test('arguments out of range, and a G without full rank, are one clear error', async () => {
  const energy = autocovariance({ signalLength: 8 });
  const options = { volatility: 1, stepSize: 0.1, ensembleSize: 4, moments: straightMoments([0, 1], [0.4, 1], 10) };
  const made = (changes: object) => () => momentGuided(energy, { ...options, ...changes });
  assert.throws(made({ ensembleSize: 1 }), {
    name: 'RangeError',
    message:
      'momentGuided: ensembleSize expects a whole number from 2, the number of components of autocovariance, on, got 1; ' +
      'take more paths, or fewer components',
  });
  assert.throws(made({ volatility: -1 }), /volatility expects a finite number from 0, got -1; give σ²/);
  assert.throws(made({ stepSize: NaN }), /stepSize expects a positive finite number, got NaN/);
  assert.throws(made({ moments: straightMoments([0], [1], 10) }), /moments expects two rows or more of 2 numbers/);
  assert.throws(made({ moments: straightMoments([0, NaN], [1, 1], 10) }), /moments expects finite numbers, got NaN/);
  assert.throws(() => straightMoments([0, 1], [1], 10), /straightMoments: to expects 2 numbers, got 1/);
  assert.throws(() => straightMoments([0], [1], 0), /straightMoments: stepCount expects a whole number from 1/);
  const doubled = concatenate(energy, squaredNorm({ signalLength: 8 }));
  const moments = straightMoments([0, 1, 8], [0.4, 1, 8], 10);
  const start = gaussian({ signalLength: 8 }).sample(key(1), 8);
  await assert.rejects(
    guide(doubled, start, { ...options, moments }),
    /momentGuided: G expects full rank, got squared norm, whose gradient is a combination of those of lag 0; leave/,
  );
});
