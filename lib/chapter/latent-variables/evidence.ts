import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { lineGrid } from '../../grid/index.js';
import type { GaussianEncoder, Generator } from '../../neural/index.js';
import { exp, log, logSumExp, squared } from '../../special/index.js';
import { latentCost } from './gradient-estimates.js';

/** An autoencoder with one latent: encoder N(μ(x), σ²(x)), decoder N(f(z), deviation² I). */
export interface TrainedAutoencoder {
  readonly encoder: GaussianEncoder;
  readonly decoder: Generator;
  readonly deviation: number;
}

/** Evidence of each path, nats, [N]. */
export interface Evidence {
  readonly logLikelihoods: Vector;
  readonly evidenceBounds: Vector;
  readonly latentCosts: Vector;
}

/** Latents of the likelihood's integral, and standardised ones of the bound's: the trapezoidal rule on both. */
const LATENTS = lineGrid({ from: -6, to: 6, count: 961 });
const STANDARD = lineGrid({ from: -6, to: 6, count: 49 });

/**
 * ln ∫ N(x; f(z), s² I) N(z; 0, 1) dz of each path and its evidence bound, by quadrature. The likelihood's grid resolves posteriors down
 * to a deviation of about 0.01.
 * @throws RangeError when encoder or decoder have other than one latent
 * Cost: N times 1000 exponentials, and N times 49 evaluations of the decoder.
 */
export function evidenceOf({ encoder, decoder, deviation }: TrainedAutoencoder, paths: Ensemble): Evidence {
  if (encoder.latentCount !== 1 || decoder.latentCount !== 1) {
    throw new RangeError(
      `evidenceOf: encoder and decoder expect one latent, got ${encoder.latentCount} and ${decoder.latentCount}; build both with one`,
    );
  }
  const count = LATENTS.points.length;
  const centres = decoder.paths(ensemble(count, 1, LATENTS.points));
  const { means, deviations } = encoder.laws(paths);
  const weights = STANDARD.points.map((t) => exp(-0.5 * t * t));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const evidence = [0, 1, 2].map(() => vector(paths.pathCount));
  const terms = vector(count);
  for (let n = 0; n < paths.pathCount; n++) {
    const path = paths.path(n);
    for (let i = 0; i < count; i++) {
      terms[i] = logGaussian(path, centres.path(i), deviation) - 0.5 * squared(LATENTS.points[i]);
    }
    evidence[0][n] = logSumExp(terms) + log(LATENTS.spacing) - 0.5 * log(2 * Math.PI);
    const [mean, width] = [means.data[n], deviations.data[n]];
    const latents = ensemble(
      weights.length,
      1,
      STANDARD.points.map((t) => mean + width * t),
    );
    const decoded = decoder.paths(latents);
    const fit = weights.reduce((all, weight, i) => all + weight * logGaussian(path, decoded.path(i), deviation), 0);
    evidence[2][n] = latentCost(mean, width);
    evidence[1][n] = fit / total - evidence[2][n];
  }
  const [logLikelihoods, evidenceBounds, latentCosts] = evidence;
  return { logLikelihoods, evidenceBounds, latentCosts };
}

/** ln N(x; centre, deviation² I). */
function logGaussian(x: Vector, centre: Vector, deviation: number): number {
  let square = 0;
  for (let i = 0; i < x.length; i++) square += squared((x[i] - centre[i]) / deviation);
  return -0.5 * square - x.length * (log(deviation) + 0.5 * log(2 * Math.PI));
}
