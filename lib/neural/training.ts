import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { restoreVectors } from '../algorithm/index.js';
import { checkCount, firstNonFinite, type Matrix, singlePrecision, type Vector, vectorOf } from '../array/index.js';
import { loadTensorFlow, type TensorFlow } from '../energy/tensor-backend.js';
import { tensorGradients } from '../energy/tensor-derivative.js';
import { gradientFailure } from '../energy/tensor-trial.js';
import { host } from '../host/index.js';
import { Interrupted, onInterrupt } from '../parallel/index.js';
import { foldIn, type Key } from '../random/index.js';
import type { Optimiser } from './optimiser.js';
import { belongingOf, type TrainingCheckpoint } from './training-checkpoint.js';
import { stateOf, type TrainingState } from './training-state.js';

/** What a loss is computed from. */
export interface TrainingOccasion<Name extends string> {
  readonly tf: TensorFlow;
  /** Parameters by name, single precision. */
  readonly parameters: Readonly<Record<Name, Tensor1D>>;
  /** Of this step and turn: everything that the loss draws comes from it. */
  readonly key: Key;
  /** t = 0, 1, … */
  readonly stepNumber: number;
}

/** A part of each step: parameters that follow one loss downhill. A game has a turn for each player. */
export interface Turn<Name extends string> {
  readonly name: string;
  /** The parameters that this turn moves; the others are constants in it. */
  readonly moves: readonly Name[];
  readonly optimiser: Optimiser;
  /** The loss, a tensor of one number; its gradient in `moves` is of first order. */
  loss(occasion: TrainingOccasion<Name>): Tensor;
}

/** How long a training is, what it draws by, and how it is resumed and watched. */
export interface NetworkTrainingOptions {
  /** Whole number from 1. */
  readonly stepCount: number;
  readonly key: Key;
  /** Steps after which the parameters are kept; 0 for those at the start. */
  readonly snapshotSteps?: readonly number[];
  /** A checkpoint of the same training to go on from: what `onCheckpoint` got. */
  readonly resume?: unknown;
  /** Gets plain data to go on from, every few seconds; a copy, which may be kept. */
  readonly onCheckpoint?: (checkpoint: TrainingCheckpoint) => void;
  /** Gets how many steps are done, of how many, and the mean losses since the last call, in words. */
  readonly onProgress?: (stepNumber: number, stepCount: number, note: string) => void;
}

/** A finished training. */
export interface TrainedNetworks<Name extends string> {
  readonly parameters: Readonly<Record<Name, Vector>>;
  /** Of each turn at each step, before it moved, [stepCount, turns]. */
  readonly losses: Matrix;
  /** Parameters after the steps asked for, in their order. */
  readonly snapshots: readonly { readonly stepNumber: number; readonly parameters: Readonly<Record<Name, Vector>> }[];
  /** Of TensorFlow.js; the same backend gives the same numbers. */
  readonly backend: string;
}

/** Time between two checkpoints. */
const CHECKPOINT_MILLISECONDS = 3000;
/** How long a training keeps the thread before other work gets a turn. */
const SLICE_MILLISECONDS = 25;

/**
 * Moves parameters along the gradients of losses, which TensorFlow.js computes.
 *
 * At each step the turns come one after the other, each seeing what those before it moved. Parameters and optimisers are in double
 * precision, losses and gradients in single precision. Everything drawn comes from the key, the step and the turn: the same numbers
 * on the same backend, whether in one piece or resumed.
 * @param turns one or more
 * @param initial parameters by name; not changed
 * @throws RangeError when arguments are out of range, when `resume` belongs to another training, or when a loss or a gradient is no
 *   longer finite: the error names step and turn; TypeError when a loss has no gradient; Interrupted when the reader interrupts
 * Cost: of each loss and its gradient; the optimiser's is small beside it.
 */
export async function trainNetworks<Name extends string>(
  turns: readonly Turn<Name>[],
  initial: Readonly<Record<Name, Vector>>,
  options: NetworkTrainingOptions,
): Promise<TrainedNetworks<Name>> {
  const { stepCount, key, snapshotSteps = [], resume, onCheckpoint, onProgress } = options;
  checkTraining(turns, initial, options);
  const tf = await loadTensorFlow();
  const state = stateOf(turns, initial, options);
  const belongsTo = belongingOf(turns, initial, options, tf.getBackend());
  const first =
    resume === undefined
      ? 0
      : restoreVectors('trainNetworks', resume, { own: belongsTo, vectorsAt: () => state.vectors });
  let interrupted = false;
  const forget = onInterrupt(() => {
    interrupted = true;
  });
  let [said, saved, turned] = [first, Date.now(), Date.now()];
  try {
    if (first === 0) state.keep(0);
    for (let t = first; t < stepCount; t++) {
      for (const [index, turn] of turns.entries()) takeTurn(tf, turn, { index, state, key, t });
      state.keep(t + 1);
      const now = Date.now();
      if (now - turned < SLICE_MILLISECONDS && t + 1 < stepCount) continue;
      onProgress?.(t + 1, stepCount, spokenLosses(turns, state.losses, said, t + 1));
      said = t + 1;
      if (onCheckpoint && t + 1 < stepCount && now - saved >= CHECKPOINT_MILLISECONDS) {
        onCheckpoint({ belongsTo, stepNumber: t + 1, vectors: copied(state.vectors) });
        saved = now;
      }
      await host.turn();
      if (interrupted) throw new Interrupted(`trainNetworks: interrupted after step ${t + 1}`);
      turned = Date.now();
    }
  } finally {
    forget();
  }
  return {
    parameters: state.parameters,
    losses: state.losses,
    snapshots: snapshotSteps.map((stepNumber) => ({ stepNumber, parameters: state.snapshot(stepNumber) })),
    backend: belongsTo.backend,
  };
}

