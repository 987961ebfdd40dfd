import { type Ensemble, ensemble, type Matrix, type Vector, vector } from '../array/index.js';
import type { DerivativeKernel, PathKernel } from '../compiled/index.js';
import { evaluatorOf } from '../energy/index.js';
import type { StepRule } from './flow.js';
import { takeStep } from './step.js';

/** Moves the paths of one shard through a descent. */
export interface PathMover {
  /** Writes Φ of the present paths, [N, K]. */
  values(out: Vector): void;
  /**
   * Prepares the step under forces w, [N, K].
   * @returns 1 for each component that will keep its value, [N, d]; undefined without a constraint
   */
  pull(forces: Matrix): { readonly kept?: Ensemble };
  /** Takes the step that was prepared. */
  move(): void;
  /** Writes the present paths into the ensemble that the mover was made for. */
  store(): void;
  /**
   * The derivatives at the present paths, with the last forces pulled back; absent where the determinant needs none.
   */
  readonly derivatives?: DerivativeKernel;
}

/**
 * Moves paths by compiled moves where the energy has them and there is no constraint, else by its derivatives, with the
 * paths themselves in double precision.
 */
export function pathMover(rule: StepRule, paths: Ensemble): PathMover {
  const evaluator = evaluatorOf(rule.energy);
  const moves = evaluator.hasStructure && !rule.constraint ? evaluator.moves(paths.pathCount) : undefined;
  return moves ? compiledMover(moves, paths) : derivativeMover(rule, paths);
}

function compiledMover(kernel: PathKernel, paths: Ensemble): PathMover {
  kernel.load(paths.data);
  let weights: Vector;
  return {
    values: (out) => kernel.values(out),
    pull(forces) {
      weights = forces.data;
      return {};
    },
    move: () => kernel.move(weights),
    store: () => kernel.store(paths.data),
  };
}

function derivativeMover(rule: StepRule, paths: Ensemble): PathMover {
  const derivatives = evaluatorOf(rule.energy).derivatives(paths.pathCount);
  const next = vector(paths.data.length);
  const kept = rule.constraint && ensemble(paths.pathCount, paths.shape);
  derivatives.load(paths.data);
  return {
    derivatives,
    values: (out) => derivatives.values(out),
    pull(forces) {
      derivatives.pullback(forces.data, next);
      takeStep(rule, paths.data, next, kept?.data);
      return { kept };
    },
    move() {
      paths.data.set(next);
      derivatives.load(next);
    },
    store() {},
  };
}
