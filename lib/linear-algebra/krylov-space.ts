import { addScaled, fastDot, scaleTo } from './vector-arithmetic.js';

/** A product smaller than this part of its length before orthogonalisation is orthogonalised again. */
const CANCELLED = 0.01;

/**
 * The Krylov space span{v, Av, A²v, …} of a symmetric operator A, by Lanczos' recurrence.
 *
 * The space holds an orthonormal basis q₀ = v/‖v‖, q₁, …, and the tridiagonal matrix Tᵢⱼ = qᵢ·A qⱼ. Every new basis vector is
 * made orthogonal to all earlier ones, in double precision: without that, copies of outlying eigenvalues would turn up in T
 * and be counted more than once.
 * Cost of `extend`: O(m · length) for m basis vectors. Memory: one vector per product, kept for the next `start`.
 */
export class KrylovSpace {
  /** ‖v‖². */
  weight = 0;
  /** Number of products taken, m; the order of T. */
  dimension = 0;
  /** The largest norm of a product. */
  largestProduct = 0;
  /** (T₁₀ T₂₁ … )², over all entries beside the diagonal. */
  squaredSideProduct = 1;
  /** Whether A maps the space into itself, to rounding: then T has eigenvalues of A alone. */
  exhausted = false;
  /** Tᵢᵢ; entries from `dimension` on are left over. */
  readonly diagonal: Float64Array;
  /** Tᵢ₊₁,ᵢ, the last of them the norm of what A adds to the space; entries from `dimension` on are left over. */
  readonly side: Float64Array;
  private order: number;
  private readonly basis: Float64Array[] = [];
  private readonly rateRows: Float64Array[] = [];

  /**
   * @param length entries of a vector
   * @param rateCount numbers that come with each product and are linear in the direction
   * @param rounding relative accuracy of the products
   */
  constructor(
    private readonly length: number,
    private readonly rateCount: number,
    mostDimensions: number,
    private readonly rounding: number,
  ) {
    this.order = length;
    this.diagonal = new Float64Array(mostDimensions);
    this.side = new Float64Array(mostDimensions);
  }

  /** Starts with v, which is copied; `order` is the dimension of the space that A maps into itself. */
  start(v: Float64Array, order: number): void {
    this.order = order;
    this.weight = fastDot(v, v);
    this.dimension = 0;
    this.largestProduct = 0;
    this.squaredSideProduct = 1;
    this.exhausted = this.weight === 0;
    const first = this.vectorAt(0);
    first.set(v);
    if (!this.exhausted) scaleTo(first, 1 / Math.sqrt(this.weight));
  }

  /** The unit vector to multiply next. */
  get direction(): Float64Array {
    return this.basis[this.dimension];
  }

  /** Whether T has as many eigenvalues as A. */
  get complete(): boolean {
    return this.dimension === this.order;
  }

  /**
   * Adds A · direction, and the rates of the direction.
   * @throws RangeError when the product is not finite
   */
  extend(product: Float64Array, rates: Float64Array): void {
    const m = this.dimension;
    const next = this.vectorAt(m + 1);
    next.set(product);
    this.rateRows[m].set(rates);
    const size = Math.sqrt(fastDot(product, product));
    if (!Number.isFinite(size)) {
      throw new RangeError(`lanczosQuadrature: product expects finite numbers, got norm ${size}`);
    }
    this.largestProduct = Math.max(this.largestProduct, size);
    let along = this.orthogonalise(next);
    let beta = Math.sqrt(fastDot(next, next));
    // A remainder much smaller than the product has lost digits, and with them its orthogonality.
    if (beta < CANCELLED * size) {
      along += this.orthogonalise(next);
      beta = Math.sqrt(fastDot(next, next));
    }
    this.diagonal[m] = along;
    this.side[m] = beta;
    this.squaredSideProduct *= beta * beta;
    this.dimension = m + 1;
    this.exhausted = this.complete || beta <= this.rounding * this.largestProduct;
    if (!this.exhausted) scaleTo(next, 1 / beta);
  }

  /** Adds Σⱼ factor(j) qⱼ to a vector. */
  addVectors(out: Float64Array, factor: (j: number) => number): void {
    for (let j = 0; j < this.dimension; j++) addScaled(out, this.basis[j], factor(j));
  }

  /** Adds the rates of Σⱼ factor(j) qⱼ. */
  addRates(out: Float64Array, factor: (j: number) => number): void {
    for (let j = 0; j < this.dimension; j++) addScaled(out, this.rateRows[j], factor(j));
  }

  /** Adds the rates of v. */
  addStartRates(out: Float64Array): void {
    if (this.dimension > 0) addScaled(out, this.rateRows[0], Math.sqrt(this.weight));
  }

  /** Takes the parts along q₀ … qₘ out of w; returns the part along qₘ. */
  private orthogonalise(w: Float64Array): number {
    let along = 0;
    for (let i = this.dimension; i >= 0; i--) {
      const part = fastDot(this.basis[i], w);
      if (i === this.dimension) along = part;
      addScaled(w, this.basis[i], -part);
    }
    return along;
  }

  private vectorAt(index: number): Float64Array {
    if (index === this.basis.length) {
      this.basis.push(new Float64Array(this.length));
      this.rateRows.push(new Float64Array(this.rateCount));
    }
    return this.basis[index];
  }
}
