import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { type Ensemble, ensemble, singlePrecision, type Vector, vector } from '../../array/index.js';
import type { TensorFlow } from '../../energy/tensor-backend.js';
import {
  conditioned,
  type Multilayer,
  minibatch,
  type Optimiser,
  type Turn,
  tensorNetwork,
  tensorOf,
} from '../../neural/index.js';
import { draws, type Key, normals, split } from '../../random/index.js';
import { exp, log } from '../../special/index.js';
import { noisedPaths } from '../../transport/index.js';
import { timeConditions } from './score-network.js';
import { ringNoising, ringTimes } from './score-ring.js';

/** Share of paths that stand at the noisy end besides. */
const END_SHARE = 1 / 8;

/** What a step of the training draws. */
export interface ScoreBatch {
  /** aX₀ + σz, [N, 2]. */
  readonly paths: Ensemble;
  /** z, [N, 2]. */
  readonly noise: Ensemble;
  /** t, uniform in its logarithm, [N]. */
  readonly times: Vector;
  /** Paths of N(0, I), at the last time, [N/8, 2]. */
  readonly ends: Ensemble;
}

/** Draws points of the data with noise, each with a time of its own. */
export function scoreBatch(points: Ensemble, { batchSize, key }: { batchSize: number; key: Key }): ScoreBatch {
  const [dataKey, noiseKey, timeKey, endKey] = split(key, 4);
  const { uniform } = draws(timeKey);
  const { first, last } = ringTimes;
  const times = vector(batchSize).map(() => first * exp(log(last / first) * uniform()));
  const noise = ensemble(batchSize, 2, normals(noiseKey, 2 * batchSize));
  const endCount = Math.ceil(END_SHARE * batchSize);
  return {
    paths: noisedPaths(ringNoising, minibatch(points, dataKey, batchSize), { noise, times }),
    noise,
    times,
    ends: ensemble(endCount, 2, normals(endKey, 2 * endCount)),
  };
}

/** What a score is learned from, and how much the game's equation weighs. */
export interface ScoreTurnOptions {
  /** Data, [N, 2]. */
  readonly points: Ensemble;
  readonly batchSize: number;
  /** λ, 0 or above. */
  readonly residualWeight: number;
  readonly optimiser: Optimiser;
}

/**
 * The turn in which a potential u learns by E|σ∇u + z|² + λ (E σ²R² + E|∇u(Y, T) + Y|²): denoising score matching, the residual R of the
 * Hamilton–Jacobi equation per unit of noise, and the game's condition at the noisy end, Y ~ N(0, I). Without λ neither is computed. The
 * draws of a step depend on its key alone, so that trainings with different λ see the same.
 * Cost: per path and layer 4 matrix products without λ and 6 with it, and the way back.
 */
export function scoreTurn(
  network: Multilayer,
  { points, batchSize, residualWeight, optimiser }: ScoreTurnOptions,
): Turn<'potential'> {
  return {
    name: 'potential',
    moves: ['potential'],
    optimiser,
    loss({ tf, parameters: { potential }, key }) {
      const batch = scoreBatch(points, { batchSize, key });
      const net = tensorNetwork(tf, network);
      const inputs = tensorOf(tf, inputsOf(batch.paths, batch.times));
      const paths = tensorOf(tf, batch.paths);
      if (residualWeight === 0) {
        return denoisingLoss(tf, net.potential(potential, inputs).gradient.sub(paths), batch);
      }
      const ends = tensorOf(tf, inputsOf(batch.ends, vector(batch.ends.pathCount).fill(ringTimes.last)));
      const counts = [batchSize, batch.ends.pathCount];
      const found = net.evolvingPotential(potential, inputs.concat(ends));
      const [slopes, endSlopes] = found.gradient.split(counts) as Tensor2D[];
      const gradient = slopes.sub(paths) as Tensor2D;
      const residual = residualOf(tf, batch, {
        paths,
        gradient,
        rates: found.rates.split(counts)[0] as Tensor2D,
        laplacian: (found.laplacian.split(counts)[0] as Tensor1D).sub(2),
      });
      const game = residual.add(endSlopes.square().sum(1).mean());
      return denoisingLoss(tf, gradient, batch).add(game.mul(residualWeight));
    },
  };
}

function inputsOf(paths: Ensemble, times: Vector): Ensemble {
  const conditions = Array.from(times, (t) => timeConditions(t).values);
  return conditioned(
    paths,
    times,
    times.map((_, n) => conditions[n][1]),
  );
}

const varianceAt = (t: number): number => ringNoising.variance(t);

/** E|σ∇u + z|². */
function denoisingLoss(tf: TensorFlow, gradient: Tensor2D, { noise, times }: ScoreBatch): Tensor1D {
  const deviations = times.map((t) => Math.sqrt(varianceAt(t)));
  const scaled = gradient.mul(tf.tensor2d(singlePrecision(deviations), [times.length, 1]));
  return scaled.add(tensorOf(tf, noise)).square().sum(1).mean();
}

interface Found {
  readonly paths: Tensor2D;
  /** ∇u. */
  readonly gradient: Tensor2D;
  /** Derivatives in the conditions. */
  readonly rates: Tensor2D;
  /** Δu. */
  readonly laplacian: Tensor1D;
}

/** E σ²R², with R = ½(∂ₜu − x·∇u − d) − ½(Δu + |∇u|²) since f = −1 and g² = 2. */
function residualOf(tf: TensorFlow, { times }: ScoreBatch, { paths, gradient, rates, laplacian }: Found): Tensor1D {
  const speeds = vector(2 * times.length);
  times.forEach((t, n) => {
    speeds.set(timeConditions(t).rates, 2 * n);
  });
  const timeSlopes = rates.mul(tf.tensor2d(singlePrecision(speeds), [times.length, 2])).sum(1);
  const carried = timeSlopes.sub(paths.mul(gradient).sum(1)).sub(2);
  const residual = carried.sub(laplacian).sub(gradient.square().sum(1)).mul(0.5);
  return residual
    .square()
    .mul(tf.tensor1d(singlePrecision(times.map(varianceAt))))
    .mean();
}
