import { type Ensemble, ensemble, type Vector } from '../array/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import { exp } from '../special/index.js';
import type { Multilayer } from './multilayer.js';
import { networkFunction } from './network-function.js';

/** A network that makes paths from latent normal numbers. */
export interface Generator {
  /** L. */
  readonly latentCount: number;
  /** d. */
  readonly signalLength: number;
  /** The paths of given latents, [N, L] to [N, d]. */
  paths(latents: Ensemble): Ensemble;
  /** Paths of latents z ~ N(0, I): that of path n depends on the key and on n alone. */
  sample(key: Key, pathCount: number, firstPath?: number): Ensemble;
}

/**
 * The generator x = f(z), z ~ N(0, I_L), of a network: a GAN's, or the mean of a decoder.
 * @throws RangeError when the parameters are not those of the network
 * Cost: a multiplication per parameter and path.
 */
export function generator(network: Multilayer, parameters: Vector): Generator {
  const net = networkFunction(network, parameters.slice());
  return {
    latentCount: network.widths[0],
    signalLength: network.outputs,
    paths: (latents) => net.values(latents),
    sample: (key, pathCount, firstPath = 0) => net.values(latentDraws(key, pathCount, network.widths[0], firstPath)),
  };
}

/** Latents z ~ N(0, I_L), [N, L]; row n depends on the key and on firstPath + n alone. */
function latentDraws(key: Key, pathCount: number, latentCount: number, firstPath: number): Ensemble {
  const latents = ensemble(pathCount, latentCount);
  for (let n = 0; n < pathCount; n++) normals(foldIn(key, firstPath + n), latentCount, latents.path(n));
  return latents;
}

/** Gaussian laws of latents, one per path. */
export interface LatentLaws {
  /** μ, [N, L]. */
  readonly means: Ensemble;
  /** σ > 0, [N, L]. */
  readonly deviations: Ensemble;
}

/** A network that gives a diagonal Gaussian law of latents for each path. */
export interface GaussianEncoder {
  readonly latentCount: number;
  laws(paths: Ensemble): LatentLaws;
}

/**
 * The encoder N(μ(x), diag σ²(x)) of a network with 2L outputs: L means, then L logarithms of σ.
 * @throws RangeError when the network has an odd number of outputs, or the parameters are not its own
 */
export function gaussianEncoder(network: Multilayer, parameters: Vector): GaussianEncoder {
  const latentCount = network.outputs / 2;
  if (!Number.isInteger(latentCount)) {
    throw new RangeError(
      `gaussianEncoder: network expects 2L outputs, means and log deviations, got ${network.outputs}; make the last width even`,
    );
  }
  const net = networkFunction(network, parameters.slice());
  return {
    latentCount,
    laws(paths) {
      const values = net.values(paths);
      const [means, deviations] = [0, 1].map(() => ensemble(paths.pathCount, latentCount));
      for (let n = 0; n < paths.pathCount; n++) {
        const row = values.path(n);
        means.path(n).set(row.subarray(0, latentCount));
        deviations.path(n).set(row.subarray(latentCount).map((value) => exp(value)));
      }
      return { means, deviations };
    },
  };
}
