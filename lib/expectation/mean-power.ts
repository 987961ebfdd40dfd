import { matrix, sharedVector, type Vector, vector } from '../array/index.js';
import { waveletPower } from '../energy/index.js';
import { callsOf, type ModelRecipe, modelOf, type Sampler } from '../model/index.js';
import { runShards, type Shard, shardRanges, task, workerCount } from '../parallel/index.js';
import type { Key } from '../random/index.js';

/** Paths drawn at a time; a fixed number, so that sums do not depend on the workers. */
const BLOCK = 64;

/**
 * σ² of every band and of the low-pass over paths drawn from a model: what its scattering spectra are normalised by.
 * Paper: section 5.1, after Morel et al.
 * @throws RangeError when pathCount is no whole number from 1, or the model's signal length is no power of two from 8
 * Cost: `pathCount` draws and as many calls of `waveletPower`, spread over the workers.
 */
export async function meanPower(model: Sampler, key: Key, pathCount: number, scales: number): Promise<Vector> {
  if (!Number.isInteger(pathCount) || pathCount < 1) {
    throw new RangeError(`meanPower: pathCount expects a whole number from 1, got ${pathCount}`);
  }
  const blockCount = Math.ceil(pathCount / BLOCK);
  const sums = matrix(blockCount, scales + 1, sharedVector(blockCount * (scales + 1)));
  const payloads = shardRanges(blockCount, workerCount()).map(
    (range): PowerShard => ({ model: model.recipe, key, range, pathCount, scales, out: sums.data }),
  );
  await runShards(blockPower, payloads, { calls: callsOf(model.recipe) });
  const power = vector(scales + 1);
  for (let b = 0; b < blockCount; b++) for (let j = 0; j <= scales; j++) power[j] += sums.row(b)[j] / pathCount;
  return power;
}

interface PowerShard {
  readonly model: ModelRecipe;
  readonly key: Key;
  /** Blocks of paths. */
  readonly range: { readonly start: number; readonly end: number };
  readonly pathCount: number;
  readonly scales: number;
  readonly out: Vector;
}

/** Writes the summed power of each block of one shard. Runs in a worker. */
async function powerShard({ model, key, range, pathCount, scales, out }: PowerShard, shard: Shard): Promise<void> {
  const law = modelOf(model);
  for (let b = range.start; b < range.end && !shard.cancelled(); b++) {
    const count = Math.min(BLOCK, pathCount - b * BLOCK);
    const power = waveletPower(law.sample(key, count, b * BLOCK), { scales });
    out.set(
      power.map((value) => count * value),
      b * (scales + 1),
    );
    await shard.rest();
  }
}

const blockPower = task('expectation/mean-power', powerShard);
