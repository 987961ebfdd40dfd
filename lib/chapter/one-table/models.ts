import { adversary } from './adversary.js';
import { autoencoder } from './autoencoder.js';
import { meanFieldModel, regularModel } from './descents.js';
import { energyBasedModels } from './energy-based.js';
import type { GenerativeModel } from './generative-model.js';
import { denoisedScore, interpolant } from './moving-laws.js';
import { normalizingFlow } from './normalizing-flow.js';

/** The target itself: what the measures say of a model without error. */
const targetItself: GenerativeModel = {
  name: 'target',
  title: 'the target itself',
  objective: 'nothing',
  generates: 'its own draws',
  evaluates: 'its own density',
  train: async ({ law }) => ({
    parameterCount: 0,
    besideCount: 0,
    isDensityCheap: true,
    logDensity: async (paths) => law.logDensity(paths),
    sample: async (key, count) => law.sample(key, count),
  }),
};

/** The rows of the table, in its order. */
export const generativeModels: readonly GenerativeModel[] = [
  targetItself,
  ...energyBasedModels,
  autoencoder,
  adversary,
  denoisedScore,
  interpolant,
  normalizingFlow,
  meanFieldModel,
  regularModel,
];

/**
 * The model of a name.
 * @throws RangeError when there is none
 */
export function modelNamed(name: string): GenerativeModel {
  const found = generativeModels.find((model) => model.name === name);
  if (found) return found;
  const names = generativeModels.map((model) => model.name).join(', ');
  throw new RangeError(`modelNamed: name expects one of ${names}, got ${name}; choose one of these`);
}
