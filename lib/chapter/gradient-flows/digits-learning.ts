import { checkCount, type Ensemble, ensemble, type Matrix, matrix, vector } from '../../array/index.js';
import { gaussian } from '../../model/index.js';
import { drawnParameters, fallingRate, multilayer } from '../../neural/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext, StageOptions } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { dataSet, type ProximalMap, proximalLogDensity } from '../../training/index.js';
import { type DigitMachine, digitMachine } from './digit-machine.js';
import { checkParameters } from './learning-parameters.js';
import { networkSteps } from './network-steps.js';
import {
  darkPixels,
  digitKeys,
  digitParts,
  principalWhitening,
  type Whitening,
  withUniform,
} from './whitened-digits.js';

/** Parameters of learning digits. */
export interface DigitsLearningParameters {
  /** Principal directions of the Gaussian from which the walkers start. */
  readonly latents: number;
  /** Units of each of two hidden layers. */
  readonly width: number;
  readonly walkerCount: number;
  readonly batchSize: number;
  /** τ, in squared deviations of that Gaussian. */
  readonly step: number;
  readonly stepCount: number;
  /** Steps of Adam in each proximal step; five times as many in the first. */
  readonly innerCount: number;
  readonly rate: number;
  /** Held-out images that are measured. */
  readonly heldOutCount: number;
  /** The machine that stands beside: its hidden units, and updates. */
  readonly hiddenCount: number;
  readonly machineUpdates: number;
}

/** Likelihoods of held-out images along the flow, samples, and a machine beside. */
export interface DigitsLearningData {
  /** Proximal steps at which likelihoods were computed; 0 is the Gaussian. */
  readonly steps: readonly number[];
  /** ln p of held-out images with a uniform number added to each grey level, nats per image, by the density of the walkers. */
  readonly heldOut: readonly Estimate[];
  /** The same of as many images of the training. */
  readonly training: readonly Estimate[];
  /** Gain over the Gaussian on held-out images, whose error is that of the differences. */
  readonly gains: readonly Estimate[];
  /** Grey levels of images: of the data, of the Gaussian, and of the same draws at the end of the flow, [16, 64]. */
  readonly images: { readonly data: Matrix; readonly start: Matrix; readonly end: Matrix };
  readonly machine: DigitMachine;
}

type Stage = 'flow' | 'machine';

/** Images that are shown. */
const SHOWN = 16;

