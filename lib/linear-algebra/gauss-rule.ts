import { log1p, log as logOf, squared } from '../special/index.js';
import type { KrylovSpace } from './krylov-space.js';
import { tridiagonalEigenpairs } from './tridiagonal.js';

/** Largest angle to the true eigenvector, in radians, at which an approximate eigenvector counts as found. */
const FOUND = 0.01;

/**
 * Gaussian quadrature of the spectral measure of v: v·f(A)·v ≈ Σᵢ ωᵢ f(θᵢ), exact for polynomials f of degree below 2m.
 *
 * The nodes θᵢ are the eigenvalues of the tridiagonal matrix of a Krylov space, which approximate eigenvalues of A from
 * inside its spectrum; ωᵢ = ‖v‖² (first entry of eigenvector i)².
 * Source: Golub and Meurant, Matrices, moments and quadrature with applications (2010), chapters 3 and 6.
 * Cost: O(m³), m the dimension of the space.
 */
export class GaussRule {
  /** m. */
  readonly size: number;
  /** θᵢ, [m]. */
  readonly nodes: Float64Array;
  /** ln|1 − θᵢ|, [m]. */
  readonly logs: Float64Array;
  /** Σ ωᵢ ln|1 − θᵢ|, which approximates v·ln|I − A|·v. */
  readonly value: number;
  /** Σ ωᵢ ln²|1 − θᵢ|, which approximates ‖ln|I − A| v‖². */
  readonly square: number;
  /**
   * `square` with weight at least 1, its mean over random signs, for each found eigenvector: an upper bound that a probe
   * nearly orthogonal to an outlying eigenvector does not underestimate.
   */
  readonly cautiousSquare: number;
  /** Variance of `value` from the products' rounding: first order in the perturbation of each node. */
  readonly roundingVariance: number;
  /** Upper bound of A's spectrum as far as v shows it: the largest node plus its residual. */
  readonly top: number;
  /** Unit eigenvectors of the tridiagonal matrix as rows, [m, m]. */
  private readonly vectors: Float64Array;
  private readonly weight: number;
  /** Norm of what A adds to the space; 0 where A maps the space into itself. */
  private readonly remainder: number;

  /** @param rounding relative accuracy of the products */
  constructor(space: KrylovSpace, rounding: number) {
    const m = space.dimension;
    this.size = m;
    this.weight = space.weight;
    this.remainder = space.exhausted ? 0 : space.side[m - 1];
    this.nodes = space.diagonal.slice(0, m);
    this.vectors = new Float64Array(m * m);
    tridiagonalEigenpairs(this.nodes, space.side.slice(0, m), this.vectors);
    this.logs = this.nodes.map(logDistance);
    let value = 0;
    let square = 0;
    let cautiousSquare = 0;
    let roundingVariance = 0;
    let top = -Infinity;
    for (let i = 0; i < m; i++) {
      const share = this.weight * squared(this.vectors[i * m]);
      const log = this.logs[i];
      value += share * log;
      square += share * log * log;
      cautiousSquare += (this.isFound(i) ? Math.max(share, 1) : share) * log * log;
      const counted = space.complete ? 1 : share;
      roundingVariance += counted * squared((rounding * space.largestProduct) / (1 - this.nodes[i]));
      top = Math.max(top, this.nodes[i] + this.residual(i));
    }
    this.value = value;
    this.square = square;
    this.cautiousSquare = cautiousSquare;
    this.roundingVariance = roundingVariance;
    this.top = top;
  }

  /** About the sine of the angle between approximate eigenvector i and the true one: residual over the gap to the next node. */
  angle(i: number): number {
    if (this.remainder === 0) return 0;
    let gap = Infinity;
    for (let j = 0; j < this.size; j++) {
      if (j !== i) gap = Math.min(gap, Math.abs(this.nodes[j] - this.nodes[i]));
    }
    return this.residual(i) / gap;
  }

  /** Whether approximate eigenvector i is close to a true one. */
  isFound(i: number): boolean {
    return this.angle(i) <= FOUND;
  }

  /** Coefficient of approximate eigenvector i on basis vector j of the space. */
  coefficient(i: number, j: number): number {
    return this.vectors[i * this.size + j];
  }

  /** Coefficients of f(A)v on the basis vectors of the space, given f of each node. */
  apply(values: Float64Array): (j: number) => number {
    const m = this.size;
    const length = Math.sqrt(this.weight);
    return (j) => {
      let factor = 0;
      for (let i = 0; i < m; i++) factor += this.vectors[i * m] * this.vectors[i * m + j] * values[i];
      return length * factor;
    };
  }

  /** ‖A u − θ u‖ of approximate eigenpair i. */
  private residual(i: number): number {
    return this.remainder * Math.abs(this.vectors[i * this.size + this.size - 1]);
  }
}

/** ln|1 − θ|, accurate also for small θ. */
function logDistance(theta: number): number {
  return theta < 0.5 ? log1p(-theta) : logOf(Math.abs(1 - theta));
}
