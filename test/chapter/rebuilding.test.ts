import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastGenerator, ringGame } from '../../lib/chapter/adversaries/index.js';
import { annealedPartitions, stiffening, temperedWells } from '../../lib/chapter/barriers/index.js';
import { chainEfficiency } from '../../lib/chapter/chains/index.js';
import { determinantCost } from '../../lib/chapter/determinant/index.js';
import { scoreTraining } from '../../lib/chapter/diffusion/index.js';
import { lineFlows, ringFlow } from '../../lib/chapter/flow-models/index.js';
import {
  frozenPilots,
  frozenTable,
  marketLikelihood,
  scatteringLikelihood,
} from '../../lib/chapter/frozen-weights/index.js';
import { planeFlows, regularisedScores, scoreModes, transportFlows } from '../../lib/chapter/games/index.js';
import { descentsOfAr } from '../../lib/chapter/gauss-newton/index.js';
import { hopfieldRetrieval, isingTemperatures } from '../../lib/chapter/gibbs-measures/index.js';
import { digitsLearning, ringLearning, wellsLearning } from '../../lib/chapter/gradient-flows/index.js';
import { collapsing, ringAutoencoder } from '../../lib/chapter/latent-variables/index.js';
import { estimateCost, probeCalibration, stepSpectra } from '../../lib/chapter/log-determinant/index.js';
import { descentsOf, entropyOf, marketDescents } from '../../lib/chapter/markets/index.js';
import { energyPaths, ensembleSizes, innerSteps } from '../../lib/chapter/mean-field/index.js';
import { joinedDescents, singleTargets } from '../../lib/chapter/mean-field-limit/index.js';
import { entropyDistance, marketNoise, noiseQuartet } from '../../lib/chapter/noise/index.js';
import { tableRow } from '../../lib/chapter/one-table/index.js';
import { arDescents, biasedTargets, stepContraction, stoppingRule } from '../../lib/chapter/overfitting/index.js';
import { componentNoise, noiseComponents, tableOne } from '../../lib/chapter/synthetic/index.js';
import {
  autoregressionTraining,
  infiniteTraining,
  machineTraining,
  walkerTraining,
} from '../../lib/chapter/training/index.js';
import { estimators, steinTest } from '../../lib/chapter/without-sampling/index.js';
import { entriesOf, problemsOf } from '../../lib/command/results-catalogue.js';
import { logReturns, sp500, sp500Returns } from '../../lib/data-set/index.js';
import { placeOf } from '../../lib/host/index.js';
import { rebuilders } from '../../lib/site/chapters.js';
import { decode, encode } from '../../lib/study/encoding.js';
import type { Experiment } from '../../lib/study/index.js';
import { resultFile } from '../../lib/study/stored-result.js';
import { leverage } from '../energy/leverage.js';

const market = { market: 'sp500', energy: 'scattering-covariance', base: 'garch' } as const;
const experiments: readonly Experiment<object, unknown>[] = [
  arDescents(),
  biasedTargets(),
  stepContraction(),
  stoppingRule(),
  energyPaths(),
  ensembleSizes(),
  innerSteps(),
  joinedDescents(),
  singleTargets(),
  noiseComponents(),
  noiseComponents({ signalLength: 256 }, { noise: componentNoise(256) }),
  tableOne({ model: 'cir-0.5', energy: 'scattering-spectra', method: 'regular' }),
  tableOne({ model: 'ar-0.1', energy: 'scattering-covariance', method: 'mean-field' }, {}, { profile: 'paper' }),
  stepSpectra(),
  probeCalibration(),
  estimateCost(),
  determinantCost(),
  descentsOfAr(),
  frozenPilots(),
  frozenTable({ model: 'ar-0.1', energy: 'scattering-covariance' }, {}, { profile: 'paper' }),
  marketLikelihood('S&P 500', logReturns(sp500()).values),
  scatteringLikelihood('S&P 500', logReturns(sp500()).values, { profile: 'paper' }),
  descentsOf({ market: 'sp500', energy: 'stylized', base: 'white' }, { rule: 'gauss-newton' }),
  descentsOf(market),
  descentsOf({ ...market, energy: 'stylized', base: 'white' }, { profile: 'paper' }),
  entropyOf(market),
  entropyDistance('scattering-mean'),
  marketNoise('S&P 500', sp500Returns().values),
  noiseQuartet(),
  isingTemperatures(),
  hopfieldRetrieval(),
  chainEfficiency(),
  scoreTraining(),
  regularisedScores(),
  scoreModes(),
  transportFlows(),
  planeFlows(),
  wellsLearning(),
  ringLearning(),
  digitsLearning(),
  lineFlows(),
  ringFlow(),
  ringGame(fastGenerator),
  ringAutoencoder(collapsing),
  tableRow('target', 'line'),
  infiniteTraining(),
  walkerTraining(),
  autoregressionTraining(),
  machineTraining(),
  temperedWells(),
  annealedPartitions(),
  stiffening(),
  estimators({ law: 'autoregression' }),
  steinTest(),
];

/** What a file holds of an experiment's parameters. */
const filed = (value: unknown): unknown => decode(encode(value));

test('every experiment of every chapter is made again from parameters, seed and inputs as a file holds them', () => {
  const made = new Set<string>();
  for (const experiment of experiments) {
    const { module = '', parameters, seed, inputs = {}, stages } = experiment;
    const again = rebuilders()[module](filed(parameters), seed, inputs);
    assert.equal(resultFile(again), resultFile(experiment), module);
    assert.deepEqual(again.stages, stages);
    assert.equal(again.module, module);
    assert.deepEqual(
      again.builtOn?.map((one) => resultFile(one.experiment)),
      experiment.builtOn?.map((one) => resultFile(one.experiment)),
    );
    made.add(module);
  }
  assert.deepEqual([...made].sort(), Object.keys(rebuilders()).sort());
});

test('parameters that are none of the experiment’s are named', () => {
  for (const { module = '', parameters, seed, inputs = {} } of experiments) {
    const make = (changed: object): unknown => rebuilders()[module](changed, seed, inputs);
    assert.throws(() => make({ ...parameters, more: 1 }), /^TypeError: parameters expects .*, got more$/);
    const [first] = Object.keys(parameters);
    assert.throws(() => make({ ...parameters, [first]: null }), /^TypeError: parameters\.\w+ expects /);
    assert.throws(() => make({}), TypeError);
  }
});

test('an energy of the reader’s own is in no file, and an input that is missing is asked for', () => {
  const own = marketDescents('index', sp500Returns().values, { energy: leverage(64), pathCount: 2, stepCount: 2 });
  const again = (inputs: object): unknown =>
    rebuilders()[own.module!](filed(own.parameters), own.seed, inputs as typeof own.inputs & object);
  assert.throws(() => again(own.inputs!), /RangeError: the energy .* is the reader's own and in no file/);
  const named = descentsOf(market);
  assert.throws(() => rebuilders()[named.module!](filed(named.parameters), 7, {}), /inputs expects returns, got none/);
});

test('every result kept with the sources is whole and can be made again from its file alone', () => {
  const entries = entriesOf(placeOf('results'));
  assert.ok(entries.length >= 67);
  const problems = entries.flatMap((entry) =>
    problemsOf(entry, rebuilders()).map((problem) => `${entry.file}: ${problem}`),
  );
  // Returns of an index are logarithms: results of another logarithm have inputs with other last bits, which is no damage.
  assert.deepEqual(
    problems.filter((problem) => !/expects the numbers with the hash/.test(problem)),
    [],
  );
});
