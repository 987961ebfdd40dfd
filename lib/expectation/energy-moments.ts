import { sharedVector, type Vector } from '../array/index.js';
import { type Precision, secondMoments } from '../compiled/index.js';
import { type Energy, type EnergyRecipe, energyOf, evaluatorOf } from '../energy/index.js';
import { callsOf, type ModelRecipe, modelOf, type Sampler } from '../model/index.js';
import { type Range, runShards, type Shard, shardRanges, task, workerCount } from '../parallel/index.js';
import type { Key } from '../random/index.js';

/**
 * Sums of the energies of drawn paths and of their products, in groups of paths: no energy of a single path is kept.
 */
export interface EnergyMoments {
  /** K. */
  readonly componentCount: number;
  /** Paths of each group. */
  readonly groups: readonly Range[];
  /** Sums of Φ, a row per group, [groups, K]. */
  readonly sums: Vector;
  /** Sums of ΦᵢΦⱼ for i ≤ j, row by row of the upper triangle, a group after the other, [groups, K(K + 1)/2]. */
  readonly products: Vector;
}

/** Paths that a kernel holds. */
const KERNEL_PATHS = 16;
/** Paths that all shards together evaluate before they add up products. */
const BLOCK_PATHS = 256;

/**
 * Sums over the energies of paths drawn from a model, for their mean and covariance. The same bits for any number of
 * workers.
 * @param options.groupCount groups of nearly equal size, so that errors can be told from their differences
 * @param onProgress gets the number of paths done
 * @throws RangeError when there are fewer than two paths per group; TypeError when the energy has no compiled kernel
 * Cost: a draw and an evaluation per path, and K²/2 multiplications and additions, spread over the workers; memory for
 * (groups + 1) K²/2 numbers.
 */
export async function energyMoments(
  energy: Energy,
  model: Sampler,
  key: Key,
  options: { readonly pathCount: number; readonly groupCount: number; readonly precision?: Precision },
  onProgress?: (done: number) => void,
): Promise<EnergyMoments> {
  const { pathCount, groupCount, precision = 'single' } = options;
  const { componentCount, recipe } = energy;
  if (!Number.isInteger(pathCount) || pathCount < 2 * groupCount) {
    const least = 2 * groupCount;
    throw new RangeError(
      `energyMoments: pathCount expects a whole number from ${least}, two a group, got ${pathCount}`,
    );
  }
  if (recipe === undefined || !evaluatorOf(energy).isCompiled) {
    throw new TypeError(
      `energyMoments: energy expects one with a compiled kernel, got ${energy.name}; average its values yourself`,
    );
  }
  const groups = shardRanges(pathCount, groupCount);
  const triangle = (componentCount * (componentCount + 1)) / 2;
  const sums = sharedVector(groups.length * componentCount);
  const products = sharedVector(groups.length * triangle);
  // Two blocks, used in turn: a fast shard may write the energies of the next block while a slow shard still adds up
  // those of this one.
  const energies = sharedVector(2 * BLOCK_PATHS * componentCount);
  const payload: MomentShard = {
    energy: recipe,
    model: model.recipe,
    key,
    precision,
    groups,
    sums,
    products,
    energies,
  };
  const shards = Array.from({ length: Math.min(workerCount(), Math.ceil(pathCount / KERNEL_PATHS)) }, () => payload);
  await runShards(blockMoments, shards, { onProgress, calls: callsOf(model.recipe) });
  return { componentCount, groups, sums, products };
}

interface MomentShard extends Pick<EnergyMoments, 'groups' | 'sums' | 'products'> {
  readonly energy: EnergyRecipe;
  readonly model: ModelRecipe;
  readonly key: Key;
  readonly precision: Precision;
  readonly energies: Vector;
}

/**
 * Draws and evaluates a part of each block's paths, and adds up a part of the products of all of them. Runs in a
 * worker. A product's sum is that of its group's paths in their order, whichever shards evaluated them and whichever
 * adds them up.
 */
async function momentShard(
  { energy, model, key, precision, groups, sums, products, energies }: MomentShard,
  shard: Shard,
): Promise<void> {
  const phi = energyOf(energy);
  const law = modelOf(model);
  const { componentCount } = phi;
  const evaluateBlock = evaluatorOf(phi).values(KERNEL_PATHS, precision);
  const moments = secondMoments({
    order: componentCount,
    rowCount: BLOCK_PATHS,
    part: shard.index,
    partCount: shard.count,
  });
  const half = BLOCK_PATHS * componentCount;
  const triangle = products.length / groups.length;
  let offset = 0;
  let done = 0;

  function evaluate(firstPath: number, { start, end }: Range): void {
    for (let n = start; n < end; n += KERNEL_PATHS) {
      const count = Math.min(KERNEL_PATHS, end - n);
      const paths = law.sample(key, count, firstPath + n);
      evaluateBlock(paths, energies.subarray(offset + n * componentCount));
      done += count;
    }
    shard.report(done);
  }

  for (const [g, group] of groups.entries()) {
    for (let start = group.start; start < group.end; start += BLOCK_PATHS) {
      const count = Math.min(BLOCK_PATHS, group.end - start);
      const own = shardRanges(count, shard.count)[shard.index];
      if (own) evaluate(start, own);
      shard.barrier();
      const rows = energies.subarray(offset, offset + count * componentCount);
      moments.add(rows, count);
      if (shard.index === 0) addRows(rows, sums.subarray(g * componentCount, (g + 1) * componentCount));
      offset = half - offset;
      await shard.rest();
      if (shard.cancelled()) return;
    }
    moments.take(products.subarray(g * triangle, (g + 1) * triangle));
  }
}

const blockMoments = task('expectation/energy-moments', momentShard);

function addRows(rows: Vector, sums: Vector): void {
  for (let at = 0; at < rows.length; at += sums.length) for (let k = 0; k < sums.length; k++) sums[k] += rows[at + k];
}
