import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, ensembleOf, vectorOf } from '../../lib/array/index.js';
import type { DescentReference, ModelParameters } from '../../lib/command/verification/reference.js';
import { type Curve, leastOf, type ReverseDivergence, reverseDivergence } from '../../lib/divergence/index.js';
import { autocovariance, type Energy, scatteringMean, scatteringSpectra } from '../../lib/energy/index.js';
import { meanFieldDescent, positive, regularDescent } from '../../lib/flow/index.js';
import { ar, cir, exponential, gaussian, type Model } from '../../lib/model/index.js';
import { foldIn, key } from '../../lib/random/index.js';
import { assertClose, assertWithin, flat } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { fixture } from '../support.js';

/**
 * White noise against the unit-variance AR(1) with coefficient φ, closed form. Its precision Q has 1/(1 − φ²) at both ends
 * of the diagonal, (1 + φ²)/(1 − φ²) between and −φ/(1 − φ²) beside; ln det of the covariance is (d − 1) ln(1 − φ²).
 * The divergence is ½(tr Q − d + ln det), the variance of ln q − ln p over paths ½ ‖Q − I‖² (Frobenius).
 */
function noiseAgainstAr(phi: number, d: number): { divergence: number; deviation: number } {
  const share = 1 - phi * phi;
  const trace = (2 + (d - 2) * (1 + phi * phi)) / share;
  const inside = (1 + phi * phi) / share - 1;
  const squares = 2 * (1 / share - 1) ** 2 + (d - 2) * inside ** 2 + 2 * (d - 1) * (phi / share) ** 2;
  return { divergence: 0.5 * (trace - d + (d - 1) * Math.log(share)), deviation: Math.sqrt(0.5 * squares) };
}

test('white noise diverges from AR(0.1) at d = 1024 by 5.19 nats before the first step, with the standard error of its variance', async () => {
  const [signalLength, pathCount] = [1024, 1000];
  const { divergence, deviation } = noiseAgainstAr(0.1, signalLength);
  assert.equal(divergence.toFixed(2), '5.19');
  const base = gaussian({ signalLength });
  const flow = regularDescent(autocovariance({ signalLength }), [0.1, 1], { stepSize: 10 });
  const result = await reverseDivergence(flow, base, ar([0.1], { signalLength }), base.sample(key(7), pathCount), 1);
  const at = (curve: Curve): { value: number; standardError: number } => ({
    value: curve.values[0],
    standardError: curve.standardErrors[0],
  });
  assertWithin(at(result.divergence), divergence, 3);
  // A standard deviation of N numbers has relative error 1/√(2N), a little more for a quadratic form.
  assertClose(
    at(result.divergence).standardError / (deviation / Math.sqrt(pathCount)),
    1,
    4 / Math.sqrt(2 * pathCount),
  );
  // The parts by themselves: the negative entropy of white noise is −d/2 ln(2πe).
  assertWithin(at(result.negativeEntropy), -0.5 * signalLength * Math.log(2 * Math.PI * Math.E), 4);
  assertWithin(at(result.logLikelihood), -0.5 * signalLength * Math.log(2 * Math.PI * Math.E) - divergence, 4);
  assert.ok(
    at(result.divergence).standardError < 0.3 * at(result.negativeEntropy).standardError,
    'errors of the parts cancel',
  );
});

function modelOf(params: ModelParameters, signalLength: number): Model {
  if (params.kind === 'gaussian') return gaussian({ signalLength, mean: params.mean, deviation: params.std });
  if (params.kind === 'exponential') return exponential({ signalLength, scale: params.scale });
  if (params.kind === 'ar') return ar(params.phi, { signalLength });
  assert.ok(params.kind === 'cir');
  return cir(
    { speed: params.kappa, level: params.theta, volatility: params.sigma },
    { signalLength, timeStep: params.dt },
  );
}

function energyOf({ params, input }: DescentReference): Energy {
  if (params.energy === 'scatmean') return scatteringMean({ signalLength: params.d });
  if (params.energy === 'scatspectra')
    return scatteringSpectra({ signalLength: params.d, scales: params.J, sigma2: input.sigma2 });
  return autocovariance({ signalLength: params.d, firstSquare: params.variant === 'from2' ? 2 : 1 });
}

