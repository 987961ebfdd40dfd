import {
  checkLength,
  type Ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  type Vector,
  vector,
  vectorOf,
} from '../array/index.js';
import { exp, logistic, logSumExp, softplus } from '../special/index.js';
import { checkEnumerable, linearForms, unitSums } from './binary-states.js';

/** Biases and weights of a restricted Boltzmann machine, or a direction in their space. */
export interface MachineParameters {
  /** a, [V]. */
  readonly visibleBias: Vector;
  /** b, [H]. */
  readonly hiddenBias: Vector;
  /** W, [V, H]. */
  readonly weights: Matrix;
}

/**
 * A restricted Boltzmann machine: units v ∈ {0, 1}^V and h ∈ {0, 1}^H with U(v, h) = −a·v − b·h − vᵀWh; units of one layer do not act on
 * each other. A state that is passed around is of visible units.
 */
export interface RestrictedMachine extends MachineParameters {
  readonly visibleCount: number;
  readonly hiddenCount: number;
}

/** Biases and weights as lists. */
export interface MachineOptions {
  readonly visibleBias: ArrayLike<number>;
  readonly hiddenBias: ArrayLike<number>;
  /** A row per visible unit. */
  readonly weights: Matrix;
}

/**
 * A restricted Boltzmann machine of given biases and weights.
 * @throws RangeError when a layer is empty, sizes disagree, or a number is not finite
 */
export function restrictedMachine({ visibleBias, hiddenBias, weights }: MachineOptions): RestrictedMachine {
  const [a, b] = [vectorOf(visibleBias), vectorOf(hiddenBias)];
  const { rowCount, columnCount } = weights;
  if (a.length === 0 || b.length === 0 || rowCount !== a.length || columnCount !== b.length) {
    throw new RangeError(
      `restrictedMachine: weights expects a row for each of ${a.length} visible biases and a column for each of ${b.length} hidden ` +
        `ones, at least one of each, got ${rowCount} x ${columnCount}`,
    );
  }
  for (const [name, values] of Object.entries({ visibleBias: a, hiddenBias: b, weights: weights.data })) {
    const at = firstNonFinite(values);
    if (at >= 0)
      throw new RangeError(
        `restrictedMachine: ${name} expects finite numbers, got ${values[at]} at index ${at}; a training that diverges needs a smaller rate`,
      );
  }
  const own = matrix(rowCount, columnCount, weights.data.slice());
  return { visibleCount: a.length, hiddenCount: b.length, visibleBias: a, hiddenBias: b, weights: own };
}

/** The machine of energy factor · U: its law at another temperature. */
export function scaledMachine(
  { visibleBias, hiddenBias, weights }: RestrictedMachine,
  factor: number,
): RestrictedMachine {
  const scaled = (values: Vector): Vector => values.map((value) => factor * value);
  return restrictedMachine({
    visibleBias: scaled(visibleBias),
    hiddenBias: scaled(hiddenBias),
    weights: matrix(weights.rowCount, weights.columnCount, scaled(weights.data)),
  });
}

/**
 * ln Σ e^{−U} over all states of both layers, by enumeration of the smaller one.
 * @throws RangeError when both layers have more than 20 units
 * Cost: V · H · 2^min(V, H) additions and as many logarithms as units of the larger layer times states of the smaller.
 */
export function machineLogPartition(machine: RestrictedMachine): number {
  const { logWeights } = smallerLayer(machine, 'machineLogPartition');
  return logSumExp(logWeights);
}

/**
 * −ln Σ_h e^{−U(v, h)} of visible states, [N]: ln of a state's probability is minus its free energy minus ln Z.
 * @param states visible units 0 or 1, [N, V]
 * @throws RangeError when a state has another size or an entry that is neither 0 nor 1
 */
export function freeEnergies(machine: RestrictedMachine, states: Ensemble): Vector {
  checkUnits('freeEnergies: states', states, machine.visibleCount);
  const { visibleBias, hiddenCount } = machine;
  const inputs = vector(hiddenCount);
  return vector(states.pathCount).map((_, n) => {
    const v = states.path(n);
    hiddenInputs(machine, v, inputs);
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += visibleBias[i] * v[i];
    for (let j = 0; j < hiddenCount; j++) sum += softplus(inputs[j]);
    return -sum;
  });
}

/** Mean log-likelihood per state, nats, and its gradient. */
export interface MachineLikelihood {
  readonly meanLogLikelihood: number;
  /** Derivatives of the mean log-likelihood: uphill. */
  readonly gradient: MachineParameters;
}

/**
 * Exact mean log-likelihood of visible states and its gradient: statistics of the data less those of the machine.
 * @param data visible units 0 or 1, [N, V], N from 1
 * @throws RangeError as `machineLogPartition` and `freeEnergies`
 * Cost: of the partition function, and twice the data's hidden inputs.
 */
export function machineLikelihood(machine: RestrictedMachine, data: Ensemble): MachineLikelihood {
  const energies = freeEnergies(machine, data);
  const meanEnergy = energies.reduce((sum, energy) => sum + energy, 0) / energies.length;
  return {
    meanLogLikelihood: -meanEnergy - machineLogPartition(machine),
    gradient: parameterDifference(machineStatistics(machine, data), exactStatistics(machine)),
  };
}

/**
 * Means over visible states of v, σ(b + Wᵀv) and v σ(b + Wᵀv)ᵀ: minus the gradient of the free energy. Data less walkers is the gradient
 * of the likelihood, estimated.
 * @param shares of the states in the means, [N], which add to 1; equal when left out
 */
