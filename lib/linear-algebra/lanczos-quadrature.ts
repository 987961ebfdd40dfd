import { pow, squared } from '../special/index.js';
import { GaussRule } from './gauss-rule.js';
import { KrylovSpace } from './krylov-space.js';

/** How far a quadrature is taken. */
export interface QuadratureOptions {
  /** Relative accuracy of the operator's products: smaller numbers are noise. */
  readonly rounding: number;
  /** Error of the quadrature that is always accepted; so is a thousandth of the standard deviation of one probe. */
  readonly tolerance: number;
  /** Least |ln|1 − θ|| at which a thorough quadrature takes further steps to find the eigenvector of θ. */
  readonly notable: number;
}

/** An approximate eigenvalue with its unit eigenvector, as a Krylov space gives it. */
export interface RitzPair {
  readonly value: number;
  /** ln|1 − value|. */
  readonly log: number;
  /** About the largest sine of the angle between `vector` and the true eigenvector. */
  readonly angle: number;
  readonly vector: Float64Array;
  /** The rates of `vector`. */
  readonly rates: Float64Array;
}

/**
 * v·ln|I − A|·v for a symmetric operator A, by Lanczos' method: Gaussian quadrature of the spectral measure of v.
 *
 * The caller multiplies: until `settled` it reads `direction` and hands A · direction to `accept`, so that many quadratures
 * can share one product of many directions. With each product come `rateCount` numbers that are linear in the direction, its
 * rates; the quadrature forms the same combinations of rates as of vectors.
 * All numbers but `steps` and `weight` are those of the last look, which every settled quadrature has had.
 * Derivation: log-determinant.md. Source: Golub and Meurant, Matrices, moments and quadrature with applications (2010),
 * chapters 3 and 6.
 */
export interface LanczosQuadrature {
  /**
   * Starts with v, which is copied.
   * @param order dimension of the space that the operator maps into itself
   * @param thorough whether eigenvectors of notable eigenvalues are waited for
   */
  start(v: Float64Array, order: number, thorough: boolean): void;
  /** The unit vector to multiply next. */
  readonly direction: Float64Array;
  /**
   * Takes A · direction and the rates of the direction.
   * @throws RangeError when the product is not finite
   */
  accept(product: Float64Array, rates: Float64Array): void;
  /** Whether no more products are needed. */
  readonly settled: boolean;
  /** Products taken. */
  readonly steps: number;
  /** v·ln|I − A|·v. */
  readonly value: number;
  /** ‖ln|I − A| v‖². */
  readonly square: number;
  /** Upper bound of `square`: each eigenvector that was found counts with weight 1 at least. */
  readonly cautiousSquare: number;
  /** Variance that the quadrature's own error and the products' rounding may add to the value. */
  readonly inaccuracy: number;
  /** Whether as many steps were taken as the order: then every eigenvalue is known. */
  readonly complete: boolean;
  /** Eigenpairs that were found and matter; all of them when complete. */
  foundPairs(): RitzPair[];
  /** Writes ln|I − A| v. */
  logarithm(out: Float64Array): void;
  /** The rates of v and of (I − A)⁻¹v. */
  solution(): { readonly rates: Float64Array; readonly solved: Float64Array };
}

/** Steps after which a quadrature ends, accurate or not: the bound of its memory. */
const MOST_STEPS = 96;
/** Steps after which a thorough quadrature no longer waits for eigenvectors: further probes are cheaper then. */
const THOROUGH_STEPS = 40;
/** Part of ‖ln|I − A| v‖² from which on one eigenvalue is worth further steps; below it, further probes reduce more variance. */
const NOTABLE_SHARE = 0.1;
/** Part of `notable` from which on a found eigenvector is handed to the other probes: it costs two dot products for each. */
const FOUND_SHARE = 0.25;
/** Spectrum's upper end below which the error bound of Gaussian quadrature is used; near 1 the bound is infinite. */
const SAFE = 0.95;
/** Part of a probe's standard deviation that a quadrature's error may have: a millionth of its variance. */
const NEGLIGIBLE = 1e-3;
/** Up to this step the quadrature is looked at after every product, then after every fourth: a look costs O(steps³). */
const EVERY_STEP = 12;

