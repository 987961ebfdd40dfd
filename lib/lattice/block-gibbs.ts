import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { checkCount, type Ensemble, ensemble, matrix, type Vector, vector } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { type Draws, draws, foldIn, type Key } from '../random/index.js';
import { logistic } from '../special/index.js';
import {
  checkUnits,
  freeEnergies,
  hiddenInputs,
  type RestrictedMachine,
  restrictedMachine,
} from './restricted-machine.js';

const own = {};
/** Free energy of the visible units after the step. */
const info = { freeEnergy: perPath() };

/** Block Gibbs sampling as an algorithm of the runner: a path is a state of the visible units. */
export type BlockGibbs = ShardedAlgorithm<PathwiseSchema<typeof own, typeof info>>;

/** Step of block Gibbs sampling. */
export interface BlockGibbsOptions {
  /** Times that both layers are drawn in a step, whole number from 1; 1 when left out. */
  readonly sweepsPerStep?: number;
}

/**
 * Draws the hidden layer under the visible one, then the visible layer under the hidden one: leaves the machine's law of visible states
 * alone.
 * @param states visible units 0 or 1, [N, V]; not changed
 * @param keyOf the key of state n
 * @throws RangeError when a state has another size or an entry that is neither 0 nor 1
 * Cost: 2 V H additions and V + H draws per state.
 */
export function blockGibbsKernel(
  machine: RestrictedMachine,
): (states: Ensemble, keyOf: (n: number) => Key) => Ensemble {
  return (states, keyOf) => {
    checkUnits('blockGibbsKernel: states', states, machine.visibleCount);
    return moved(machine, states, { keyOf, sweepCount: 1 });
  };
}

/**
 * Block Gibbs sampling of a restricted Boltzmann machine, one chain per path. The draws of chain n in step t depend on the key, n and t
 * alone.
 * @throws RangeError when sweepsPerStep is no whole number from 1; when it starts, when a path is not of units 0 and 1
 * Cost of a step: of the kernel's sweeps, and the free energy once.
 */
export function blockGibbs(machine: RestrictedMachine, { sweepsPerStep = 1 }: BlockGibbsOptions = {}): BlockGibbs {
  checkCount('blockGibbs: sweepsPerStep', sweepsPerStep, 1);
  const { visibleCount, hiddenCount, visibleBias, hiddenBias, weights } = machine;
  return pathwiseAlgorithm({
    name: `block Gibbs of ${visibleCount} × ${hiddenCount} units`,
    shape: [visibleCount],
    own,
    info,
    identity: { visibleBias, hiddenBias, weights: weights.data, sweepsPerStep },
    call: callOf(madeSampler, { visibleBias, hiddenBias, weights: weights.data, sweepsPerStep }),
    start(paths) {
      checkUnits('blockGibbs: paths', paths, visibleCount);
      return {};
    },
    move(paths, _, { key, t, firstPath }) {
      const stepKey = foldIn(key, t);
      const keyOf = (n: number): Key => foldIn(stepKey, firstPath + n);
      const next = moved(machine, paths, { keyOf, sweepCount: sweepsPerStep });
      return { paths: next, own: {}, info: { freeEnergy: freeEnergies(machine, next) } };
    },
  });
}

interface PlainMachine {
  readonly visibleBias: Vector;
  readonly hiddenBias: Vector;
  readonly weights: Vector;
  readonly sweepsPerStep: number;
}

const madeSampler = portable(
  'lattice/block-gibbs',
  ({ visibleBias, hiddenBias, weights, sweepsPerStep }: PlainMachine): BlockGibbs =>
    blockGibbs(
      restrictedMachine({ visibleBias, hiddenBias, weights: matrix(visibleBias.length, hiddenBias.length, weights) }),
      { sweepsPerStep },
    ),
);

interface MoveOptions {
  readonly keyOf: (n: number) => Key;
  readonly sweepCount: number;
}

function moved(machine: RestrictedMachine, states: Ensemble, { keyOf, sweepCount }: MoveOptions): Ensemble {
  const next = ensemble(states.pathCount, states.shape, states.data.slice());
  const hidden = vector(machine.hiddenCount);
  for (let n = 0; n < states.pathCount; n++) {
    const random = draws(keyOf(n));
    const visible = next.path(n);
    for (let sweep = 0; sweep < sweepCount; sweep++) {
      hiddenInputs(machine, visible, hidden);
      for (let j = 0; j < hidden.length; j++) hidden[j] = random.uniform() < logistic(hidden[j]) ? 1 : 0;
      drawVisible(machine, hidden, random, visible);
    }
  }
  return next;
}

function drawVisible({ visibleBias, weights }: RestrictedMachine, hidden: Vector, random: Draws, out: Vector): void {
  const { data } = weights;
  const count = hidden.length;
  for (let i = 0; i < out.length; i++) {
    let input = visibleBias[i];
    for (let j = 0; j < count; j++) input += data[i * count + j] * hidden[j];
    out[i] = random.uniform() < logistic(input) ? 1 : 0;
  }
}
