import { addScaled, scaleTo } from './lanczos.js';
import { tridiagonalEigenpairs } from './tridiagonal.js';

/** How far a quadrature is taken. */
export interface QuadratureOptions {
  /** Relative accuracy of the operator's products, about: what is smaller is noise. */
  readonly rounding: number;
  /** Error of the quadrature that is of no account, at the least; a thousandth of its standard error never is. */
  readonly tolerance: number;
  /** An approximate eigenvalue θ with |ln|1 − θ|| above it is worth its eigenvector where the search is thorough. */
  readonly notable: number;
}

/** An eigenvalue with its unit eigenvector, about, as a Krylov space shows it. */
export interface RitzPair {
  readonly value: number;
  /** ln|1 − value|. */
  readonly log: number;
  /** Sine of the angle between the vector and the true one, at most about. */
  readonly angle: number;
  readonly vector: Float64Array;
  /** The rates that came with the products, for this vector. */
  readonly rates: Float64Array;
}

/**
 * v·ln|I − A|·v for a symmetric operator A, by Lanczos' method: Gaussian quadrature of the spectral measure of v.
 *
 * The owner multiplies: it reads `direction`, writes A · direction and hands it to `accept` until `settled`, so that many
 * quadratures can share one product of many directions. All basis vectors are kept orthogonal, in double precision.
 * Source: Golub and Meurant, Matrices, moments and quadrature with applications (2010), chapters 3 and 6.
 */
export interface LanczosQuadrature {
  /** Starts with v, which is copied; `order` is the dimension of the space that the operator maps into itself. */
  start(v: Float64Array, order: number, thorough: boolean): void;
  /** The unit vector to multiply next. */
  readonly direction: Float64Array;
  /** Takes A · direction, and numbers that are linear in the direction. */
  accept(product: Float64Array, rates: Float64Array): void;
  readonly settled: boolean;
  /** Products taken. */
  readonly steps: number;
  /** ‖v‖². */
  readonly weight: number;
  /** v·ln|I − A|·v. */
  readonly value: number;
  /** ‖ln|I − A| v‖². */
  readonly square: number;
  /** The same with every eigenvalue that was found weighted as one at least, so that a probe that hardly sees it still tells. */
  readonly caution: number;
  /** Variance that the quadrature's own error and the products' rounding may add to the value. */
  readonly inaccuracy: number;
  /** Whether as many steps were taken as the order: then every eigenvalue is known. */
  readonly complete: boolean;
  /** Eigenpairs that have been found and matter; all of them when complete. */
  outstanding(): RitzPair[];
  /** Writes ln|I − A| v. */
  logarithm(out: Float64Array): void;
  /** The rates of v and of (I − A)⁻¹v. */
  solution(): { readonly rates: Float64Array; readonly solved: Float64Array };
}

/** Steps after which a quadrature ends as it is. */
const MOST_STEPS = 96;
/** Steps after which eigenvectors are no longer waited for. */
const THOROUGH_STEPS = 40;
/** Angle to the true eigenvector below which one counts as found: its residual against the next eigenvalue's distance. */
const FOUND = 0.01;
/** Part of ‖ln|I − A| v‖² from which on an eigenvalue is worth steps that find its vector; below, further probes do more. */
const NOTABLE_SHARE = 0.1;
/** The bound of the quadrature's error is used where the spectrum ends below it. */
const SAFE = 0.95;

