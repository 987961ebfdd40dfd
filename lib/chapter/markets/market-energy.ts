import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { type Energy, evaluatorOf, projectedScatteringCovariance, stylized } from '../../energy/index.js';
import { sha256 } from '../../host/index.js';
import { key, normals } from '../../random/index.js';
import { log2, pow } from '../../special/index.js';
import type { Ingredient, RunContext } from '../../study/contract.js';
import { encode } from '../../study/encoding.js';
import { componentNoise, type NoiseComponentsData, noiseComponents } from '../synthetic/noise-components.js';

/** The energies of section 5.2 and Appendix C, by name. */
export const marketEnergyNames = ['stylized', 'scattering-covariance'] as const;
/** Name of an energy of markets. */
export type MarketEnergy = (typeof marketEnergyNames)[number];

/** γ for paths of 1024 values; shorter paths get less, because Hessians of averages over time grow as 1/d. */
export const paperStepSizes: Readonly<Record<MarketEnergy, number>> = { stylized: 50, 'scattering-covariance': 20 };

/** An energy and the target that it has on a series. */
export interface MarketTask {
  readonly energy: Energy;
  /** α, [K]. */
  readonly target: Vector;
}

/** The parameters that determine the energy of a task. */
export interface MarketTaskChoice {
  readonly energy: string;
  readonly signalLength: number;
  readonly noisePathCount: number;
}

/**
 * The energy of a descent for paths of its length, and its target.
 *
 * By name: α is the energy of the whole series, as in the paper; for the scattering covariance, which wants a power of two, of its
 * latest values of so many, which are all of the paper's 4096 and 2048. The principal components are read or found first.
 * An energy of the reader's own knows one length: there α is the mean of Φ over consecutive blocks of that length, the latest.
 */
export function marketTask(
  choice: MarketTaskChoice,
  returns: Vector,
  own: Energy | undefined,
  { result }: Pick<RunContext, 'result'>,
): MarketTask {
  const { signalLength } = choice;
  if (own) return { energy: own, target: blockTarget(own, returns) };
  if (choice.energy === 'stylized') return { energy: stylized({ signalLength }), target: stylizedTarget(returns) };
  const { data } = result(componentsOf(choice));
  const energyOf = (length: number): Energy => projectedScatteringCovariance(data.projection, { signalLength: length });
  const length = pow(2, Math.floor(log2(returns.length)));
  const target = energyOf(length)
    .values(ensemble(1, length, returns.slice(returns.length - length)))
    .row(0);
  return { energy: energyOf(signalLength), target };
}

/** The principal components that the scattering covariance of a choice is projected on. */
export function marketComponents(
  choice: Omit<MarketTaskChoice, 'energy'>,
  { result }: Pick<RunContext, 'result'>,
): NoiseComponentsData {
  return result(componentsOf(choice)).data;
}

function componentsOf({ signalLength, noisePathCount }: Omit<MarketTaskChoice, 'energy'>) {
  return noiseComponents({ signalLength, pathCount: noisePathCount }, { noise: componentNoise(signalLength) });
}

/**
 * Work of a step of one path, relative to a step towards the stylized features without its log-determinant: 8 µs on two cores at
 * d = 1024, where a step towards the scattering covariance takes 1.1 ms, and 3.8 ms with its log-determinant. Energies of the
 * reader's own count as the stylized features. Only the estimate of the time left depends on these numbers.
 */
export function stepWork(energy: string): { readonly plain: number; readonly measured: number } {
  return energy === 'scattering-covariance' ? { plain: 140, measured: 470 } : { plain: 1, measured: 18 };
}

/**
 * The results on which a task is built: the principal components of the scattering covariance, if that is its energy.
 * @param pathWork work of one energy of one path
 */
export function marketIngredients(choice: MarketTaskChoice, pathWork: number): Ingredient[] {
  if (choice.energy !== 'scattering-covariance') return [];
  return [{ experiment: componentsOf(choice), work: pathWork * choice.noisePathCount }];
}

/** The stylized features of a whole series. */
export function stylizedTarget(returns: Vector): Vector {
  return stylized({ signalLength: returns.length })
    .values(ensemble(1, returns.length, returns))
    .row(0);
}

