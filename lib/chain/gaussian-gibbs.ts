import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { ensemble, type Matrix, matrix, type Vector } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { callOf, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import { checkPrecision } from './gaussian-potential.js';
import { squaredJumps } from './metropolis.js';

const own = {};
/** ‖x′ − x‖², the squared length of a sweep. */
const info = { squaredJump: perPath() };

/** Gibbs sampling of a Gaussian law as an algorithm of the runner. */
export type GaussianGibbs = ShardedAlgorithm<PathwiseSchema<typeof own, typeof info>>;

/**
 * Gibbs sampling of the centred Gaussian law with inverse covariance Q: a step is a sweep, which draws each value in turn given all
 * others, xᵢ ~ N(−Σ_{j≠i} Q_ij x_j/Q_ii, 1/Q_ii). Every draw is taken, and the law is exact; two values of correlation r have the
 * correlation r² from sweep to sweep.
 * Source: Geman and Geman (1984).
 * @param precision Q, [d, d], symmetric and positive definite
 * @throws RangeError when Q is not square, symmetric and finite, or has an entry on its diagonal that is not positive
 * Cost of a step: d² multiplications and d draws per chain.
 */
export function gaussianGibbs(precision: Matrix): GaussianGibbs {
  checkPrecision('gaussianGibbs', precision);
  const { rowCount: d, data: Q } = precision;
  return pathwiseAlgorithm({
    name: 'Gibbs sampling of a Gaussian law',
    shape: [d],
    own,
    info,
    identity: { precision: Q },
    call: callOf(madeGibbs, Q),
    start: () => ({}),
    move({ pathCount, shape, data: old }, _, { key, t, firstPath: first }) {
      const data = old.slice();
      const noise = normalRows({ key: foldIn(key, t), first }, { rowCount: pathCount, length: d });
      for (let n = 0; n < pathCount; n++) {
        for (let i = 0; i < d; i++) {
          let sum = 0;
          for (let j = 0; j < d; j++) if (j !== i) sum += Q[i * d + j] * data[n * d + j];
          data[n * d + i] = -sum / Q[i * d + i] + noise[n * d + i] / Math.sqrt(Q[i * d + i]);
        }
      }
      const squaredJump = squaredJumps(data, old, pathCount);
      return { paths: ensemble(pathCount, shape, data), own: {}, info: { squaredJump } };
    },
  });
}

const madeGibbs = portable('chain/gaussian-gibbs', (entries: Vector): GaussianGibbs => {
  const order = Math.round(Math.sqrt(entries.length));
  return gaussianGibbs(matrix(order, order, entries));
});