/** Makes a quadrature over vectors of a length, with `rateCount` rates per product. Memory: one vector per step. */
export function lanczosQuadrature(length: number, rateCount: number, options: QuadratureOptions): LanczosQuadrature {
  const { rounding, notable } = options;
  const space = new KrylovSpace(length, rateCount, MOST_STEPS, rounding);
  let thorough = false;
  let settled = false;
  /** Rule of the last look; none before the first. */
  let rule: GaussRule | undefined;
  /** Squared bound of the quadrature's error at the last look. */
  let squaredError = 0;
  /** Looks in a row whose error was accepted. */
  let accurateLooks = 0;

  function start(v: Float64Array, order: number, thoroughly: boolean): void {
    space.start(v, order);
    thorough = thoroughly;
    settled = space.exhausted;
    rule = undefined;
    squaredError = 0;
    accurateLooks = 0;
  }

  function accept(product: Float64Array, rates: Float64Array): void {
    space.extend(product, rates);
    const m = space.dimension;
    const due = m >= 2 && (m <= EVERY_STEP || m % 4 === 0);
    if (due || space.exhausted || m === MOST_STEPS) look();
  }

  /** Evaluates the quadrature and decides whether it has settled. */
  function look(): void {
    const before = rule?.value ?? 0;
    rule = new GaussRule(space, rounding);
    const bounded = rule.top < SAFE;
    const error = space.exhausted ? 0 : bounded ? errorBound(space, rule) : Math.abs(rule.value - before);
    squaredError = error * error;
    const tolerance = Math.max(options.tolerance, NEGLIGIBLE * Math.sqrt(rule.square));
    accurateLooks = error <= tolerance ? accurateLooks + 1 : 0;
    // One look is enough for a bound; a change between two looks may be small by chance, so that two are needed.
    const accurate = space.exhausted || accurateLooks >= (bounded ? 1 : 2);
    const patient = thorough && !space.exhausted && rule.size < THOROUGH_STEPS;
    settled = rule.size === MOST_STEPS || (accurate && !(patient && misses(rule, notable)));
  }

  function foundPairs(): RitzPair[] {
    const pairs: RitzPair[] = [];
    for (let i = 0; i < (rule?.size ?? 0); i++) {
      const matters = Math.abs(rule!.logs[i]) > FOUND_SHARE * notable && rule!.isFound(i);
      if (matters || space.complete) pairs.push(ritzPair(rule!, i));
    }
    return pairs;
  }

  function ritzPair(from: GaussRule, i: number): RitzPair {
    const vector = new Float64Array(length);
    const rates = new Float64Array(rateCount);
    space.addVectors(vector, (j) => from.coefficient(i, j));
    space.addRates(rates, (j) => from.coefficient(i, j));
    return { value: from.nodes[i], log: from.logs[i], angle: from.angle(i), vector, rates };
  }

  function logarithm(out: Float64Array): void {
    out.fill(0);
    if (rule) space.addVectors(out, rule.apply(rule.logs));
  }

  function solution(): { rates: Float64Array; solved: Float64Array } {
    const rates = new Float64Array(rateCount);
    const solved = new Float64Array(rateCount);
    space.addStartRates(rates);
    if (rule) space.addRates(solved, rule.apply(rule.nodes.map((theta) => 1 / (1 - theta))));
    return { rates, solved };
  }

  return {
    start,
    accept,
    foundPairs,
    logarithm,
    solution,
    get direction() {
      return space.direction;
    },
    get settled() {
      return settled;
    },
    get steps() {
      return space.dimension;
    },
    get value() {
      return rule?.value ?? 0;
    },
    get square() {
      return rule?.square ?? 0;
    },
    get cautiousSquare() {
      return rule?.cautiousSquare ?? 0;
    },
    get inaccuracy() {
      return (rule?.roundingVariance ?? 0) + squaredError;
    },
    get complete() {
      return space.complete;
    },
  };
}

/**
 * Bound of the error of an m-point rule for a spectrum below `top` < 1: the remainder f⁽²ᵐ⁾(ξ)/(2m)! · ‖v‖² Π βⱼ² with
 * f = ln(1 − θ), whose derivative of order 2m is (2m − 1)!/(1 − θ)²ᵐ in size.
 */
function errorBound({ weight, squaredSideProduct }: KrylovSpace, { size: m, top }: GaussRule): number {
  return (weight * squaredSideProduct) / (2 * m * pow(1 - top, 2 * m));
}

/** Whether an eigenvalue that makes up much of a probe's variance lacks its eigenvector. */
function misses(rule: GaussRule, notable: number): boolean {
  for (let i = 0; i < rule.size; i++) {
    const size = Math.abs(rule.logs[i]);
    if (size > notable && squared(rule.logs[i]) > NOTABLE_SHARE * rule.square && !rule.isFound(i)) return true;
  }
  return false;
}
