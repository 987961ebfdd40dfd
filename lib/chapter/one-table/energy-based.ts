import { runAlgorithm } from '../../algorithm/index.js';
import { ensemble, type Vector, vector } from '../../array/index.js';
import { adjustedLangevin, markovChain, type Potential } from '../../chain/index.js';
import { foldIn } from '../../random/index.js';
import { exp, log } from '../../special/index.js';
import {
  contrastiveDivergence,
  exactGradient,
  exponentialFamily,
  jarzynskiCorrected,
  langevinWalkers,
  lawWithMeans,
  persistent,
  type Trainer,
  type TrainingProblem,
  train,
} from '../../training/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';
import { massMeans, type Target, targetEnergies } from './targets.js';

const WALKERS = 500;
const CHAIN_STEPS = 200;
const STEPS = 400;
/** θ′ = θ + η𝒟: bumps have values from 0 to 1, and multipliers of a few units. */
const RATE = 4;

/** The exponential family θ·Φ + ‖x‖²/(2σ²) of the target's bumps, trained by a trainer of `lib/training`. */
function energyBased(trainer: Trainer, words: Pick<GenerativeModel, 'name' | 'title' | 'objective'>): GenerativeModel {
  return {
    ...words,
    generates: 'a Metropolis-adjusted Langevin chain from the base',
    evaluates: 'e^{−U}, and Z by quadrature',
    async train(target, { key, effort, onProgress }) {
      const { energy, base } = target;
      const family = exponentialFamily(energy, base);
      const { parameters } = await train(
        problemOf(target),
        trainer,
        { parameters: vector(energy.componentCount), rate: RATE, stepCount: stepsOf(STEPS, effort) },
        { key, onProgress },
      );
      const potential = family.at(parameters.row(parameters.rowCount - 1).slice());
      const logPartition = logPartitionOf(potential, target);
      return {
        parameterCount: energy.componentCount,
        besideCount: 0,
        isDensityCheap: true,
        logDensity: async (paths) => potential.values(paths).map((value) => -value - logPartition),
        async sample(drawKey, count) {
          const chain = markovChain(potential, adjustedLangevin({ stepSize: target.chainStep }));
          const start = base.sample(foldIn(drawKey, 0), count);
          const { state } = await runAlgorithm(chain, start, CHAIN_STEPS, { key: foldIn(drawKey, 1) });
          return ensemble(count, base.signalLength, state.paths);
        },
      };
    },
  };
}

/** Walkers that take Langevin steps, with exact means by quadrature besides: in one dimension or two there is no need of walkers. */
function problemOf(target: Target): TrainingProblem {
  const { energy, base, points, chainStep } = target;
  const data = lawWithMeans(target.law, targetEnergies(target));
  const { call: _, ...walkers } = langevinWalkers(exponentialFamily(energy, base), data, {
    walkerCount: WALKERS,
    stepSize: chainStep,
  });
  const values = energy.values(points);
  const baseLog = base.logDensity(points);
  return {
    ...walkers,
    modelSlopes(parameters) {
      const logs = baseLog.map((value, n) => {
        const row = values.row(n);
        return row.reduce((rest, bump, k) => rest - parameters[k] * bump, value);
      });
      return massMeans(normalised(logs), values.data);
    },
  };
}

function normalised(logs: Vector): Vector {
  const largest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  const masses = logs.map((value) => exp(value - largest));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** ln Z by the trapezoidal rule over the target's points. */
function logPartitionOf(potential: Potential, { points, cell }: Target): number {
  const values = potential.values(points);
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  return log(cell * values.reduce((sum, value) => sum + exp(least - value), 0)) - least;
}

/** One family, four trainers. */
export const energyBasedModels: readonly GenerativeModel[] = [
  energyBased(exactGradient(), {
    name: 'energy-exact',
    title: 'energy-based, exact means',
    objective: 'log-likelihood',
  }),
  energyBased(contrastiveDivergence({ steps: 5 }), {
    name: 'energy-contrastive',
    title: 'energy-based, CD-5',
    objective: 'nothing: its force is no gradient',
  }),
  energyBased(persistent(), {
    name: 'energy-persistent',
    title: 'energy-based, PCD',
    objective: 'log-likelihood, by walkers that lag',
  }),
  energyBased(jarzynskiCorrected(), {
    name: 'energy-jarzynski',
    title: 'energy-based, Jarzynski',
    objective: 'log-likelihood, by weighted walkers',
  }),
];
