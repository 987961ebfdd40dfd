import { checkCount, type Vector, vectorOf } from '../array/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';
import { foldIn, type Key } from '../random/index.js';
import type { TrainingProblem, Walkers } from './problem.js';

/** Where training stands: θ, and the walkers that stand for its law. */
export interface TrainingState {
  readonly parameters: Vector;
  readonly walkers: Walkers;
}

/** How θ moves along 𝒟 = E_θ ∂_θU − E_* ∂_θU, which is minus the gradient of the cross-entropy. */
export type Learning = (parameters: Vector, difference: Vector) => Vector;

/** A way to estimate E_θ ∂_θU by walkers while θ moves: what tells training algorithms apart. */
export interface Trainer {
  readonly name: string;
  /** Walkers before the first step. */
  start(problem: TrainingProblem, parameters: Vector, key: Key): Walkers;
  /** A step, and 𝒟 as the walkers saw it. */
  step(
    problem: TrainingProblem,
    state: TrainingState,
    occasion: { readonly key: Key; readonly learn: Learning },
  ): TrainingState & { readonly difference: Vector };
  /** Plain data that tells this trainer from others. */
  readonly identity: unknown;
  /** How another thread makes the same trainer. */
  readonly call: PortableCall<Trainer>;
}

/**
 * Gradient descent on the cross-entropy with exact means, where the partition function is known: no walker matters.
 * @throws RangeError, when it runs, for a problem without exact means
 */
export function exactGradient(): Trainer {
  return {
    name: 'exact gradient',
    start: (problem, _, key) => problem.fromData(key),
    step(problem, { parameters, walkers }, { learn }) {
      const { modelSlopes, name } = problem;
      if (!modelSlopes) {
        throw new RangeError(
          `exactGradient: problem expects exact means, got ${name}, whose partition function is unknown; take walkers on a grid, or another trainer`,
        );
      }
      const difference = less(modelSlopes(parameters), problem.dataSlopes(parameters));
      return { parameters: learn(parameters, difference), walkers, difference };
    },
    identity: 'exact gradient',
    call: callOf(madeExact),
  };
}

const madeExact = portable('training/trainer#exact', exactGradient);

/**
 * Contrastive divergence: at each update walkers start from the data and take a few steps. Source: Hinton (2002); Algorithm 1 of
 * arXiv 2406.13661, whose loop runs from k = 0.
 * @param steps P, whole number from 1
 * @throws RangeError when P is no such number
 */
export function contrastiveDivergence({ steps }: { readonly steps: number }): Trainer {
  checkCount('contrastiveDivergence: steps', steps, 1);
  return {
    name: `CD-${steps}`,
    start: (problem, _, key) => problem.fromData(key),
    step(problem, { parameters }, { key, learn }) {
      let walkers = problem.fromData(foldIn(key, 0));
      for (let p = 0; p < steps; p++) walkers = problem.move(walkers, parameters, foldIn(key, p + 1));
      const difference = seen(problem, walkers, parameters);
      return { parameters: learn(parameters, difference), walkers, difference };
    },
    identity: { contrastive: steps },
    call: callOf(madeContrastive, { steps }),
  };
}

const madeContrastive = portable('training/trainer#contrastive', contrastiveDivergence);

/** Where persistent walkers begin. */
export type WalkerStart = 'data' | { readonly parameters: readonly number[] };

/**
 * Persistent contrastive divergence: walkers are kept, and take a step per update. Source: Tieleman (2008); Algorithm 2 of
 * arXiv 2406.13661, whose walkers are X_k.
 * @param options.start the data, or parameters of the family whose law the walkers are drawn from; the data when left out
 */
export function persistent({ start = 'data' }: { readonly start?: WalkerStart } = {}): Trainer {
  return {
    name: 'PCD',
    start: (problem, _, key) =>
      start === 'data' ? problem.fromData(key) : problem.fromModel(vectorOf(start.parameters), key),
    step(problem, { parameters, walkers }, { key, learn }) {
      const difference = seen(problem, walkers, parameters);
      const moved = problem.move(walkers, parameters, key);
      return { parameters: learn(parameters, difference), walkers: moved, difference };
    },
    identity: { persistent: start },
    call: callOf(madePersistent, { start }),
  };
}

const madePersistent = portable('training/trainer#persistent', persistent);

/**
 * Persistent walkers with Jarzynski's weights: weighted means are those of θ, whatever the step size and however slowly the walkers
 * mix, up to their number. Source: Carbone, Hua, Coste and Vanden-Eijnden (arXiv 2305.19414).
 * For one exponential family with very many walkers, `jarzynskiTraining` (lib/chain) spreads the walkers of a run over threads and scales
 * its steps by a covariance. ln Z by the walkers of a training is too small by about η/N times the added variances of the slopes, since θ
 * moves against their error: see `ledWalkers`.
 * @param options.leastShare walkers are drawn anew by their weights when the effective share falls below this; ½ when left out, 0 for
 *   never
 * @throws RangeError when the share is no number from 0 to 1; when it runs, for first parameters whose law cannot be drawn from
 */
export function jarzynskiCorrected({ leastShare = 0.5 }: { readonly leastShare?: number } = {}): Trainer {
  if (!(leastShare >= 0 && leastShare <= 1)) {
    throw new RangeError(
      `jarzynskiCorrected: leastShare expects a number from 0 to 1, got ${leastShare}; give 0 for no resampling`,
    );
  }
  return {
    name: 'Jarzynski',
    start: (problem, parameters, key) => problem.fromModel(parameters, key),
    step(problem, { parameters, walkers }, { key, learn }) {
      const fresh = problem.effectiveShare(walkers) < leastShare ? problem.redrawn(walkers, foldIn(key, 1)) : walkers;
      const difference = seen(problem, fresh, parameters);
      const to = learn(parameters, difference);
      return {
        parameters: to,
        walkers: problem.lead(fresh, { from: parameters, to }, foldIn(key, 0)),
        difference,
      };
    },
    identity: { jarzynski: leastShare },
    call: callOf(madeJarzynski, { leastShare }),
  };
}

const madeJarzynski = portable('training/trainer#jarzynski', jarzynskiCorrected);

/** 𝒟 with the walkers' mean for that of the model. */
function seen(problem: TrainingProblem, walkers: Walkers, parameters: Vector): Vector {
  return less(problem.slopes(walkers, parameters), problem.dataSlopes(parameters));
}

function less(of: Vector, subtracted: Vector): Vector {
  return of.map((value, k) => value - subtracted[k]);
}