/** The mean of Φ over the latest consecutive blocks of a series, as many as there are. */
export function blockTarget(energy: Energy, returns: Vector): Vector {
  const values = energy.values(latestBlocks(returns, energy.signalLength));
  return vector(values.columnCount).map((_, k) => {
    let sum = 0;
    for (let n = 0; n < values.rowCount; n++) sum += values.row(n)[k];
    return sum / values.rowCount;
  });
}

/** The latest consecutive blocks of a series as paths. */
export function latestBlocks(returns: Vector, length: number): Ensemble {
  const count = Math.floor(returns.length / length);
  return ensemble(count, length, returns.slice(returns.length - count * length));
}

/** The first `count` paths of an ensemble, or all. */
function firstPaths({ pathCount, signalLength, data }: Ensemble, count: number): Ensemble {
  const taken = Math.min(count, pathCount);
  return ensemble(taken, signalLength, data.slice(0, taken * signalLength));
}

/** Sizes of the random paths from which an energy's hash is made, in standard deviations. */
const SIZES = [0.1, 0.5, 1, 1, 2, 4, 10, 30];

/**
 * A hash that identifies an energy of the reader's own, so that a stored result is not used for another energy.
 *
 * An energy with a recipe, which worker threads can make, is identified by the recipe. Another energy is a function without a
 * reliable name: its hash is made from all bits of its values, pullbacks and Hessian products on blocks of the series and on random
 * paths, smooth, rough and with single large values, of 0.1 to 30 standard deviations. Energies with equal bits on all of these
 * paths count as equal.
 * Cost: one call of each of its methods, for some 20 paths.
 */
export function energyHash(energy: Energy, returns: Vector): string {
  const { name, signalLength, componentCount, labels, recipe } = energy;
  const marks = [encode([name, signalLength, labels, recipe ?? null])];
  if (recipe === undefined) {
    const blocks = latestBlocks(returns, signalLength);
    const paths = joined(firstPaths(blocks, 4), trialPaths(signalLength));
    const weights = matrix(paths.pathCount, componentCount, normals(key(1), paths.pathCount * componentCount));
    const directions = ensemble(paths.pathCount, signalLength, normals(key(2), paths.data.length));
    // The error for a path that the energy refuses enters the hash in place of a value.
    for (let n = 0; n < paths.pathCount; n++) {
      const path = ensemble(1, signalLength, paths.path(n));
      const own = matrix(1, componentCount, weights.row(n));
      const direction = ensemble(1, signalLength, directions.path(n));
      for (const evaluate of [
        () => energy.values(path),
        () => energy.pullback(path, own),
        () => energy.hessianProduct(path, own, direction),
      ]) {
        marks.push(bitsOf(evaluate));
      }
    }
  }
  return sha256(...marks).slice(0, 16);
}

function bitsOf(evaluate: () => { readonly data: Vector }): string {
  try {
    return encode(evaluate().data);
  } catch (error) {
    return (error as Error).message;
  }
}

/** White noise, its running sums, and single large values, of several sizes. */
function trialPaths(signalLength: number): Ensemble {
  const paths = ensemble(2 * SIZES.length, signalLength, normals(key(3), 2 * SIZES.length * signalLength));
  SIZES.forEach((size, s) => {
    const [rough, smooth] = [paths.path(2 * s), paths.path(2 * s + 1)];
    let sum = 0;
    for (let i = 0; i < signalLength; i++) {
      rough[i] *= size;
      sum += smooth[i];
      smooth[i] = (size * sum) / Math.sqrt(signalLength);
    }
    rough[(7 * s + 3) % signalLength] *= 10;
  });
  return paths;
}

function joined(a: Ensemble, b: Ensemble): Ensemble {
  const result = ensemble(a.pathCount + b.pathCount, a.signalLength);
  result.data.set(a.data);
  result.data.set(b.data, a.data.length);
  return result;
}

/** Φ of every path, [N, K], by compiled code where the energy has it: plain code takes a minute for a thousand long paths. */
export function energiesOf(energy: Energy, paths: Ensemble): Matrix {
  const size = Math.min(16, paths.pathCount);
  const evaluate = evaluatorOf(energy).values(size);
  const { componentCount, signalLength } = energy;
  const result = matrix(paths.pathCount, componentCount);
  for (let n = 0; n < paths.pathCount; n += size) {
    const count = Math.min(size, paths.pathCount - n);
    const block = ensemble(count, signalLength, paths.data.subarray(n * signalLength, (n + count) * signalLength));
    evaluate(block, result.data.subarray(n * componentCount));
  }
  return result;
}