export function machineStatistics(machine: RestrictedMachine, states: Ensemble, shares?: Vector): MachineParameters {
  checkUnits('machineStatistics: states', states, machine.visibleCount);
  const { pathCount } = states;
  if (shares) checkLength('machineStatistics: shares', shares, pathCount);
  const { visibleCount, hiddenCount } = machine;
  const sums = emptyParameters(visibleCount, hiddenCount);
  const { hiddenBias, visibleBias } = sums;
  const products = sums.weights.data;
  const hidden = vector(hiddenCount);
  for (let n = 0; n < pathCount; n++) {
    const v = states.path(n);
    const share = shares ? shares[n] : 1 / pathCount;
    hiddenInputs(machine, v, hidden);
    for (let j = 0; j < hiddenCount; j++) {
      hidden[j] = share * logistic(hidden[j]);
      hiddenBias[j] += hidden[j];
    }
    for (let i = 0; i < visibleCount; i++) {
      if (v[i] === 0) continue;
      visibleBias[i] += share;
      for (let j = 0; j < hiddenCount; j++) products[i * hiddenCount + j] += hidden[j];
    }
  }
  return sums;
}

/**
 * Means of v, h and v hᵀ under the machine, exactly.
 * @throws RangeError and cost as `machineLogPartition`
 */
export function exactStatistics(machine: RestrictedMachine): MachineParameters {
  const { logWeights, enumerated, otherInputs, isHidden } = smallerLayer(machine, 'exactStatistics');
  const logPartition = logSumExp(logWeights);
  const masses = logWeights.map((value) => exp(value - logPartition));
  const { visibleCount, hiddenCount } = machine;
  const result = emptyParameters(visibleCount, hiddenCount);
  const [own, others] = isHidden ? [result.hiddenBias, result.visibleBias] : [result.visibleBias, result.hiddenBias];
  own.set(unitSums(masses.slice(), enumerated));
  for (let k = 0; k < others.length; k++) {
    const both = otherInputs(k).map((input, state) => masses[state] * logistic(input));
    others[k] = both.reduce((sum, value) => sum + value, 0);
    unitSums(both, enumerated).forEach((value, j) => {
      result.weights.data[isHidden ? k * hiddenCount + j : j * hiddenCount + k] = value;
    });
  }
  return result;
}

/** What an enumeration of the smaller layer gives. */
interface EnumeratedLayer {
  /** ln of the sum of e^{−U} over the other layer, for each state of this one. */
  readonly logWeights: Vector;
  /** Units of this layer. */
  readonly enumerated: number;
  /** What unit k of the other layer feels, for each state of this one. */
  otherInputs(k: number): Vector;
  readonly isHidden: boolean;
}

function smallerLayer({ visibleCount, hiddenCount, ...machine }: RestrictedMachine, where: string): EnumeratedLayer {
  const isHidden = hiddenCount <= visibleCount;
  const enumerated = Math.min(hiddenCount, visibleCount);
  checkEnumerable(`${where}: smaller layer`, enumerated, 'take fewer units, or estimate ln Z');
  const [bias, otherBias] = isHidden
    ? [machine.hiddenBias, machine.visibleBias]
    : [machine.visibleBias, machine.hiddenBias];
  const { data } = machine.weights;
  const otherInputs = (k: number): Vector => {
    const towards = vector(enumerated).map((_, j) => data[isHidden ? k * hiddenCount + j : j * hiddenCount + k]);
    return linearForms(otherBias[k], towards);
  };
  const logWeights = linearForms(0, bias);
  for (let k = 0; k < otherBias.length; k++) {
    const inputs = otherInputs(k);
    for (let state = 0; state < inputs.length; state++) logWeights[state] += softplus(inputs[state]);
  }
  return { logWeights, enumerated, otherInputs, isHidden };
}

/** Writes b + Wᵀv, [H]. */
export function hiddenInputs({ hiddenBias, weights }: RestrictedMachine, v: Vector, inputs: Vector): void {
  inputs.set(hiddenBias);
  const { data } = weights;
  const count = inputs.length;
  for (let i = 0; i < v.length; i++) {
    const unit = v[i];
    if (unit !== 0) for (let j = 0; j < count; j++) inputs[j] += unit * data[i * count + j];
  }
}

/** Refuses states that are not of so many units, each 0 or 1. */
export function checkUnits(where: string, { pathCount, signalLength, data }: Ensemble, count: number): void {
  if (signalLength !== count || pathCount === 0) {
    throw new RangeError(
      `${where} expects at least one state of ${count} units, got ${pathCount} of ${signalLength}; give visible states of this machine`,
    );
  }
  // A loop: samplers check their states at every step, where a call per unit would cost more than a step's draws.
  let at = 0;
  while (at < data.length && (data[at] === 0 || data[at] === 1)) at++;
  if (at === data.length) return;
  throw new RangeError(
    `${where} expects units 0 or 1, got ${data[at]} at unit ${at % count} of state ${Math.floor(at / count)}; map spins s to (1 + s)/2`,
  );
}

/** Parameters p − q. */
function parameterDifference(p: MachineParameters, q: MachineParameters): MachineParameters {
  const less = (a: Vector, b: Vector): Vector => a.map((value, i) => value - b[i]);
  return {
    visibleBias: less(p.visibleBias, q.visibleBias),
    hiddenBias: less(p.hiddenBias, q.hiddenBias),
    weights: matrix(p.weights.rowCount, p.weights.columnCount, less(p.weights.data, q.weights.data)),
  };
}

function emptyParameters(visibleCount: number, hiddenCount: number): MachineParameters {
  return {
    visibleBias: vector(visibleCount),
    hiddenBias: vector(hiddenCount),
    weights: matrix(visibleCount, hiddenCount),
  };
}
