import { type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { sin } from '../special/index.js';

/** 2π. */
export const TURN = 2 * Math.PI;

/** Points of the circle at even distances, from 0 on, below 2π. */
export function circlePoints(count: number): Vector {
  return vector(count).map((_, i) => (TURN * i) / count);
}

/**
 * The derivatives, at the points, of the trigonometric polynomial through values at an odd number of even points of the circle: exact
 * for polynomials of degrees up to (count − 1)/2.
 * @returns [count, count]
 * @throws RangeError when the count is not odd, or below 3
 */
export function circleDerivative(count: number): Matrix {
  if (!(Number.isInteger(count) && count >= 3 && count % 2 === 1)) {
    throw new RangeError(`circleDerivative: count expects an odd number from 3, got ${count}; add a point`);
  }
  const result = matrix(count, count);
  for (let i = 0; i < count; i++) {
    const row = result.row(i);
    for (let j = 0; j < count; j++) {
      const apart = i - j;
      if (apart !== 0) row[j] = (apart % 2 === 0 ? 0.5 : -0.5) / sin((Math.PI * apart) / count);
    }
  }
  return result;
}

/**
 * Values of the trigonometric polynomial through values at an odd number of even points, at other points of the circle.
 * Source: the barycentric formula of Berrut and Trefethen (2004), section 5.
 * @throws RangeError when the number of values is not odd
 */
export function onCircle(values: Vector, points: Vector): Vector {
  const count = values.length;
  if (count % 2 === 0) {
    throw new RangeError(`onCircle: values expects an odd number of them, got ${count}; add a point`);
  }
  return points.map((x) => {
    let [above, below] = [0, 0];
    for (let j = 0; j < count; j++) {
      const half = sin(0.5 * x - (Math.PI * j) / count);
      if (half === 0) return values[j];
      const weight = (j % 2 === 0 ? 1 : -1) / half;
      above += weight * values[j];
      below += weight;
    }
    return above / below;
  });
}

/** The matrix times a vector. */
export function applied({ rowCount, columnCount, data }: Matrix, x: Vector): Vector {
  const out = vector(rowCount);
  for (let i = 0; i < rowCount; i++) {
    let sum = 0;
    for (let j = 0; j < columnCount; j++) sum += data[i * columnCount + j] * x[j];
    out[i] = sum;
  }
  return out;
}

/** The transposed matrix times a vector. */
export function appliedBack({ rowCount, columnCount, data }: Matrix, x: Vector): Vector {
  const out = vector(columnCount);
  for (let i = 0; i < rowCount; i++) {
    for (let j = 0; j < columnCount; j++) out[j] += data[i * columnCount + j] * x[i];
  }
  return out;
}