/** Digits of 8 × 8 pixels learned by proximal steps of second order from the Gaussian of principal components. */
export function digitsLearning(
  changes: Partial<DigitsLearningParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<DigitsLearningParameters, DigitsLearningData, Stage> {
  const parameters: DigitsLearningParameters = {
    ...{ latents: 32, width: 64, walkerCount: 1500, batchSize: 300, step: 0.1, stepCount: 10, innerCount: 20 },
    ...{ rate: 0.002, heldOutCount: 150, hiddenCount: 16, machineUpdates: 1000, ...changes },
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: DigitsLearningParameters,
  seed: number,
): Experiment<DigitsLearningParameters, DigitsLearningData, Stage> {
  checkParameters('digitsLearning', parameters, {
    counts: ['width', 'walkerCount', 'batchSize', 'stepCount', 'innerCount', 'hiddenCount', 'machineUpdates'],
    sizes: ['step', 'rate'],
  });
  // Two images at least have an error; sixteen walkers are shown.
  checkCount('digitsLearning: heldOutCount', parameters.heldOutCount, 2);
  checkCount('digitsLearning: walkerCount', parameters.walkerCount, SHOWN);
  return {
    id: 'digits-learning',
    module: 'chapter/gradient-flows/digits-learning',
    parameters,
    seed,
    stages: { flow: 3, machine: 1 },
    run: runDigits,
  };
}

async function runDigits(
  p: DigitsLearningParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<DigitsLearningData> {
  const keys = digitKeys(key);
  const { training, heldOut } = digitParts(keys.split);
  const flow = await context.stage('flow', (options) =>
    flowCourse(p, { training, heldOut, uniform: keys.uniform }, options),
  );
  const machine = await context.stage('machine', (options) =>
    digitMachine(
      { training: darkPixels(training), heldOut: darkPixels(heldOut) },
      { hiddenCount: p.hiddenCount, updateCount: p.machineUpdates, key: foldIn(keys.training, 1) },
      options,
    ),
  );
  return { ...flow, machine };
}

interface DigitSetting {
  readonly training: Ensemble;
  readonly heldOut: Ensemble;
  readonly uniform: Key;
}

/** Likelihoods at the steps so far; plain data. */
interface Kept {
  readonly steps: readonly number[];
  readonly heldOut: readonly Estimate[];
  readonly training: readonly Estimate[];
  readonly gains: readonly Estimate[];
}

async function flowCourse(
  p: DigitsLearningParameters,
  { training, heldOut, uniform }: DigitSetting,
  options: StageOptions,
): Promise<Omit<DigitsLearningData, 'machine'>> {
  const [seenKey, heldKey, walkerKey, trainKey] = split(uniform, 4);
  const whitening = principalWhitening(withUniform(training, seenKey), p.latents);
  const base = gaussian({ signalLength: training.signalLength });
  const images = dataSet(training);
  const seen = whitening.whitened(withUniform(first(training, p.heldOutCount), seenKey));
  const held = whitening.whitened(withUniform(first(heldOut, p.heldOutCount), heldKey));
  const logDensities = (paths: Ensemble, maps: readonly ProximalMap[]) =>
    proximalLogDensity((at) => base.logDensity(at), maps, paths).map((value) => value + whitening.logDeterminant);
  const atStart = logDensities(held, []);
  const start = base.sample(walkerKey, p.walkerCount);
  const network = multilayer([training.signalLength, p.width, p.width, 1]);
  const rates = fallingRate(p.rate, p.rate / 10, p.stepCount);
  const { reached, kept } = await networkSteps<Kept>(
    network,
    {
      stepCount: p.stepCount,
      step: () => p.step,
      rate: (n) => rates.at(n),
      innerCount: (n) => (n === 0 ? 5 * p.innerCount : p.innerCount),
      batchSize: p.batchSize,
      data: (drawn, count) => whitening.whitened(withUniform(images.draw(count, foldIn(drawn, 1)), foldIn(drawn, 2))),
      walkers: start,
      parameters: drawnParameters(network, foldIn(trainKey, p.stepCount)),
      key: trainKey,
    },
    {
      steps: [0],
      heldOut: [meanEstimate(atStart)],
      training: [meanEstimate(logDensities(seen, []))],
      gains: [{ value: 0, standardError: 0 }],
    },
    {
      ...options,
      measure({ stepNumber, maps }, before) {
        if (stepNumber !== p.stepCount && (stepNumber & (stepNumber - 1)) !== 0) return before;
        const now = logDensities(held, maps);
        return {
          steps: [...before.steps, stepNumber],
          heldOut: [...before.heldOut, meanEstimate(now)],
          training: [...before.training, meanEstimate(logDensities(seen, maps))],
          gains: [...before.gains, meanEstimate(now.map((value, i) => value - atStart[i]))],
        };
      },
    },
  );
  return { ...kept, images: shownImages({ training, start, walkers: reached.walkers, whitening }) };
}

function first(paths: Ensemble, wanted: number): Ensemble {
  const count = Math.min(wanted, paths.pathCount);
  return ensemble(count, paths.shape, paths.data.slice(0, count * paths.signalLength));
}

/** Images of the data, of draws of the Gaussian, and of the same draws where the flow took them. */
function shownImages({
  training,
  start,
  walkers,
  whitening,
}: Record<'training' | 'start' | 'walkers', Ensemble> & {
  readonly whitening: Whitening;
}): DigitsLearningData['images'] {
  const rows = (paths: Ensemble): Matrix =>
    matrix(
      SHOWN,
      paths.signalLength,
      vector(SHOWN * paths.signalLength).map((_, i) => paths.data[i]),
    );
  return {
    data: rows(training),
    start: rows(whitening.coloured(first(start, SHOWN))),
    end: rows(whitening.coloured(first(walkers, SHOWN))),
  };
}

/** `digitsLearning` of a stored result. */
export const digitsLearningAgain = rebuilder(
  record({
    ...{ latents: count, width: count, walkerCount: count, batchSize: count, step: number, stepCount: count },
    ...{ innerCount: count, rate: number, heldOutCount: count, hiddenCount: count, machineUpdates: count },
  }),
  experimentOf,
);
