import type { Ensemble } from '../../array/index.js';
import { frozenModel } from '../../divergence/index.js';
import { descend, frozenSchedule, meanFieldDescent, regularDescent } from '../../flow/index.js';
import { foldIn } from '../../random/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';
import { targetEnergies } from './targets.js';

const PILOT_PATHS = 1000;
const STEPS = 100;
/** γ in x′ = x − γ Jᵀ(Φ̄ − α). */
const STEP_SIZE = 1;

/** The paper's mean-field descent: a pilot of many paths trains the weights, and fresh paths follow them. */
export const meanFieldModel: GenerativeModel = {
  name: 'mean-field',
  title: 'mean-field descent',
  objective: '½‖Φ̄ − α‖², of the ensemble',
  generates: 'frozen weights, from the base',
  evaluates: 'the frozen steps, inverted',
  async train(target, { key, effort, onProgress }) {
    const { energy, base } = target;
    const flow = meanFieldDescent(energy, targetEnergies(target), { stepSize: STEP_SIZE, lossScale: 1 });
    const stepCount = stepsOf(STEPS, effort);
    const pilot = await descend(flow, base.sample(key, PILOT_PATHS), stepCount, { onProgress });
    const model = frozenModel(frozenSchedule(pilot), base);
    return {
      parameterCount: stepCount * energy.componentCount,
      besideCount: 0,
      sample: async (drawKey, count) => model.sample(drawKey, count),
      async logDensity(paths) {
        const { logDensities } = await model.density(paths);
        return logDensities.map((value) => (Number.isNaN(value) ? -Infinity : value));
      },
    };
  },
};

/** The regular descent: every path by itself; nothing is kept from one path to the next. */
export const regularModel: GenerativeModel = {
  name: 'regular',
  title: 'regular descent',
  objective: '½‖Φ − α‖², of each path',
  generates: 'a descent of each path, from the base',
  evaluates: 'nothing',
  async train(target, { effort }) {
    const { energy, base } = target;
    const flow = regularDescent(energy, targetEnergies(target), { stepSize: STEP_SIZE, lossScale: 1 });
    return {
      parameterCount: energy.componentCount,
      besideCount: 0,
      async sample(drawKey, count): Promise<Ensemble> {
        const start = base.sample(foldIn(drawKey, 0), count);
        return (await descend(flow, start, stepsOf(STEPS, effort))).paths;
      },
    };
  },
};
