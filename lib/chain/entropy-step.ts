import { type Vector, vector } from '../array/index.js';
import { log } from '../special/index.js';

/** Newton steps at most. */
const MOST_STEPS = 200;

/**
 * The implicit step of the entropy of points on the line: the y₁ < … < y_N of least Σ (yᵢ − tᵢ)²/(2h) − Σ ln(yᵢ₊₁ − yᵢ), which is N times the
 * transport cost over 2h less the entropy that the gaps between neighbours estimate.
 *
 * The objective is self-concordant: Newton's method with steps damped by its decrement lowers it from any ordered start (Nesterov and
 * Nemirovskii 1994), and longer steps are tried first, which arrive sooner from far away.
 * @param from t, [N], in any order
 * @param stepSize h > 0
 * @param start strictly rising, [N]
 * @returns y, strictly rising, right to about 12 digits
 * @throws RangeError when the start is not strictly rising and finite, or Newton's method does not arrive
 * Cost: about ten steps of N operations each, and a sort.
 */
export function entropyStep(from: Vector, stepSize: number, start: Vector): Vector {
  const target = from.slice().sort();
  const count = target.length;
  for (let i = 0; i + 1 < count; i++) {
    if (start[i + 1] - start[i] > 0) continue;
    throw new RangeError(
      `entropyStep: start expects strictly rising numbers, got ${start[i]} and ${start[i + 1]}; give no two particles the same place`,
    );
  }
  const points = start.slice();
  const move = vector(count);
  for (let step = 0; step < MOST_STEPS; step++) {
    const decrement = newtonMove(points, target, { stepSize, move });
    const length = decrement < 0.25 ? 1 : stepLength(points, target, { stepSize, move, decrement });
    for (let i = 0; i < count; i++) points[i] += length * move[i];
    // Quadratic convergence: the next decrement would be about its square.
    if (decrement < 1e-7 * Math.sqrt(count)) return points;
  }
  throw new RangeError(
    `entropyStep: Newton's method did not arrive after ${MOST_STEPS} steps of size ${stepSize}; take smaller steps`,
  );
}

/** The longest of 1, ½, ¼ … that keeps the order and lowers the objective as its slope says; at least the damped step. */
function stepLength(
  points: Vector,
  target: Vector,
  { stepSize, move, decrement }: { readonly stepSize: number; readonly move: Vector; readonly decrement: number },
): number {
  const damped = 1 / (1 + decrement);
  const before = objective(points, target, stepSize);
  for (let length = 1; length > damped; length *= 0.5) {
    const ahead = points.map((x, i) => x + length * move[i]);
    if (objective(ahead, target, stepSize) < before - 0.1 * length * decrement * decrement) return length;
  }
  return damped;
}

/** +∞ where the points are not in order. */
function objective(points: Vector, target: Vector, stepSize: number): number {
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const distance = points[i] - target[i];
    sum += (0.5 * distance * distance) / stepSize;
    if (i + 1 === points.length) break;
    const gap = points[i + 1] - points[i];
    if (!(gap > 0)) return Infinity;
    sum -= log(gap);
  }
  return sum;
}

/** Writes Newton's move and returns its decrement. The Hessian is tridiagonal: 1/h, and 1/gap² between neighbours. */
function newtonMove(
  points: Vector,
  target: Vector,
  { stepSize, move }: { readonly stepSize: number; readonly move: Vector },
): number {
  const count = points.length;
  const [slopes, ratios] = [vector(count), vector(count)];
  let [before, pivot] = [0, 1];
  for (let i = 0; i < count; i++) {
    const after = i + 1 < count ? 1 / (points[i + 1] - points[i]) : 0;
    const [left, right] = [before * before, after * after];
    slopes[i] = (points[i] - target[i]) / stepSize + after - before;
    // Elimination from the first point on: row i has −left, diagonal, −right.
    pivot = 1 / stepSize + left + right - (i > 0 ? left * ratios[i - 1] : 0);
    ratios[i] = right / pivot;
    move[i] = (-slopes[i] + (i > 0 ? left * move[i - 1] : 0)) / pivot;
    before = after;
  }
  let square = -slopes[count - 1] * move[count - 1];
  for (let i = count - 2; i >= 0; i--) {
    move[i] += ratios[i] * move[i + 1];
    square -= slopes[i] * move[i];
  }
  return Math.sqrt(Math.max(0, square));
}
