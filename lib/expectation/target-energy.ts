import { type Matrix, matrix, sharedVector, type Vector, vector } from '../array/index.js';
import { type Energy, type EnergyRecipe, energyOf, evaluatorOf } from '../energy/index.js';
import { callsOf, type ModelRecipe, modelOf, type Sampler } from '../model/index.js';
import { runShards, type Shard, shardRanges, task, workerCount } from '../parallel/index.js';
import type { Key } from '../random/index.js';
import { squared } from '../special/index.js';

/** The mean energy of a model, estimated from drawn paths. */
export interface TargetEnergy {
  /** α, [K]. */
  readonly mean: Vector;
  /** Standard error of each entry, [K]. */
  readonly standardError: Vector;
  /** Φ of each path, [N, K]. */
  readonly energies: Matrix;
}

/** Paths drawn at a time, so that memory does not grow with their number. */
const BLOCK = 64;

/**
 * The mean energy over paths drawn from a model, as the paper takes it for its target (section 5.1: 10 000 paths).
 * @throws RangeError when pathCount is no whole number from 2; TypeError when workers cannot make the energy
 * Cost: `pathCount` draws and evaluations, spread over the workers; in single precision where the energy has compiled derivatives.
 */
export async function targetEnergy(energy: Energy, model: Sampler, key: Key, pathCount: number): Promise<TargetEnergy> {
  if (!Number.isInteger(pathCount) || pathCount < 2) {
    throw new RangeError(`targetEnergy: pathCount expects a whole number from 2, got ${pathCount}`);
  }
  if (energy.recipe === undefined) {
    throw new TypeError(
      `targetEnergy: energy expects one of the library's, got ${energy.name}; average its values yourself`,
    );
  }
  const { componentCount } = energy;
  const energies = matrix(pathCount, componentCount, sharedVector(pathCount * componentCount));
  const payloads = shardRanges(pathCount, workerCount()).map(
    (range): EnergyShard => ({
      energy: energy.recipe!,
      model: model.recipe,
      key,
      range,
      componentCount,
      out: energies.data,
    }),
  );
  await runShards(pathEnergies, payloads, { calls: callsOf(model.recipe) });
  const mean = vector(componentCount);
  const standardError = vector(componentCount);
  for (let n = 0; n < pathCount; n++)
    for (let k = 0; k < componentCount; k++) mean[k] += energies.row(n)[k] / pathCount;
  for (let n = 0; n < pathCount; n++)
    for (let k = 0; k < componentCount; k++) standardError[k] += squared(energies.row(n)[k] - mean[k]);
  for (let k = 0; k < componentCount; k++) standardError[k] = Math.sqrt(standardError[k] / (pathCount - 1) / pathCount);
  return { mean, standardError, energies };
}

interface EnergyShard {
  readonly energy: EnergyRecipe;
  readonly model: ModelRecipe;
  readonly key: Key;
  readonly range: { readonly start: number; readonly end: number };
  readonly componentCount: number;
  readonly out: Vector;
}

/** Draws and evaluates the paths of one shard. Runs in a worker. */
async function energyShard(
  { energy, model, key, range, componentCount, out }: EnergyShard,
  shard: Shard,
): Promise<void> {
  const phi = energyOf(energy);
  const law = modelOf(model);
  const evaluate = evaluatorOf(phi).values(BLOCK, 'single');
  for (let n = range.start; n < range.end && !shard.cancelled(); n += BLOCK) {
    const count = Math.min(BLOCK, range.end - n);
    evaluate(law.sample(key, count, n), out.subarray(n * componentCount));
    await shard.rest();
  }
}

const pathEnergies = task('expectation/target-energy', energyShard);
