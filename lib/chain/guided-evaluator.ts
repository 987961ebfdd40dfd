import type { Space } from '../algorithm/index.js';
import {
  type Ensemble,
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  meanRows,
  shapeOf,
  type Vector,
  vector,
} from '../array/index.js';
import { evaluatorOf, gramEvaluator, symmetricOf, triangleSize } from '../energy/index.js';
import { type GramSolver, gramSolver } from '../linear-algebra/index.js';
import type { Range } from '../parallel/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import type { Guidance, MomentGuidedSchema } from './moment-guided.js';

/** Distance of the second differences: small beside paths whose values are of order 1. */
const DIFFERENCE = 1e-3;

/** An ensemble's mean energy, and the solver of its G. */
export interface EnsembleState {
  readonly number: number;
  readonly mean: Vector;
  readonly gram: GramSolver;
}

/** Rows that all shards see, for even and for odd half-steps. */
export interface GuidedRows {
  readonly energies: readonly Matrix[];
  readonly grams: readonly Matrix[];
  readonly laplacians: readonly Matrix[];
}

export function guidedRows({ energy }: Guidance, { pathCount, exchanged }: Space<MomentGuidedSchema>): GuidedRows {
  const { componentCount } = energy;
  return {
    energies: exchanged.map((values) => matrix(pathCount, componentCount, values.energies)),
    grams: exchanged.map((values) => matrix(pathCount, triangleSize(componentCount), values.grams)),
    laplacians: exchanged.map((values) => matrix(pathCount, componentCount, values.laplacians)),
  };
}

/** Ensemble `number` after half-step t. Sums run over its rows in the order of the paths. */
export function ensembleState(
  { energies, grams }: GuidedRows,
  { energy: { componentCount, labels }, ensembleSize: size }: Guidance,
  number: number,
  t: number,
): EnsembleState {
  const mean = vector(componentCount);
  meanRows(energies[t % 2], number * size, size, mean);
  const low = vector(triangleSize(componentCount));
  meanRows(grams[t % 2], number * size, size, low);
  return { number, mean, gram: gramSolver(symmetricOf(low, componentCount), { labels, caller: 'momentGuided' }) };
}

/** What the paths of one shard are evaluated by. */
export interface GuidedEvaluator {
  /** The shard's paths, as a view. */
  readonly paths: Ensemble;
  /** Writes Φ and JJᵀ of the paths for others, and before a predictor an estimate of ΔΦ. */
  evaluate(t: number): void;
  /** Jᵀw at the paths as they were last evaluated, [N, d]; the next call writes over it. */
  pulled(weights: Matrix): Vector;
  /** ξ of a step, [N, d]: the noise of its predictor, and before the direction of its second differences. */
  noise(step: number): Vector;
}

export function guidedEvaluator(
  { energy }: Guidance,
  space: Space<MomentGuidedSchema>,
  range: Range,
  key: Key,
): GuidedEvaluator {
  const { signalLength: d, componentCount: K } = energy;
  const count = range.end - range.start;
  const paths = ensemble(count, shapeOf(energy), space.state.paths.subarray(range.start * d, range.end * d));
  const kernel = evaluatorOf(energy).derivatives(count, 'double');
  const gramsOf = gramEvaluator(energy, 'double');
  const [result, shifted, drawn] = [vector(count * d), vector(count * d), vector(count * d)];
  const around = vector(count * K);
  const own = (values: Vector, width: number): Vector => values.subarray(range.start * width, range.end * width);
  let drawnStep = -1;

  function noise(step: number): Vector {
    if (step === drawnStep) return drawn;
    drawnStep = step;
    const stepKey = foldIn(key, step);
    for (let n = 0; n < count; n++) normals(foldIn(stepKey, range.start + n), d, drawn.subarray(n * d, (n + 1) * d));
    return drawn;
  }

  /** Adds the second differences of Φ along the noise. */
  function addCurvatures(step: number, centre: Vector, out: Vector): void {
    const direction = noise(step);
    for (const distance of [DIFFERENCE, -DIFFERENCE]) {
      for (let i = 0; i < shifted.length; i++) shifted[i] = paths.data[i] + distance * direction[i];
      kernel.load(shifted);
      kernel.values(around);
      for (let i = 0; i < around.length; i++) out[i] += (around[i] - centre[i]) / (DIFFERENCE * DIFFERENCE);
    }
    kernel.load(paths.data);
  }

  // In the middle of a run the energies have been exchanged already, and the kernel holds no paths yet.
  kernel.load(paths.data);
  return {
    paths,
    noise,
    evaluate(t) {
      const { energies, grams, laplacians } = space.exchanged[t % 2];
      const written = own(energies, K);
      kernel.load(paths.data);
      kernel.values(written);
      if (firstNonFinite(written) >= 0) return;
      gramsOf(paths.data, count, own(grams, triangleSize(K)));
      const curvatures = own(laplacians, K);
      curvatures.fill(0);
      if (t % 2 === 0) addCurvatures(t / 2, written, curvatures);
    },
    pulled(weights) {
      kernel.pullback(weights.data, result);
      return result;
    },
  };
}
