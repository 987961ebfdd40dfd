import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, ensembleOf, matrix, vector, vectorOf } from 'microcanon/array';
import {
  type ArGarchParameters,
  arGarch,
  backcast,
  type FirstVariance,
  fitArGarch,
  fitGarch,
  type GarchParameters,
  garch,
  gaussian,
  stationary,
} from 'microcanon/model';
import { key } from 'microcanon/random';
import { coordinatesOf, lawAt } from '../../lib/model/garch-coordinates.js';
import { type GarchLaw, logLikelihood, logLikelihoodGradient, vectorOfLaw } from '../../lib/model/garch-likelihood.js';
import type { VarianceStart } from '../../lib/model/garch-variance.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { sampleMean } from '../statistics.js';
import { fixture } from '../support.js';

const names: Record<string, keyof ArGarchParameters> = {
  phi: 'autoregression',
  omega: 'constant',
  alpha: 'reaction',
  beta: 'memory',
  nu: 'degrees',
};

for (const name of ['garch-fit-sp500', 'garch-fit-simulated'] as const) {
  const { input, expected } = fixture(name);
  for (const wanted of expected.fits) {
    test(`${name}: ${wanted.model} from ${wanted.first_rule} has the reference's estimates, errors and likelihood`, () => {
      const rules: Record<string, FirstVariance> = { one: 1, backcast, stationary };
      const options = { firstVariance: rules[wanted.first_rule] };
      const fitted = wanted.model === 'garch-normal' ? fitGarch(input.x, options) : fitArGarch(input.x, options);
      const [parameters, errors]: Partial<ArGarchParameters>[] = [fitted.parameters, fitted.standardErrors];
      for (const [letter, value] of Object.entries(wanted.estimate)) {
        const error = wanted.std_error[letter];
        assertClose(parameters[names[letter]]!, value, 0.001 * error, letter);
        assertClose(errors[names[letter]]!, error, 1e-5 * error, `error of ${letter}`);
      }
      assertClose(fitted.logLikelihood, wanted.loglik, 1e-6);
      assertClose(fitted.firstVariance, wanted.sigma2_first, 1e-6);
      assert.deepEqual([fitted.converged, fitted.atEdge], [true, []]);
      for (const search of fitted.searches) {
        assert.ok(search.converged);
        assertClose(search.logLikelihood, wanted.loglik, 1e-4);
      }
    });
  }
}

test('robust errors and information criteria are those of the package arch on the S&P 500', () => {
  const { x } = fixture('garch-fit-sp500').input;
  // arch 8.0.0, cov_type robust: its covariance of scores divides by n − 1, which is 1e-4 apart.
  const student = fitArGarch(x);
  const errors: ArGarchParameters = {
    autoregression: 0.01500229,
    constant: 0.002560109,
    reaction: 0.0139438974,
    memory: 0.0134932584,
    degrees: 0.5154240522,
  };
  for (const [name, error] of Object.entries(errors)) {
    assertClose(student.robustStandardErrors[name as keyof ArGarchParameters], error, 3e-4 * error, name);
  }
  assertClose([student.akaike, student.bayes], [8726.053223513602, 8757.640833495037], 1e-6);
  const normal = fitGarch(x);
  const others: GarchParameters = { constant: 0.0036852378, reaction: 0.0142624468, memory: 0.0148607778 };
  for (const [name, error] of Object.entries(others)) {
    assertClose(normal.robustStandardErrors[name as keyof GarchParameters], error, 3e-4 * error, name);
  }
  assertClose([normal.akaike, normal.bayes], [8956.433674870254, 8975.386973370412], 1e-6);
});

const path = arGarch(
  { autoregression: 0.2, constant: 0.1, reaction: 0.15, memory: 0.75, degrees: 5 },
  { signalLength: 60 },
)
  .sample(key(8), 1)
  .path(0);
const laws: GarchLaw[] = [
  { constant: 0.2, reaction: 0.1, memory: 0.6 },
  { autoregression: -0.3, constant: 0.05, reaction: 0.2, memory: 0.7, degrees: 4.2 },
];

