import { ensemble, firstNonFinite, type Matrix, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { squared } from '../special/index.js';
import { potentialOfPaths } from './path-potential.js';
import type { Potential } from './potential.js';

/**
 * U = ½ Σ xᵢ²/vᵢ: independent centred Gaussian values of given variances, the law on which every chain can be followed in closed form.
 * @param variances v, [d], positive and finite
 * @throws RangeError when a variance is not positive and finite, or there is none
 * Cost: 2 ns per value with its gradient.
 */
export function independentGaussians(variances: ArrayLike<number>): Potential {
  const d = variances.length;
  const wrong = Array.from(variances).findIndex((value) => !(value > 0 && value < Infinity));
  if (d === 0 || wrong >= 0) {
    const got = d === 0 ? 'none' : `${variances[wrong]} at ${wrong}`;
    throw new RangeError(
      `independentGaussians: variances expects positive finite numbers, got ${got}; give one variance above 0 per value of a path`,
    );
  }
  const own = vectorOf(variances);
  const precisions = own.map((variance) => 1 / variance);

  const evaluate: Potential['evaluate'] = ({ pathCount, shape, data }) => {
    const [values, gradient] = [vector(pathCount), ensemble(pathCount, shape)];
    for (let n = 0, at = 0; n < pathCount; n++) {
      let sum = 0;
      for (let i = 0; i < d; i++, at++) {
        const slope = precisions[i] * data[at];
        gradient.data[at] = slope;
        sum += slope * data[at];
      }
      values[n] = 0.5 * sum;
    }
    return { values, gradient };
  };

  return {
    name: `${d} independent Gaussian values`,
    shape: [d],
    identity: { independentGaussians: own },
    call: callOf(madeIndependent, own),
    evaluate,
    values: (paths) => evaluate(paths).values,
    gradient: (paths) => evaluate(paths).gradient,
    resolvent({ pathCount, shape, data }, stepSize) {
      return ensemble(
        pathCount,
        shape,
        data.map((y, at) => y / (1 + stepSize * precisions[at % d])),
      );
    },
  };
}

const madeIndependent = portable('chain/gaussian-potential#independent', independentGaussians);

/**
 * U = ½ xᵀQx: centred Gaussian values with the inverse covariance Q.
 * @param precision Q, [d, d], symmetric and positive definite
 * @throws RangeError when Q is not square, symmetric and finite, or not positive definite, so that e^{−U} has no finite mass
 * Cost: d² multiplications per path.
 */
export function correlatedGaussian(precision: Matrix): Potential {
  checkPrecision('correlatedGaussian', precision);
  const { rowCount: d, data: Q } = precision;
  return potentialOfPaths({
    name: `${d} Gaussian values`,
    shape: [d],
    identity: { correlatedGaussian: Q },
    call: callOf(madeCorrelated, Q),
    evaluate(path, gradient) {
      let sum = 0;
      for (let i = 0; i < d; i++) {
        gradient[i] = 0;
        for (let j = 0; j < d; j++) gradient[i] += Q[i * d + j] * path[j];
        sum += path[i] * gradient[i];
      }
      return 0.5 * sum;
    },
  });
}

const madeCorrelated = portable('chain/gaussian-potential#correlated', (entries: Vector): Potential => {
  const order = Math.round(Math.sqrt(entries.length));
  return correlatedGaussian(matrix(order, order, entries));
});

/** The inverse covariance of two values of variance 1 with correlation r, −1 < r < 1. */
export function bivariatePrecision(correlation: number): Matrix {
  if (!(Math.abs(correlation) < 1)) {
    throw new RangeError(
      `bivariatePrecision: correlation expects a number between −1 and 1, got ${correlation}; at ±1 there is no density`,
    );
  }
  const scale = 1 / (1 - squared(correlation));
  return matrix(2, 2, vectorOf([scale, -scale * correlation, -scale * correlation, scale]));
}

/** Refuses what is no inverse covariance. Cost: d³/6 multiplications. */
export function checkPrecision(caller: string, { rowCount: d, columnCount, data }: Matrix): void {
  const isWrong = (at: number): boolean => {
    const [i, j] = [Math.floor(at / d), at % d];
    return i === j ? !(data[at] > 0) : data[at] !== data[j * d + i];
  };
  if (d > 0 && d === columnCount && firstNonFinite(data) < 0 && !data.some((_, at) => isWrong(at))) {
    checkDefinite(caller, data.slice(), d);
    return;
  }
  throw new RangeError(
    `${caller}: precision expects a symmetric matrix of finite numbers, positive on the diagonal, got [${d}, ${columnCount}] ` +
      'with another entry; give the inverse of a covariance',
  );
}

/** Refuses a symmetric matrix with a pivot that is not positive; overwrites its upper half. */
function checkDefinite(caller: string, rest: Vector, d: number): void {
  for (let k = 0; k < d; k++) {
    const pivot = rest[k * d + k];
    if (!(pivot > 0)) {
      throw new RangeError(
        `${caller}: precision expects a positive definite matrix, got the pivot ${pivot} at ${k}: along some direction the density ` +
          'does not fall, and no constant normalises it; give the inverse of a covariance',
      );
    }
    for (let i = k + 1; i < d; i++) {
      const factor = rest[k * d + i] / pivot;
      for (let j = i; j < d; j++) rest[i * d + j] -= factor * rest[k * d + j];
    }
  }
}
