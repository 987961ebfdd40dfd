import { type Ensemble, ensemble, type Vector } from '../array/index.js';
import { type Key, randomWords } from '../random/index.js';
import { exp } from '../special/index.js';
import { checkInverseTemperature, type GibbsOptions } from './spin-law.js';
import { checkSpins, type SpinSystem } from './spin-system.js';

/** A Markov kernel that leaves the Gibbs law of a system alone: moves each state once, by a random stream of its own. */
export type SpinKernel = (states: Ensemble, keyOf: (n: number) => Key) => Ensemble;

/** Updates all sites of one state in place, in their order, by one word of 32 random bits each. */
export type SiteSweep = (spins: Vector, words: Uint32Array) => void;

const WORD = 2 ** 32;

/**
 * A sweep of heat-bath updates (Gibbs sampling): each site in turn is drawn anew under its conditional law,
 * P(s = 1) = 1/(1 + e^{−2βf}) in the local field f = h + Σ J s′. Any site may take either value, so that every β is mixed.
 * @returns the kernel of one sweep at β = `inverseTemperature`, 1 when left out; it throws a RangeError when a state is not of spins ±1
 * @throws RangeError when β is not finite
 * Cost of a sweep: about 10 ns per site of a lattice, 20 ns and the site's couplings elsewhere. Probabilities are multiples of 2⁻³².
 */
export function heatBathKernel(system: SpinSystem, { inverseTemperature = 1 }: GibbsOptions = {}): SpinKernel {
  return kernelOf(system, heatBathSweep(system, inverseTemperature));
}

/**
 * A sweep of Metropolis updates: each site in turn is turned over with probability min(1, e^{−2βsf}), s its spin and f its local field.
 * At β = 0 every spin is turned over in every sweep, a law that never mixes: take the heat bath near there.
 * Arguments, errors and cost as for `heatBathKernel`.
 */
export function metropolisKernel(system: SpinSystem, { inverseTemperature = 1 }: GibbsOptions = {}): SpinKernel {
  return kernelOf(system, metropolisSweep(system, inverseTemperature));
}

function kernelOf(system: SpinSystem, sweep: SiteSweep): SpinKernel {
  const { siteCount } = system;
  const words = new Uint32Array(siteCount);
  return (states, keyOf) => {
    checkSpins('kernel: states', states, siteCount);
    const next = ensemble(states.pathCount, states.shape, states.data.slice());
    for (let n = 0; n < states.pathCount; n++) sweep(next.path(n), randomWords(keyOf(n), words));
    return next;
  };
}

/** One sweep of heat-bath updates of one state. */
export function heatBathSweep(system: SpinSystem, inverseTemperature: number): SiteSweep {
  checkInverseTemperature('heatBath', inverseTemperature);
  const { siteCount, bonds, uniform } = system;
  const { starts, neighbours } = bonds;
  const upThreshold = (pull: number): number => WORD / (1 + exp(-2 * inverseTemperature * pull));
  if (uniform === undefined) {
    const pullAt = pullOf(system);
    return (spins, words) => {
      for (let i = 0; i < siteCount; i++) spins[i] = words[i] < upThreshold(pullAt(spins, i)) ? 1 : -1;
    };
  }
  const { coupling, field, neighbourCount } = uniform;
  const thresholds = Array.from({ length: 2 * neighbourCount + 1 }, (_, m) =>
    upThreshold(coupling * (m - neighbourCount) + field),
  );
  return (spins, words) => {
    for (let i = 0; i < siteCount; i++) {
      let sum = neighbourCount;
      for (let entry = starts[i]; entry < starts[i + 1]; entry++) sum += spins[neighbours[entry]];
      spins[i] = words[i] < thresholds[sum] ? 1 : -1;
    }
  };
}

/** One sweep of Metropolis updates of one state. */
export function metropolisSweep(system: SpinSystem, inverseTemperature: number): SiteSweep {
  checkInverseTemperature('metropolis', inverseTemperature);
  const { siteCount, bonds, uniform } = system;
  const { starts, neighbours } = bonds;
  const turnThreshold = (alignment: number): number => WORD * Math.min(1, exp(-2 * inverseTemperature * alignment));
  if (uniform === undefined) {
    const pullAt = pullOf(system);
    return (spins, words) => {
      for (let i = 0; i < siteCount; i++)
        if (words[i] < turnThreshold(spins[i] * pullAt(spins, i))) spins[i] = -spins[i];
    };
  }
  const { coupling, field, neighbourCount } = uniform;
  const width = 2 * neighbourCount + 1;
  const thresholds = Array.from({ length: 2 * width }, (_, place) => {
    const pull = coupling * ((place % width) - neighbourCount) + field;
    return turnThreshold(place < width ? -pull : pull);
  });
  return (spins, words) => {
    for (let i = 0; i < siteCount; i++) {
      let place = neighbourCount + (spins[i] > 0 ? width : 0);
      for (let entry = starts[i]; entry < starts[i + 1]; entry++) place += spins[neighbours[entry]];
      if (words[i] < thresholds[place]) spins[i] = -spins[i];
    }
  };
}

/** f = h + Σ J s′ of a site. */
function pullOf({
  bonds: { starts, neighbours, couplings },
  fields,
}: SpinSystem): (spins: Vector, i: number) => number {
  return (spins, i) => {
    let pull = fields[i];
    for (let entry = starts[i]; entry < starts[i + 1]; entry++) pull += couplings[entry] * spins[neighbours[entry]];
    return pull;
  };
}
