import type { Ensemble, Vector } from '../../array/index.js';
import type { Key } from '../../random/index.js';
import type { StageOptions } from '../../study/contract.js';
import type { Target } from './targets.js';

/** A trained model: what generates, what evaluates, and of how many numbers. */
export interface TrainedModel {
  /** Draws paths, [count, d]. */
  sample(key: Key, count: number): Promise<Ensemble>;
  /** ln ρ_θ, nats, [N]; left out by models that only draw. */
  readonly logDensity?: (paths: Ensemble) => Promise<Vector>;
  /** True where the density costs little, so that the modes' weights are summed over all points, besides being counted among draws. */
  readonly isDensityCheap?: boolean;
  /** Numbers that the model keeps. */
  readonly parameterCount: number;
  /** Numbers that were trained beside them and are not used again, such as an encoder's or a critic's. */
  readonly besideCount: number;
}

/** How much is spent on a training. */
export interface TrainingEffort {
  /** Draws everything of this training. */
  readonly key: Key;
  /** Share of the full number of steps, above 0. */
  readonly effort: number;
  /** Hears how far the training is. */
  readonly onProgress?: StageOptions['onProgress'];
}

/** A row of the table: a way to model a law from which one can draw. */
export interface GenerativeModel {
  /** Short, of letters and hyphens: it stands in files' names. */
  readonly name: string;
  /** As the table has it. */
  readonly title: string;
  /** What training minimises, in words. */
  readonly objective: string;
  /** What draws a path. */
  readonly generates: string;
  /** What gives ln ρ_θ(x); 'nothing' where there is none. */
  readonly evaluates: string;
  /** Trains the model on draws of the target, or by its density where that is what the trainer takes. */
  train(target: Target, effort: TrainingEffort): Promise<TrainedModel>;
}

/** A share of a number of steps, at least 2. */
export function stepsOf(full: number, effort: number): number {
  return Math.max(2, Math.round(full * effort));
}
