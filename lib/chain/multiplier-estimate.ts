import { type Matrix, matrix, meanRows, type Vector, vector } from '../array/index.js';
import { type Energy, symmetricOf, triangleSize } from '../energy/index.js';
import { gramSolver } from '../linear-algebra/index.js';

/** Multipliers of a law q₀ e^{−θ·Φ}/Z, estimated from paths. */
export interface MultiplierEstimate {
  /** θ, [K]. */
  readonly multipliers: Vector;
  /**
   * Covariance of the estimate between sets of as many independent paths, [K, K], to first order in 1/N. It holds for paths of any law, and
   * is then about the multipliers that infinitely many paths would give.
   */
  readonly covariance: Matrix;
}

/** Linear equations for θ, one system per path, of which the mean is solved. */
export interface ScoreEquations {
  /** Lower triangles of G, [N, K(K + 1)/2]. */
  readonly grams: Matrix;
  /** b of each path, [N, K]. */
  readonly sides: Matrix;
  /** Mean of b, [K]. */
  readonly side: Vector;
}

/**
 * θ = (E G)⁻¹ E b, and its covariance by the spread of G θ − b between paths.
 * @throws RangeError naming components when E G has not full rank, or when paths are fewer than components
 * Cost: O(N K²) and O(K³).
 */
export function solveScoreEquations(
  { componentCount: K, labels }: Energy,
  { grams, sides, side }: ScoreEquations,
  { caller, ridge }: { readonly caller: string; readonly ridge?: number },
): MultiplierEstimate {
  const pathCount = grams.rowCount;
  const low = vector(triangleSize(K));
  meanRows(grams, 0, pathCount, low);
  const solver = gramSolver(symmetricOf(low, K), { labels, caller, ridge });
  const multipliers = side.slice();
  solver.solve(multipliers);
  const residuals = matrix(pathCount, K);
  for (let n = 0; n < pathCount; n++) {
    const [gram, out] = [grams.row(n), residuals.row(n)];
    for (let j = 0, at = 0; j < K; j++) {
      out[j] -= sides.data[n * K + j];
      for (let k = 0; k <= j; k++, at++) {
        out[j] += gram[at] * multipliers[k];
        if (k < j) out[k] += gram[at] * multipliers[j];
      }
    }
    solver.solve(out);
  }
  return { multipliers, covariance: covarianceOfMean(residuals) };
}

/** Covariance of the mean of independent rows of mean 0. */
function covarianceOfMean({ rowCount, columnCount, data }: Matrix): Matrix {
  const result = matrix(columnCount, columnCount);
  for (let n = 0; n < rowCount; n++) {
    for (let j = 0; j < columnCount; j++) {
      for (let k = 0; k < columnCount; k++) {
        result.data[j * columnCount + k] +=
          (data[n * columnCount + j] * data[n * columnCount + k]) / (rowCount * rowCount);
      }
    }
  }
  return result;
}

/** Refuses fewer paths than components. */
export function checkPathCount(caller: string, { name, componentCount }: Energy, pathCount: number): void {
  if (pathCount >= componentCount) return;
  throw new RangeError(
    `${caller}: paths expects at least ${componentCount}, the number of components of ${name}, got ${pathCount}; take more`,
  );
}
