import { columnOf, type Ensemble, firstNonFinite, type Matrix, type Vector, vector, vectorOf } from '../array/index.js';
import { squared } from '../special/index.js';
import { checkAllPositive } from './number-check.js';
import type { EndLaw, TerminalCost } from './potential-game.js';

/** A law with a density; its name is for errors and tables. */
export interface NamedDensity {
  readonly name: string;
  logDensity(paths: Ensemble): Vector;
}

/** Moments Φ of paths, as an energy has them. */
export interface Moments {
  readonly name: string;
  /** Φ of each path, [N, K]. */
  values(paths: Ensemble): Matrix;
}

/** G(ρ) = D(ρ‖π), nats; its first variation is ln ρ/π. */
export function divergenceCost(target: NamedDensity): TerminalCost {
  const logRatio = logRatioTo(target);
  return functionalCost(`divergence from ${target.name}`, logRatio, (law) => law.mean((paths) => logRatio(law, paths)));
}

/** G(ρ) = −E ln π, nats, linear in ρ: each path pays for where it ends, whatever the others do. */
export function crossEntropyCost(target: NamedDensity): TerminalCost {
  const surprise = (paths: Ensemble): Vector => target.logDensity(paths).map((value) => -value);
  return functionalCost(
    `cross-entropy with ${target.name}`,
    (_, paths) => surprise(paths),
    (law) => law.mean(surprise),
  );
}

/**
 * G(ρ) = ½κ|E Φ − α|², the loss of the mean-field descent; its first variation is κ(E Φ − α)·Φ.
 * @param target α, [K]
 * @param strength κ > 0
 * @throws RangeError when the strength is not positive and finite, an entry of the target not finite, or later, when the moments are not K
 */
export function momentCost(moments: Moments, target: ArrayLike<number>, strength: number): TerminalCost {
  checkAllPositive('momentCost', { strength });
  const bad = firstNonFinite(target);
  if (bad >= 0)
    throw new RangeError(
      `momentCost: target expects finite numbers, got ${target[bad]} at ${bad}; measure it on finite paths`,
    );
  const wanted = vectorOf(target);
  const moment = (paths: Ensemble, k: number): Vector => {
    const rows = moments.values(paths);
    if (rows.columnCount === wanted.length) return columnOf(rows, k);
    throw new RangeError(
      `momentCost: target expects ${rows.columnCount} numbers for ${moments.name}, got ${wanted.length}; give one per moment`,
    );
  };
  const excesses = (law: EndLaw): Vector => wanted.map((value, k) => law.mean((paths) => moment(paths, k)) - value);
  return functionalCost(
    `distance of the mean of ${moments.name}`,
    (law, paths) => {
      const sum = vector(paths.pathCount);
      excesses(law).forEach((excess, k) => {
        moment(paths, k).forEach((value, n) => {
          sum[n] += strength * excess * value;
        });
      });
      return sum;
    },
    (law) => 0.5 * strength * excesses(law).reduce((sum, value) => sum + squared(value), 0),
  );
}

/** The cost that is infinite unless ρ = π, as for bridges. */
export function fixedEnd(target: NamedDensity): TerminalCost {
  const logRatio = logRatioTo(target);
  return { name: `law ${target.name}`, value: () => 0, mismatch: ({ law }, paths) => logRatio(law, paths) };
}

function functionalCost(
  name: string,
  firstVariation: (law: EndLaw, paths: Ensemble) => Vector,
  value: (law: EndLaw) => number,
): TerminalCost {
  return {
    name,
    firstVariation,
    value,
    mismatch({ law, values }, paths) {
      const wanted = firstVariation(law, paths);
      const miss = values.map((found, n) => found - wanted[n]);
      const mean = miss.reduce((sum, each) => sum + each, 0) / miss.length;
      return miss.map((each) => each - mean);
    },
  };
}

/** ln ρ/π as a function of ρ and of paths. */
function logRatioTo(target: NamedDensity): (law: EndLaw, paths: Ensemble) => Vector {
  return (law, paths) => {
    const wanted = target.logDensity(paths);
    return law.logDensity(paths).map((value, n) => value - wanted[n]);
  };
}