for (const name of [
  'descent-ar1-acf-d128',
  'descent-ar1-acf-from2-d128',
  'descent-cir-acf-d64',
  'descent-cir-acf-wide-d64',
  'descent-ar2-scatmean-d64',
  'descent-ar2-scatspectra-d64',
  'descent-cir-scatspectra-d64',
] as const) {
  test(`divergence, entropy, likelihood, loss and determinants through whole descents agree with automatic differentiation: ${name}`, async () => {
    const reference = fixture(name);
    const { params, input, expected, tolerance } = reference;
    const energy = energyOf(reference);
    const options = { stepSize: params.gamma, constraint: params.project ? positive : undefined };
    const [base, truth] = [modelOf(params.q0, params.d), modelOf(params.model, params.d)];
    const flows = {
      mgdm: regularDescent(energy, input.alpha, options),
      mf: meanFieldDescent(energy, input.alpha, options),
    };
    for (const label of ['mgdm', 'mf'] as const) {
      const flow = flows[label];
      const result = await withWorkers(2, () =>
        reverseDivergence(flow, base, truth, ensembleOf(input.x0), params.steps),
      );
      const close = (got: ArrayLike<number>, quantity: string): void => {
        const values = flat(expected[label][quantity]);
        const { abs, rel } = tolerance[quantity];
        assertClose(got, values, abs + rel * Math.max(...values.map(Math.abs)), `${label} ${quantity}`);
      };
      close(result.divergence.values, 'kl');
      close(result.negativeEntropy.values, 'neg_entropy');
      close(result.logLikelihood.values, 'loglik');
      // The files state the loss of the joint mean field, N times that of an ensemble's mean.
      close(
        result.descent.losses.map((loss) => (label === 'mf' ? params.N : 1) * loss),
        'loss',
      );
      close(result.descent.paths.data, 'x_final');
      const lost = result.transportLoss.values.map((value, t) => value + result.collapseLoss.values[t]);
      close(
        lost.subarray(1).map((value, t) => -params.N * (value - lost[t])),
        'logdet_per_step',
      );
    }
  });
}

const signalLength = 48;
const base = gaussian({ signalLength });
const truth = ar([0.4], { signalLength });
const energy = autocovariance({ signalLength });
const target = [0.4, 1];

test('negative entropy is that of the start plus transport plus collapse, and divergence is it minus log-likelihood', async () => {
  const flow = meanFieldDescent(energy, target, { stepSize: 1, ensembleSize: 8 });
  const { divergence, negativeEntropy, logLikelihood, transportLoss, collapseLoss } = await reverseDivergence(
    flow,
    base,
    truth,
    base.sample(key(1), 32),
    15,
  );
  assert.equal(transportLoss.values[0], 0);
  assert.equal(collapseLoss.values[0], 0);
  for (let t = 0; t <= 15; t++) {
    assertClose(
      negativeEntropy.values[t],
      negativeEntropy.values[0] + transportLoss.values[t] + collapseLoss.values[t],
      1e-11,
    );
    assertClose(divergence.values[t], negativeEntropy.values[t] - logLikelihood.values[t], 1e-11);
  }
  assert.ok(collapseLoss.values[15] > 0, 'shrinking onto the target loses entropy');
});

test('the mean field divides the collapse: it loses less entropy that way than regular descent from the same paths', async () => {
  const paths = base.sample(key(2), 64);
  const collapse = async (ensembleSize: number): Promise<number> => {
    const flow = meanFieldDescent(energy, target, { stepSize: 1, ensembleSize });
    return (await reverseDivergence(flow, base, truth, paths, 5)).collapseLoss.values[5];
  };
  const [alone, eight, all] = [await collapse(1), await collapse(8), await collapse(64)];
  // To first order the collapse is proportional to 1/N.
  assertClose(eight / alone, 1 / 8, 0.03);
  assertClose(all / alone, 1 / 64, 0.005);
});