test('the gradient is that of central differences, for both laws and every start', () => {
  const starts: VarianceStart[] = [0.7, { backcast: 0.9 }, stationary];
  for (const law of laws) {
    for (const start of starts) {
      const gradient = vector(5);
      assertClose(logLikelihoodGradient(path, law, start, gradient), logLikelihood(path, law, start), 1e-11);
      const numeric = Array.from(vectorOfLaw(law), (value, i) => {
        if (Number.isNaN(value)) return 0;
        const at = (moved: number): number => {
          const name = ['autoregression', 'constant', 'reaction', 'memory', 'degrees'][i];
          return logLikelihood(path, { ...law, [name]: moved }, start);
        };
        return (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
      });
      assertClose(gradient, numeric, 2e-6 * Math.max(...numeric.map(Math.abs)));
    }
  }
});

test('each value adds the outer product of its own gradient', () => {
  for (const law of laws) {
    const outer = matrix(5, 5);
    logLikelihoodGradient(path, law, 0.7, vector(5), outer);
    const expected = matrix(5, 5);
    const gradients = Array.from({ length: 60 }, (_, t) => {
      const gradient = vector(5);
      logLikelihoodGradient(path.subarray(0, t + 1), law, 0.7, gradient);
      return gradient;
    });
    gradients.forEach((gradient, t) => {
      const own = gradient.map((value, i) => value - (t > 0 ? gradients[t - 1][i] : 0));
      for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) expected.row(i)[j] += own[i] * own[j];
    });
    assertClose(outer.data, expected.data, 1e-9 * Math.max(...expected.data));
  }
});

test('coordinates lead back to their law, any point is a stationary law, and derivatives go over by the chain rule', () => {
  for (const law of laws) {
    const kind = 'degrees' in law ? 'arGarch' : 'garch';
    const point = coordinatesOf(law);
    const back = lawAt(point, kind);
    for (const [name, value] of Object.entries(law))
      assertClose((back.law as ArGarchParameters)[name as keyof ArGarchParameters], value, 1e-7, name);
    const gradient = vector(5);
    logLikelihoodGradient(path, back.law, stationary, gradient);
    const pulled = vector(point.length);
    back.pullback(gradient, pulled);
    const numeric = Array.from(point, (_, i) => {
      const at = (step: number): number => {
        const moved = vectorOf(point);
        moved[i] += step;
        return logLikelihood(path, lawAt(moved, kind).law, stationary);
      };
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    });
    assertClose(pulled, numeric, 1e-6 * Math.max(...numeric.map(Math.abs)));
    for (const far of [-50, 50]) {
      const { reaction, memory } = lawAt(
        point.map(() => far),
        kind,
      ).law;
      assert.ok(reaction >= 0 && memory >= 0 && reaction + memory < 1);
    }
  }
});

test('no nearby law is likelier', () => {
  const { x } = fixture('garch-fit-simulated').input;
  const { parameters, standardErrors, logLikelihood: best } = fitArGarch(x, { firstVariance: stationary });
  for (const name of Object.values(names) as (keyof typeof parameters)[]) {
    for (const sign of [-1, 1]) {
      const moved = { ...parameters, [name]: parameters[name] + sign * 0.1 * standardErrors[name] };
      const [value] = arGarch(moved, { signalLength: x.length, firstVariance: stationary }).logDensity(ensembleOf([x]));
      assert.ok(value < best - 0.001 && value > best - 1, `${name}: ${value - best}`);
    }
  }
});

test('the unit of the values changes the constant alone: by powers of two not even a bit elsewhere', () => {
  const { x } = fixture('garch-fit-simulated').input;
  const [one, other] = [fitArGarch(x), fitArGarch(x.map((value: number) => 8 * value))];
  const { constant, ...rest } = other.parameters;
  assert.deepEqual({ constant: constant / 64, ...rest }, { ...one.parameters, constant: one.parameters.constant });
  assertClose(other.logLikelihood, one.logLikelihood - 1999 * Math.log(8), 1e-8);
  assertClose(other.standardErrors.constant / 64, one.standardErrors.constant, 1e-15);
  assertClose(
    fitGarch(x, { firstVariance: 2 }).logLikelihood - 2000 * Math.log(8),
    fitGarch(
      x.map((value: number) => 8 * value),
      { firstVariance: 128 },
    ).logLikelihood,
    1e-8,
  );
});

