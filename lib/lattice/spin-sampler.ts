import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { checkCount, type Ensemble, ensemble, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn, type Key, randomWords, signs } from '../random/index.js';
import { checkInverseTemperature, type GibbsOptions } from './spin-law.js';
import { heatBathSweep, metropolisSweep, type SiteSweep } from './spin-sweep.js';
import { checkSpins, type SpinSystem } from './spin-system.js';

const own = {};
/** U and Σ s after the step. */
const info = { energy: perPath(), magnetisation: perPath() };

/** Sweeps over spins as an algorithm of the runner: a path is a state, a step some sweeps. */
export type SpinSampler = ShardedAlgorithm<PathwiseSchema<typeof own, typeof info>>;

/** Temperature and step of a sampler of spins. */
export interface SpinSamplerOptions extends GibbsOptions {
  /** Sweeps of a step, whole number from 1; 1 when left out. Records hold one row per step. */
  readonly sweepsPerStep?: number;
}

/**
 * Heat-bath sweeps (Gibbs sampling) as an algorithm of the runner, one chain per path; `heatBathKernel` has the update. The draws of
 * chain n in step t depend on the key, n and t alone.
 * @throws RangeError when an option is out of range; when it starts, when a path is not of spins ±1
 * Cost: of the kernel's sweeps, and the energy once per step.
 */
export function heatBath(system: SpinSystem, options: SpinSamplerOptions = {}): SpinSampler {
  return sampler('heat bath', system, { ...options, sweepOf: heatBathSweep, made: madeHeatBath });
}

/**
 * Metropolis sweeps as an algorithm of the runner, one chain per path; `metropolisKernel` has the update and its warning for β near 0.
 * Arguments, errors and cost as for `heatBath`.
 */
export function metropolis(system: SpinSystem, options: SpinSamplerOptions = {}): SpinSampler {
  return sampler('Metropolis', system, { ...options, sweepOf: metropolisSweep, made: madeMetropolis });
}

const madeHeatBath = portable(
  'lattice/spin-sampler#heatBath',
  (system: PortableCall<SpinSystem>, options: SpinSamplerOptions): SpinSampler => heatBath(perform(system), options),
);

const madeMetropolis = portable(
  'lattice/spin-sampler#metropolis',
  (system: PortableCall<SpinSystem>, options: SpinSamplerOptions): SpinSampler => metropolis(perform(system), options),
);

interface SamplerParts extends SpinSamplerOptions {
  readonly sweepOf: (system: SpinSystem, inverseTemperature: number) => SiteSweep;
  readonly made: typeof madeHeatBath;
}

function sampler(
  name: string,
  system: SpinSystem,
  { inverseTemperature = 1, sweepsPerStep = 1, sweepOf, made }: SamplerParts,
): SpinSampler {
  checkInverseTemperature(name, inverseTemperature);
  checkCount(`${name}: sweepsPerStep`, sweepsPerStep, 1);
  const { siteCount, shape } = system;
  const sweep = sweepOf(system, inverseTemperature);
  const words = new Uint32Array(siteCount);
  return pathwiseAlgorithm({
    name: `${name} of ${system.name}`,
    shape,
    own,
    info,
    identity: { system: system.identity, name, inverseTemperature, sweepsPerStep },
    call: callOf(made, system.call, { inverseTemperature, sweepsPerStep }),
    start(paths) {
      checkSpins(`${name}: paths`, paths, siteCount);
      return {};
    },
    move(paths, _, { key, t, firstPath }) {
      const stepKey = foldIn(key, t);
      const next = ensemble(paths.pathCount, shape, paths.data.slice());
      const magnetisation = vector(paths.pathCount);
      for (let n = 0; n < paths.pathCount; n++) {
        const spins = next.path(n);
        const chainKey = foldIn(stepKey, firstPath + n);
        for (let turn = 0; turn < sweepsPerStep; turn++) sweep(spins, randomWords(chainKey, words, turn));
        let sum = 0;
        for (let i = 0; i < siteCount; i++) sum += spins[i];
        magnetisation[n] = sum;
      }
      return { paths: next, own: {}, info: { energy: system.energies(next), magnetisation } };
    },
  });
}

/** States of independent fair spins: the Gibbs law at β = 0, [pathCount, siteCount]. State n depends on the key and on n alone. */
export function fairSpins({ shape, siteCount }: SpinSystem, key: Key, pathCount: number): Ensemble {
  const states = ensemble(pathCount, shape);
  for (let n = 0; n < pathCount; n++) signs(foldIn(key, n), siteCount, states.path(n));
  return states;
}