/** A quadrature over vectors of a length, with `rateCount` rates a product. Memory: one vector a step. */
export function lanczosQuadrature(length: number, rateCount: number, options: QuadratureOptions): LanczosQuadrature {
  const basis: Float64Array[] = [];
  const rateRows: Float64Array[] = [];
  const diagonal = new Float64Array(MOST_STEPS);
  const side = new Float64Array(MOST_STEPS);
  let order = length;
  let thorough = false;
  let steps = 0;
  let weight = 0;
  let largest = 0;
  /** Product of the squares of all entries beside the diagonal. */
  let decay = 1;
  let settled = false;
  let exhausted = false;
  let still = 0;
  let value = 0;
  let square = 0;
  let caution = 0;
  let inaccuracy = 0;
  // Of the tridiagonal matrix when it was last looked at.
  let thetas = new Float64Array(0);
  let logs = new Float64Array(0);
  let vectors = new Float64Array(0);

  function start(v: Float64Array, dimension: number, thoroughly: boolean): void {
    order = dimension;
    thorough = thoroughly;
    weight = squaredNorm(v);
    steps = largest = still = value = square = caution = inaccuracy = 0;
    decay = 1;
    settled = exhausted = weight === 0;
    thetas = logs = vectors = new Float64Array(0);
    slot(0).set(v);
    if (!settled) scaleTo(basis[0], 1 / Math.sqrt(weight));
  }

  function slot(step: number): Float64Array {
    if (step === basis.length) {
      basis.push(new Float64Array(length));
      rateRows.push(new Float64Array(rateCount));
    }
    return basis[step];
  }

  function accept(product: Float64Array, rates: Float64Array): void {
    const next = slot(steps + 1);
    next.set(product);
    rateRows[steps].set(rates);
    const size = Math.sqrt(squaredNorm(product));
    if (!Number.isFinite(size))
      throw new RangeError(`lanczosQuadrature: product expects finite numbers, got norm ${size}`);
    largest = Math.max(largest, size);
    diagonal[steps] = orthogonalise(next);
    let beta = Math.sqrt(squaredNorm(next));
    // Where nearly all of the product is gone, rounding has brought some of it back.
    if (beta < 0.01 * size) {
      diagonal[steps] += orthogonalise(next);
      beta = Math.sqrt(squaredNorm(next));
    }
    side[steps] = beta;
    decay *= beta * beta;
    steps++;
    exhausted = steps === order || beta <= options.rounding * largest;
    if (!exhausted) scaleTo(next, 1 / beta);
    if (exhausted || steps === MOST_STEPS || (steps >= 2 && (steps <= 12 || steps % 4 === 0))) look();
  }

  /** Takes the parts along all directions out of w; returns the part along the last. */
  function orthogonalise(w: Float64Array): number {
    let along = 0;
    for (let i = steps; i >= 0; i--) {
      const part = product4(basis[i], w);
      if (i === steps) along = part;
      addScaled(w, basis[i], -part);
    }
    return along;
  }

  /** Evaluates the quadrature and decides whether it has settled. */
  function look(): void {
    const m = steps;
    thetas = diagonal.slice(0, m);
    logs = new Float64Array(m);
    vectors = new Float64Array(m * m);
    tridiagonalEigenpairs(thetas, side.slice(0, m), vectors);
    const before = value;
    value = square = caution = 0;
    let blurred = 0;
    let top = -Infinity;
    for (let i = 0; i < m; i++) {
      const share = weight * vectors[i * m] ** 2;
      const log = (logs[i] = logDistance(thetas[i]));
      value += share * log;
      square += share * log * log;
      caution += (isFound(i) ? Math.max(share, 1) : share) * log * log;
      blurred += (steps === order ? 1 : share) * ((options.rounding * largest) / (1 - thetas[i])) ** 2;
      top = Math.max(top, thetas[i] + residual(i));
    }
    const change = Math.abs(value - before);
    const error = exhausted ? 0 : top < SAFE ? (weight * decay) / (2 * m * (1 - top) ** (2 * m)) : change;
    inaccuracy = blurred + error * error;
    const tolerance = Math.max(options.tolerance, 1e-3 * Math.sqrt(square));
    still = error <= tolerance ? still + 1 : 0;
    // A bound is enough once; a change may be small by chance.
    const accurate = exhausted || still >= (top < SAFE ? 1 : 2);
    settled = m === MOST_STEPS || (accurate && (exhausted || !thorough || m >= THOROUGH_STEPS || allFound()));
  }

  /** ‖A u − θ u‖ of approximate eigenpair i. */
  function residual(i: number): number {
    return exhausted ? 0 : side[steps - 1] * Math.abs(vectors[i * steps + steps - 1]);
  }

  /** Sine of the angle between approximate eigenvector i and the true one, about. */
  function angle(i: number): number {
    if (exhausted) return 0;
    let distance = Infinity;
    for (let j = 0; j < steps; j++) if (j !== i) distance = Math.min(distance, Math.abs(thetas[j] - thetas[i]));
    return residual(i) / distance;
  }

  function isFound(i: number): boolean {
    return angle(i) <= FOUND;
  }

  /** Whether an eigenvalue alone makes much of a probe's variance. */
  function isNotable(i: number): boolean {
    return Math.abs(logs[i]) > options.notable && logs[i] ** 2 > NOTABLE_SHARE * square;
  }

  function allFound(): boolean {
    for (let i = 0; i < steps; i++) if (isNotable(i) && !isFound(i)) return false;
    return true;
  }

  function outstanding(): RitzPair[] {
    const pairs: RitzPair[] = [];
    for (let i = 0; i < steps; i++) {
      const matters = Math.abs(logs[i]) > 0.25 * options.notable && isFound(i);
      if (!matters && steps < order) continue;
      const [vector, rates] = [new Float64Array(length), new Float64Array(rateCount)];
      for (let j = 0; j < steps; j++) {
        addScaled(vector, basis[j], vectors[i * steps + j]);
        addScaled(rates, rateRows[j], vectors[i * steps + j]);
      }
      pairs.push({ value: thetas[i], log: logs[i], angle: angle(i), vector, rates });
    }
    return pairs;
  }

  /** The factors, by basis vector, of f(A)v, given f of each approximate eigenvalue. */
  function spread(functions: Float64Array, add: (step: number, factor: number) => void): void {
    for (let j = 0; j < steps; j++) {
      let factor = 0;
      for (let i = 0; i < steps; i++) factor += vectors[i * steps] * vectors[i * steps + j] * functions[i];
      add(j, Math.sqrt(weight) * factor);
    }
  }

  function logarithm(out: Float64Array): void {
    out.fill(0);
    spread(logs, (j, factor) => addScaled(out, basis[j], factor));
  }

  function solution(): { rates: Float64Array; solved: Float64Array } {
    const [rates, solved] = [new Float64Array(rateCount), new Float64Array(rateCount)];
    if (steps > 0) addScaled(rates, rateRows[0], Math.sqrt(weight));
    spread(
      thetas.map((theta) => 1 / (1 - theta)),
      (j, factor) => addScaled(solved, rateRows[j], factor),
    );
    return { rates, solved };
  }

  return {
    start,
    accept,
    outstanding,
    logarithm,
    solution,
    get direction() {
      return basis[steps];
    },
    get settled() {
      return settled;
    },
    get steps() {
      return steps;
    },
    get weight() {
      return weight;
    },
    get value() {
      return value;
    },
    get square() {
      return square;
    },
    get caution() {
      return caution;
    },
    get inaccuracy() {
      return inaccuracy;
    },
    get complete() {
      return steps === order;
    },
  };
}

/** ln|1 − θ|. */
function logDistance(theta: number): number {
  return theta < 0.5 ? Math.log1p(-theta) : Math.log(Math.abs(1 - theta));
}

function squaredNorm(a: Float64Array): number {
  return product4(a, a);
}

/** A dot product in four strands: a third of the time of one. */
export function product4(a: Float64Array, b: Float64Array): number {
  const whole = a.length - (a.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