test('fits recover the law that was drawn, with errors of the right size', () => {
  const truth = { constant: 0.1, reaction: 0.1, memory: 0.8 };
  const paths = garch(truth, { signalLength: 2000 }).sample(key(21), 40);
  const fits = Array.from({ length: 40 }, (_, n) => fitGarch(paths.path(n)));
  for (const name of ['constant', 'reaction', 'memory'] as const) {
    const scores = fits.map(
      ({ parameters, standardErrors }) => (parameters[name] - truth[name]) / standardErrors[name],
    );
    assert.ok(Math.abs(sampleMean(scores).value) < 0.7, `${name}: mean score ${sampleMean(scores).value}`);
    const spread = Math.sqrt(sampleMean(scores.map((score) => score * score)).value);
    assert.ok(spread > 0.6 && spread < 1.5, `${name}: scores of size ${spread}`);
  }
});

test('the fitted model draws paths of any length and starts its density as the fit did', async () => {
  const { x } = fixture('garch-fit-simulated').input;
  const fitted = fitArGarch(x, { firstVariance: stationary });
  assert.equal(fitted.model({ signalLength: 16 }).sample(key(1), 2).signalLength, 16);
  assertClose(fitted.model({ signalLength: x.length }).logDensity(ensembleOf([x])), [fitted.logLikelihood], 1e-8);
  assertSameBits(
    fitted.model({ signalLength: 16 }).sample(key(1), 2).data,
    arGarch(fitted.parameters, { signalLength: 16 }).sample(key(1), 2).data,
  );
  const shown = (await fitted[displaySymbol]())['text/plain'] as string;
  assert.match(shown, /memory +0\.7933 ± 0\.03741/);
  assert.match(shown, /converged +yes, 6 of 6 searches/);
});

test('white noise has its parameters at the edge, which the fit says, with no error for them', () => {
  const noise = gaussian({ signalLength: 4096 }).sample(key(1), 1).path(0);
  const { atEdge, converged, parameters, standardErrors } = fitArGarch(noise);
  assert.ok(converged);
  assert.ok(atEdge.includes('degrees'));
  assert.ok(Number.isNaN(standardErrors.degrees));
  assertClose(parameters.autoregression, 0, 4 / 64);
  assertClose(standardErrors.autoregression, 1 / 64, 0.001);
});

test('values that grow without bound are fitted by a law that is still stationary', () => {
  const noise = gaussian({ signalLength: 1000 }).sample(key(1), 1).path(0);
  let variance = 1;
  const explosive = noise.map((z) => {
    const e = Math.sqrt(variance) * z;
    variance = 0.05 + 0.3 * e * e + 0.75 * variance;
    return e;
  });
  const fitted = fitGarch(explosive);
  assert.deepEqual(fitted.atEdge, ['reaction + memory']);
  assert.ok(fitted.parameters.reaction + fitted.parameters.memory < 1);
  assert.equal(fitted.model({ signalLength: 4 }).signalLength, 4);
});

test('a degenerate series is fitted without a crash and reported as not converged', () => {
  const spike = Array.from({ length: 200 }, (_, i) => (i === 7 ? 1 : 0));
  assert.equal(fitArGarch(spike).converged, false);
});

test('series that are too short, constant or with gaps are one clear error each', () => {
  const values = Array.from({ length: 120 }, (_, i) => Math.sin(i));
  for (const [name, fitOf] of [
    ['fitGarch', fitGarch],
    ['fitArGarch', fitArGarch],
  ] as const) {
    assert.throws(() => fitOf(values.slice(0, 99)), {
      name: 'RangeError',
      message: `${name}: values expects at least 100 numbers, got 99; give a longer series`,
    });
    assert.throws(() => fitOf(values.map(() => 3)), {
      message: `${name}: values expects numbers that differ, got 120 times 3; choose another series`,
    });
    assert.throws(() => fitOf(values.map((value, i) => (i === 40 ? NaN : value))), {
      message: `${name}: values expects finite numbers, got NaN at index 40; leave it out`,
    });
    assert.throws(
      () => fitOf(values, { firstVariance: -1 }),
      new RegExp(`${name}: firstVariance expects a positive finite number or a rule, got -1`),
    );
  }
});
