import {
  adam,
  affineMap,
  composedMap,
  couplingMap,
  fallingRate,
  flowModel,
  type InvertibleMap,
  likelihoodTurn,
  planarMap,
  trainNetworks,
} from '../../neural/index.js';
import { split } from '../../random/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';

const BATCH = 256;
const STEPS = 500;
const COUPLINGS = 6;
const PLANES = 4;

/** A flow that likelihood trains: couplings in the plane; planar and affine maps on the line, where no coordinate is left to couple. */
export const normalizingFlow: GenerativeModel = {
  name: 'flow',
  title: 'normalizing flow',
  objective: 'log-likelihood',
  generates: 'the inverse map, from N(0, I)',
  evaluates: 'the map and its determinant',
  async train({ law }, { key, effort, onProgress }) {
    const map = mapOf(law.signalLength);
    const [startKey, trainKey] = split(key, 2);
    const stepCount = stepsOf(STEPS, effort);
    const rate = law.signalLength === 1 ? 0.05 : 0.01;
    const optimiser = adam({ rate: fallingRate(rate, rate / 20, stepCount) });
    const trained = await trainNetworks(
      [likelihoodTurn(map, law, { batchSize: BATCH, optimiser })],
      { flow: map.drawn(startKey) },
      { stepCount, key: trainKey, onProgress },
    );
    const model = flowModel(map, trained.parameters.flow);
    return {
      parameterCount: map.parameterCount,
      besideCount: 0,
      isDensityCheap: true,
      logDensity: async (paths) => model.logDensity(paths),
      sample: async (drawKey, count) => model.sample(drawKey, count),
    };
  },
};

function mapOf(signalLength: number): InvertibleMap {
  return composedMap(
    signalLength === 1
      ? [...Array.from({ length: PLANES }, () => planarMap(1)), affineMap(1)]
      : Array.from({ length: COUPLINGS }, (_, l) => couplingMap(2, { kept: [l % 2], hidden: [24, 24] })),
  );
}
