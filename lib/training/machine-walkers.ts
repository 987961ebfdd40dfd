import { checkCount, checkLength, type Ensemble, ensemble, matrix, type Vector, vector } from '../array/index.js';
import { partitionEstimate } from '../chain/index.js';
import { checkEnumerable, linearForms } from '../lattice/binary-states.js';
import {
  blockGibbsKernel,
  exactStatistics,
  freeEnergies,
  type MachineParameters,
  machineStatistics,
  type RestrictedMachine,
  restrictedMachine,
} from '../lattice/index.js';
import { callOf, portable } from '../parallel/index.js';
import { draws, foldIn, type Key } from '../random/index.js';
import { logistic, softplus } from '../special/index.js';
import { dataSet } from './data.js';
import type { TrainingProblem } from './problem.js';
import { sharesOf, unweighted, weightedWalkers } from './weighted-walkers.js';

/** Sizes of a restricted Boltzmann machine, and its walkers. */
export interface MachineWalkersOptions {
  /** H. */
  readonly hiddenCount: number;
  /** N, from 2. */
  readonly walkerCount: number;
}

/**
 * Training of a restricted Boltzmann machine with walkers that move by block Gibbs sampling.
 *
 * θ is the visible biases, the hidden ones, then the weights row by row: [V + H + V · H]. U is the free energy of visible states, so that
 * Z is that of the machine. The kernel leaves the law of θ exactly as it is; weights take the plain work F_θ(v) − F_θ′(v) before the step
 * under θ′. Exact means are there where the smaller layer can be enumerated.
 * Walkers of a law are drawn independently by enumeration of the hidden layer.
 * @param data visible states of units 0 and 1, [n, V]
 * @throws RangeError when a count is out of range; when it runs, for walkers of a law with more than 20 hidden units
 * Cost of a step: block Gibbs sampling, and two free energies with weights, per walker.
 */
export function machineWalkers(data: Ensemble, { hiddenCount, walkerCount }: MachineWalkersOptions): TrainingProblem {
  checkCount('machineWalkers: hiddenCount', hiddenCount, 1);
  checkCount('machineWalkers: walkerCount', walkerCount, 2);
  const visibleCount = data.signalLength;
  const machineAt = (parameters: Vector): RestrictedMachine =>
    machineOfParameters(parameters, { visibleCount, hiddenCount });
  const states = dataSet(data);
  return {
    ...weightedWalkers(),
    name: `Boltzmann machine of ${visibleCount} × ${hiddenCount} units, ${walkerCount} walkers`,
    walkerCount,
    shape: [visibleCount],
    parameterCount: visibleCount + hiddenCount + visibleCount * hiddenCount,
    dataSlopes: (parameters) => slopesOf(machineStatistics(machineAt(parameters), data)),
    modelSlopes: (parameters) => slopesOf(exactStatistics(machineAt(parameters))),
    fromData: (key) => unweighted(states.draw(walkerCount, key)),
    fromModel(parameters, key) {
      return unweighted(drawnStates(machineAt(parameters), walkerCount, key));
    },
    move: ({ paths, logWeights }, parameters, key) => ({
      paths: blockGibbsKernel(machineAt(parameters))(paths, (n) => foldIn(key, n)),
      logWeights,
    }),
    lead({ paths, logWeights }, { from, to }, key) {
      const [old, now] = [freeEnergies(machineAt(from), paths), freeEnergies(machineAt(to), paths)];
      return {
        paths: blockGibbsKernel(machineAt(to))(paths, (n) => foldIn(key, n)),
        logWeights: logWeights.map((A, n) => A + old[n] - now[n]),
      };
    },
    slopes({ paths, logWeights }, parameters) {
      return slopesOf(machineStatistics(machineAt(parameters), paths, sharesOf(logWeights)));
    },
    identity: { machine: data.data, visibleCount, hiddenCount, walkerCount },
    call: callOf(madeMachine, data.data, visibleCount, { hiddenCount, walkerCount }),
  };
}

const madeMachine = portable(
  'training/machine-walkers',
  (data: Vector, visibleCount: number, options: MachineWalkersOptions): TrainingProblem =>
    machineWalkers(ensemble(data.length / visibleCount, visibleCount, data), options),
);

/** Units of a machine's layers. */
export interface MachineSizes {
  /** V. */
  readonly visibleCount: number;
  /** H. */
  readonly hiddenCount: number;
}

/**
 * The machine of a vector of parameters: visible biases, hidden biases, weights row by row.
 * @throws RangeError when the vector has another length than V + H + V · H
 */
export function machineOfParameters(
  parameters: Vector,
  { visibleCount: V, hiddenCount: H }: MachineSizes,
): RestrictedMachine {
  checkLength('machineOfParameters: parameters', parameters, V + H + V * H);
  return restrictedMachine({
    visibleBias: parameters.subarray(0, V),
    hiddenBias: parameters.subarray(V, V + H),
    weights: matrix(V, H, parameters.slice(V + H)),
  });
}

/** The vector of a machine's parameters: visible biases, hidden biases, weights row by row. */
export function parametersOfMachine({ visibleBias, hiddenBias, weights }: MachineParameters): Vector {
  const [V, H] = [visibleBias.length, hiddenBias.length];
  const result = vector(V + H + V * H);
  result.set(visibleBias, 0);
  result.set(hiddenBias, V);
  result.set(weights.data, V + H);
  return result;
}

/** Mean of ∂F/∂θ: minus the statistics. */
function slopesOf(statistics: MachineParameters): Vector {
  return parametersOfMachine(statistics).map((value) => -value);
}

/** Independent draws of the machine's visible states: the hidden layer by its enumerated law, then the visible units given it. */
function drawnStates(machine: RestrictedMachine, count: number, key: Key): Ensemble {
  const { visibleCount: V, hiddenCount: H, visibleBias, hiddenBias, weights } = machine;
  checkEnumerable('machineWalkers: hidden layer of the first parameters', H, 'start from walkers at the data');
  const logWeights = linearForms(0, hiddenBias);
  for (let i = 0; i < V; i++) {
    const inputs = linearForms(visibleBias[i], weights.row(i));
    for (let h = 0; h < inputs.length; h++) logWeights[h] += softplus(inputs[h]);
  }
  const { weights: masses } = partitionEstimate(logWeights);
  const states = ensemble(count, V);
  for (let n = 0; n < count; n++) {
    const { uniform } = draws(foldIn(key, n));
    let [hidden, left] = [0, uniform()];
    while (hidden < masses.length - 1 && left >= masses[hidden]) left -= masses[hidden++];
    const state = states.path(n);
    for (let i = 0; i < V; i++) {
      let input = visibleBias[i];
      for (let j = 0; j < H; j++) if ((hidden >>> j) & 1) input += weights.row(i)[j];
      state[i] = uniform() < logistic(input) ? 1 : 0;
    }
  }
  return states;
}