test('a single coupled ensemble takes its errors from the spread between its paths: right at the start, careful later', async () => {
  const [replications, pathCount, steps] = [120, 24, 16];
  const flow = meanFieldDescent(energy, target, { stepSize: 1 });
  const results: ReverseDivergence[] = [];
  for (let r = 0; r < replications; r++) {
    results.push(
      await withWorkers(1, () =>
        reverseDivergence(flow, base, truth, base.sample(foldIn(key(8), r), pathCount), steps),
      ),
    );
  }
  const { ensembleCount, transportLoss, entropyLoss } = results[0];
  assert.equal(ensembleCount, 1);
  assert.ok(transportLoss.standardErrors.every(Number.isNaN) && entropyLoss.standardErrors.every(Number.isNaN));
  for (const part of ['divergence', 'negativeEntropy', 'logLikelihood'] as const) {
    for (const t of [0, 8, 16]) {
      const values = results.map((result) => result[part].values[t]);
      const mean = values.reduce((sum, value) => sum + value, 0) / replications;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (replications - 1));
      const stated = Math.sqrt(
        results.reduce((sum, result) => sum + result[part].standardErrors[t] ** 2, 0) / replications,
      );
      // The spread of 120 numbers is itself known to 1/√240 = 6.5 %.
      assert.ok(stated > 0.8 * spread, `${part} after step ${t}: spread ${spread}, stated ${stated}`);
      if (t === 0) assert.ok(stated < 1.25 * spread, `${part} at the start: spread ${spread}, stated ${stated}`);
    }
  }
});

for (const [label, ensembleSize, pathCount] of [
  ['regular descent', 1, 24],
  ['ensembles of four', 4, 48],
] as const) {
  test(`${label}: over 160 replications the spread of every estimate is the standard error it states, within a quarter`, async () => {
    const [replications, steps] = [160, 8];
    const flow = meanFieldDescent(energy, target, { stepSize: 1, ensembleSize });
    const results: ReverseDivergence[] = [];
    for (let r = 0; r < replications; r++) {
      const paths = base.sample(foldIn(key(7), r), pathCount);
      results.push(await withWorkers(1, () => reverseDivergence(flow, base, truth, paths, steps)));
    }
    for (const part of ['divergence', 'negativeEntropy', 'logLikelihood', 'transportLoss', 'collapseLoss'] as const) {
      for (const t of part.endsWith('Loss') ? [4, 8] : [0, 4, 8]) {
        const values = results.map((result) => result[part].values[t]);
        const mean = values.reduce((sum, value) => sum + value, 0) / replications;
        const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (replications - 1));
        const stated = Math.sqrt(
          results.reduce((sum, result) => sum + result[part].standardErrors[t] ** 2, 0) / replications,
        );
        // The spread of 160 numbers is itself known to 1/√318 = 6 %.
        assert.ok(Math.abs(spread / stated - 1) < 0.25, `${part} after step ${t}: spread ${spread}, stated ${stated}`);
      }
    }
  });
}

test('the least value of a curve is its first smallest, with its step and error', () => {
  assert.deepEqual(leastOf({ values: vectorOf([3, 1, 2, 1]), standardErrors: vectorOf([0.3, 0.1, 0.2, 0.4]) }), {
    stepNumber: 1,
    value: 1,
    standardError: 0.1,
  });
});

test('a reverse divergence shows where it starts and where it is least', async () => {
  const flow = meanFieldDescent(energy, target, { stepSize: 1, ensembleSize: 8 });
  const result = await reverseDivergence(flow, base, truth, base.sample(key(1), 32), 3);
  const text = String((result[displaySymbol]() as Record<string, unknown>)['text/plain']);
  assert.match(
    text,
    /^reverse divergence, mean-field descent of autocovariance towards AR\(0\.4\)\n.*4 × 8\n.*at the start.* ± .* nats\n.*after step 3/,
  );
});

test('paths of another length than the models are refused', async () => {
  const flow = regularDescent(energy, target, { stepSize: 1 });
  const other = gaussian({ signalLength: 50 });
  await assert.rejects(
    reverseDivergence(flow, other, truth, other.sample(key(1), 4), 2),
    /energy expects signal length 48, got 50/,
  );
  await assert.rejects(
    reverseDivergence(flow, base, ar([0.4], { signalLength: 50 }), base.sample(key(1), 4), 2),
    /logDensity: model expects signal length 50, got 48/,
  );
});
