import { checkLength, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { addScaled, dot } from '../linear-algebra/index.js';
import { cos, exp, log, sin } from '../special/index.js';

/** What is added to I − P, whose smallest eigenvalue may vanish by rounding; taken off again at the end. */
const RIDGE = 1e-12;

/**
 * 1 − λ₂, λ₂ the second largest eigenvalue of a chain in detailed balance: its inverse is the number of steps in which the slowest mode
 * decays by e. By Krylov spaces of the inverse of I − P, in the coordinates where the chain is symmetric.
 * @param transition P, [n, n]
 * @param law π, [n], positive, with πᵢ Pᵢⱼ = πⱼ Pⱼᵢ, which is not checked
 * @returns within about 1e-13
 * @throws RangeError when a point has no mass, or the matrix is not square with a row per mass
 * Cost: a Cholesky factor, n³/6 multiplications, and some ten products of it.
 */
export function reversibleGap({ rowCount: order, data }: Matrix, law: Vector): number {
  checkLength('reversibleGap: law', law, order);
  checkLength('reversibleGap: transition', data, order * order);
  const empty = law.findIndex((mass) => !(mass > 0));
  if (empty >= 0)
    throw new RangeError(
      `reversibleGap: law expects positive masses, got ${law[empty]} at point ${empty}; leave out points without mass`,
    );
  const roots = law.map((mass) => Math.sqrt(mass));
  const rest = matrix(order, order);
  for (let i = 0; i < order; i++) {
    const row = rest.row(i);
    // The part along the eigenvalue 1 moves to −1, below all others: what is left of I − P has no eigenvalue near 0 for it.
    for (let j = 0; j <= i; j++) row[j] = 2 * roots[i] * roots[j] - (data[i * order + j] * roots[i]) / roots[j];
    row[i] += 1 + RIDGE;
  }
  factorise(rest);
  const settled = (a: number, b: number): boolean => Math.abs(1 / a - 1 / b) < 1e-14;
  return 1 / largestModulus((v, out) => solve(rest, v, out), order, settled) - RIDGE;
}

/**
 * 1 − |λ₂|, λ₂ the eigenvalue of second largest modulus of any chain. By Arnoldi's method in coordinates scaled by the root of the law,
 * in which a chain near detailed balance is near symmetric.
 * @param transition P, [n, n]
 * @param law π = πP, [n]
 * @returns within about 1e-10
 * @throws RangeError when the matrix is not square with a row per mass
 * Cost: some ten to some hundred products of the matrix.
 */
export function spectralGap(transition: Matrix, law: Vector): number {
  checkLength('spectralGap: law', law, transition.rowCount);
  checkLength('spectralGap: transition', transition.data, law.length * law.length);
  return 1 - largestModulus(deflated(transition, law), law.length, (a, b) => Math.abs(a - b) < 1e-12);
}

/** The largest modulus of an eigenvalue, from Krylov spaces that grow until three in a row agree on it. */
function largestModulus(
  apply: (v: Vector, out: Vector) => void,
  order: number,
  settled: (radius: number, earlier: number) => boolean,
): number {
  // A fixed start with a part along every coordinate: an eigenvector orthogonal to it, which would be missed, is unlikely.
  const basis: Vector[] = [unit(vector(order).map((_, i) => 1 + 0.5 * sin(12.9898 * (i + 1)) + cos(78.233 * i * i)))];
  const columns: number[][] = [];
  let radii: readonly number[] = [];
  let nextLook = 10;
  for (;;) {
    const next = vector(order);
    apply(basis[basis.length - 1], next);
    // Two rounds are enough for orthogonality to rounding (Kahan and Parlett).
    const column = basis.map(() => 0);
    for (let round = 0; round < 2; round++) {
      basis.forEach((one, k) => {
        const part = dot(one, next);
        column[k] += part;
        addScaled(next, one, -part);
      });
    }
    const length = Math.sqrt(dot(next, next));
    columns.push([...column, length]);
    const exhausted = columns.length === order || length < 1e-13;
    if (exhausted || columns.length === nextLook) {
      const radius = spectralRadius(projected(columns));
      radii = [radius, ...radii].slice(0, 3);
      if (exhausted || (radii.length === 3 && radii.every((one) => settled(radius, one)))) return radius;
      nextLook = Math.ceil(1.2 * nextLook);
    }
    basis.push(next.map((value) => value / length));
  }
}

/** Writes D P D⁻¹ v less its part along the eigenvalue 1, D = diag(√π): symmetric under detailed balance. */
function deflated({ data }: Matrix, law: Vector): (v: Vector, out: Vector) => void {
  const order = law.length;
  const roots = law.map((mass) => Math.sqrt(mass));
  const scaled = vector(order);
  return (v, out) => {
    const along = dot(roots, v);
    for (let i = 0; i < order; i++) scaled[i] = roots[i] > 0 ? v[i] / roots[i] - along : 0;
    for (let i = 0; i < order; i++) {
      let sum = 0;
      const from = i * order;
      for (let j = 0; j < order; j++) sum += data[from + j] * scaled[j];
      out[i] = roots[i] * sum;
    }
  };
}

/** Overwrites the lower half of a positive matrix with its Cholesky factor. */
function factorise({ rowCount: order, data }: Matrix): void {
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [i * order, j * order];
      // Four sums whose additions do not wait for each other.
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      const whole = j - (j % 4);
      for (let k = 0; k < whole; k += 4) {
        s0 += data[a + k] * data[b + k];
        s1 += data[a + k + 1] * data[b + k + 1];
        s2 += data[a + k + 2] * data[b + k + 2];
        s3 += data[a + k + 3] * data[b + k + 3];
      }
      for (let k = whole; k < j; k++) s0 += data[a + k] * data[b + k];
      const value = data[a + j] - (s0 + s1 + (s2 + s3));
      data[a + j] = i === j ? Math.sqrt(value) : value / data[b + j];
    }
  }
}

