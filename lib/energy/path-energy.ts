import { displaySymbol, ensemble, matrix, tableBundle, type Vector } from '../array/index.js';
import type { Accelerators, BandedHessian, Energy } from './energy.js';
import type { EnergyRecipe } from './registry.js';
import { checkShapes, weightsOf } from './weights.js';

/** The definition of an energy path by path. Results are written into `out`. */
export interface PathEnergy {
  readonly name: string;
  readonly signalLength: number;
  readonly labels: readonly string[];
  /** Writes Φ(x), length K. */
  value(path: Vector, out: Vector): void;
  /** Writes Jᵀw, length d. */
  pullback(path: Vector, weights: Vector, out: Vector): void;
  /** Writes (Σₖ wₖ∇²Φₖ) v, length d. */
  hessianProduct(path: Vector, weights: Vector, direction: Vector, out: Vector): void;
  readonly bandedHessian?: BandedHessian;
  readonly recipe?: EnergyRecipe;
  readonly accelerators?: Accelerators;
}

/** Turns a one-path energy into an energy of ensembles, with its shapes checked. */
export function energyOfPaths(path: PathEnergy): Energy {
  const { name, signalLength, labels } = path;
  const shape = { signalLength, componentCount: labels.length };
  return {
    name,
    ...shape,
    labels,
    bandedHessian: path.bandedHessian,
    recipe: path.recipe,
    accelerators: path.accelerators,
    values(paths) {
      checkShapes(`${name}.values`, shape, paths);
      const result = matrix(paths.pathCount, shape.componentCount);
      for (let n = 0; n < paths.pathCount; n++) path.value(paths.path(n), result.row(n));
      return result;
    },
    pullback(paths, weights) {
      checkShapes(`${name}.pullback`, shape, paths, weights);
      const result = ensemble(paths.pathCount, signalLength);
      for (let n = 0; n < paths.pathCount; n++) path.pullback(paths.path(n), weightsOf(weights, n), result.path(n));
      return result;
    },
    hessianProduct(paths, weights, directions) {
      checkShapes(`${name}.hessianProduct`, shape, paths, weights, directions);
      const result = ensemble(paths.pathCount, signalLength);
      for (let n = 0; n < paths.pathCount; n++) {
        path.hessianProduct(paths.path(n), weightsOf(weights, n), directions.path(n), result.path(n));
      }
      return result;
    },
    [displaySymbol]: () => energyBundle(path),
  };
}

/** How an energy shows itself. */
export function energyBundle({
  name,
  signalLength,
  labels,
  bandedHessian,
}: Pick<PathEnergy, 'name' | 'signalLength' | 'labels' | 'bandedHessian'>): ReturnType<typeof tableBundle> {
  return tableBundle(`energy: ${name}`, [
    ['signal length', signalLength],
    ['components', labels.length],
    ['labels', listedLabels(labels)],
    ['weighted Hessian', bandedHessian ? `banded, bandwidth ${bandedHessian.bandwidth}` : 'dense'],
  ]);
}

/** The first labels and the last, separated by semicolons because labels may contain commas. */
export function listedLabels(labels: readonly string[]): string {
  return (labels.length > 6 ? [...labels.slice(0, 5), '…', labels[labels.length - 1]] : labels).join('; ');
}

/** Refuses a signal length that is no whole number, or too short for the energy's longest lag. */
export function checkSignalLength(factory: string, signalLength: number, longestLag: number): void {
  if (!Number.isInteger(signalLength) || signalLength <= longestLag) {
    throw new RangeError(
      `${factory}: signalLength expects a whole number above the longest lag ${longestLag}, got ${signalLength}`,
    );
  }
}