/** A checkpoint is kept while the training goes on, which writes over its own vectors. */
function copied(vectors: Readonly<Record<string, Vector>>): Record<string, Vector> {
  return Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, values.slice()]));
}

interface Moment<Name extends string> {
  /** Of the turn. */
  readonly index: number;
  readonly state: TrainingState<Name>;
  readonly key: Key;
  readonly t: number;
}

/** Moves the parameters of one turn by one step of its optimiser. */
function takeTurn<Name extends string>(tf: TensorFlow, turn: Turn<Name>, { index, state, key, t }: Moment<Name>): void {
  const { loss, gradients } = lossAndGradients(tf, turn, {
    parameters: state.parameters,
    key: foldIn(foldIn(key, t), index),
    stepNumber: t,
  });
  state.losses.row(t)[index] = loss;
  const wrong = [loss, ...gradients.map((gradient) => gradient[firstNonFinite(gradient)] ?? 0)];
  const at = firstNonFinite(wrong);
  if (at >= 0) {
    const what = at === 0 ? `loss of ${turn.name}` : `gradient of ${turn.name} in ${turn.moves[at - 1]}`;
    throw new RangeError(
      `trainNetworks: ${what} is ${wrong[at]} at step ${t}, expected finite numbers; lower the rate of ${turn.optimiser.name}`,
    );
  }
  turn.moves.forEach((name, j) => {
    const own = state.optimisers[index][name];
    const parameters = state.parameters[name];
    const moved = turn.optimiser.step({ parameters, gradient: gradients[j], state: own, stepNumber: t });
    parameters.set(moved.parameters);
    moved.state.forEach((one, k) => {
      own[k].set(one);
    });
  });
}

interface PlainOccasion<Name extends string> extends Pick<TrainingOccasion<Name>, 'key' | 'stepNumber'> {
  readonly parameters: Readonly<Record<Name, Vector>>;
}

function lossAndGradients<Name extends string>(
  tf: TensorFlow,
  turn: Turn<Name>,
  { parameters, key, stepNumber }: PlainOccasion<Name>,
): { readonly loss: number; readonly gradients: readonly Vector[] } {
  let loss = Number.NaN;
  const scalar = (value: Tensor): Tensor => {
    if (value?.size !== 1) {
      throw new RangeError(
        `trainNetworks: loss of ${turn.name} expects a tensor of one number, got shape [${value?.shape}]; take its mean`,
      );
    }
    loss = value.dataSync()[0];
    return value.asScalar();
  };
  const gradients: Vector[] = [];
  try {
    tf.tidy(() => {
      const all = {} as Record<Name, Tensor1D>;
      for (const name of Object.keys(parameters) as Name[]) all[name] = tf.tensor1d(singlePrecision(parameters[name]));
      const found = tensorGradients(
        tf,
        (moved) => {
          const seen = { ...all };
          turn.moves.forEach((name, j) => {
            seen[name] = moved[j] as Tensor1D;
          });
          return scalar(turn.loss({ tf, parameters: seen, key, stepNumber }));
        },
        turn.moves.map((name) => all[name]),
      );
      for (const gradient of found) gradients.push(vectorOf(gradient.dataSync()));
    });
  } catch (error) {
    throw error instanceof RangeError
      ? error
      : gradientFailure(error, `trainNetworks: loss of ${turn.name}`, tf.getBackend());
  }
  return { loss, gradients };
}

/** Mean losses of the steps from `from` to `to`, such as `loss 0.1234`. */
function spokenLosses(turns: readonly Turn<string>[], losses: Matrix, from: number, to: number): string {
  const means = turns.map((_, i) => {
    let sum = 0;
    for (let t = from; t < to; t++) sum += losses.row(t)[i];
    return (sum / (to - from)).toPrecision(4);
  });
  if (turns.length === 1) return `loss ${means[0]}`;
  return turns.map(({ name }, i) => `${name} ${means[i]}`).join(', ');
}

function checkTraining<Name extends string>(
  turns: readonly Turn<Name>[],
  initial: Readonly<Record<Name, Vector>>,
  { stepCount, snapshotSteps = [] }: NetworkTrainingOptions,
): void {
  checkCount('trainNetworks: stepCount', stepCount, 1);
  if (turns.length === 0) throw new RangeError('trainNetworks: turns expects one at least, got none');
  const names = Object.keys(initial);
  for (const { name, moves } of turns) {
    const absent = moves.find((one) => !names.includes(one));
    if (absent === undefined && moves.length > 0) continue;
    throw new RangeError(
      `trainNetworks: turn ${name} expects to move some of the parameters ${names.join(', ')}, got ${absent ?? 'none'}; name them as in initial`,
    );
  }
  for (const [name, values] of Object.entries<Vector>(initial)) {
    const bad = firstNonFinite(values);
    if (bad >= 0)
      throw new RangeError(
        `trainNetworks: initial.${name} expects finite numbers, got ${values[bad]} at ${bad}; make them by drawnParameters`,
      );
  }
  const absent = snapshotSteps.find((t) => !Number.isInteger(t) || t < 0 || t > stepCount);
  if (absent !== undefined) {
    throw new RangeError(
      `trainNetworks: snapshotSteps expects whole numbers from 0 to ${stepCount}, got ${absent}; leave out steps that are not made`,
    );
  }
}