/** Solves L Lᵀ y = v, writing y to `out`. */
function solve({ rowCount: order, data }: Matrix, v: Vector, out: Vector): void {
  for (let i = 0; i < order; i++) {
    let value = v[i];
    for (let k = 0; k < i; k++) value -= data[i * order + k] * out[k];
    out[i] = value / data[i * order + i];
  }
  for (let i = order - 1; i >= 0; i--) {
    out[i] /= data[i * order + i];
    for (let k = 0; k < i; k++) out[k] -= data[i * order + k] * out[i];
  }
}

/** The matrix in the coordinates of the basis. */
function projected(columns: readonly (readonly number[])[]): Matrix {
  const order = columns.length;
  const result = matrix(order, order);
  columns.forEach((column, j) => {
    for (let i = 0; i < Math.min(column.length, order); i++) result.data[i * order + j] = column[i];
  });
  return result;
}

/** The largest modulus of an eigenvalue, lim ‖Hᵏ‖^(1/k), by repeated squaring: rounding errors of late squares hardly count. */
function spectralRadius(h: Matrix): number {
  let power = h;
  let logRadius = 0;
  for (let [squaring, weight] = [0, 1]; squaring < 42; squaring++, weight /= 2) {
    const size = Math.sqrt(dot(power.data, power.data));
    if (size === 0) return 0;
    logRadius += weight * log(size);
    power = square(power, 1 / size);
  }
  return exp(logRadius);
}

/** (factor · H)². */
function square({ rowCount: order, data }: Matrix, factor: number): Matrix {
  const result = matrix(order, order);
  for (let i = 0; i < order; i++) {
    const out = result.row(i);
    for (let k = 0; k < order; k++) {
      const weight = data[i * order + k] * factor * factor;
      if (weight !== 0) for (let j = 0; j < order; j++) out[j] += weight * data[k * order + j];
    }
  }
  return result;
}

function unit(v: Vector): Vector {
  const length = Math.sqrt(dot(v, v));
  return v.map((value) => value / length);
}
