import { type Vector, vector } from '../array/index.js';
import { bandedCoupling, type LogDeterminant } from '../linear-algebra/index.js';

/** The sizes of an elimination. Components are in the order of their lags. */
export interface LagShape {
  readonly order: number;
  readonly bandwidth: number;
  readonly linearLags: number;
  readonly squareLags: number;
  readonly componentCount: number;
}

/** Eliminates for some paths and passes ln|det M| and Y M⁻¹Yᵀ, Y the gradients up to constants, to `settle`. */
export interface LagElimination {
  /** Paths at a time. */
  readonly width: number;
  evaluate(paths: Vector, firstPath: number, count: number, settle: Settle): void;
}

export type Settle = (n: number, block: LogDeterminant, coupling: Vector) => void;
/** Writes v₀, −v₁ … −v_bandwidth, u₁ … u_squareLags, 2u₁ … 2u_squareLags of a path; see assembly/lag-jacobian.ts. */
export type ReadWeights = (n: number, out: Vector) => void;

/**
 * Elimination path by path in TypeScript: for machines without WebAssembly SIMD, as the reference of the compiled
 * kernel, and for paths at which the compiled kernel meets small pivots.
 */
export function plainLagElimination(
  { order, bandwidth, linearLags, squareLags, componentCount }: LagShape,
  readWeights: ReadWeights,
): LagElimination {
  const x = vector(order + 2 * bandwidth);
  const s = vector(order + 2 * bandwidth);
  const weights = vector(bandwidth + 1 + 2 * squareLags);
  const band = vector(order * (bandwidth + 1));
  const columns = vector(order * componentCount);
  const coupling = vector(componentCount * componentCount);

  function fill(): void {
    for (let i = 0; i < order; i++) {
      const here = bandwidth + i;
      const row = i * (bandwidth + 1);
      let column = i * componentCount;
      columns[column++] = x[here];
      for (let l = 1; l <= linearLags; l++) columns[column++] = x[here - l] + x[here + l];
      let pull = weights[0];
      for (let l = 1; l <= bandwidth; l++) {
        band[row + l] = weights[l];
        if (l > squareLags) continue;
        const around = s[here - l] + s[here + l];
        columns[column++] = x[here] * around;
        pull += weights[bandwidth + l] * around;
        band[row + l] -= weights[bandwidth + squareLags + l] * (x[here] * x[here - l]);
      }
      band[row] = 1 - pull;
    }
  }

  return {
    width: 1,
    evaluate(paths, n, _count, settle) {
      for (let i = 0; i < order; i++) {
        const value = paths[n * order + i];
        x[bandwidth + i] = value;
        s[bandwidth + i] = value * value;
      }
      readWeights(n, weights);
      fill();
      settle(n, bandedCoupling(band, columns, order, bandwidth, coupling), coupling);
    },
  };
}
