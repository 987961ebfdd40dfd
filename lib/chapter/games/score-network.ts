import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { conditioned, drawnParameters, type Multilayer, multilayer, networkFunction } from '../../neural/index.js';
import type { Key } from '../../random/index.js';
import { log, squared } from '../../special/index.js';
import type { PotentialMoment, TimePotential } from '../../transport/index.js';
import { ringNoising } from './score-ring.js';

/** The network 4-w-w-1 of a potential in the plane: of the point, t and ln σ²(t). */
export const scoreNetwork = (width: number): Multilayer => multilayer([4, width, width, 1], { conditions: 2 });

/** The conditions of a network at one time, and how fast they change there. */
export function timeConditions(t: number): { readonly values: readonly number[]; readonly rates: readonly number[] } {
  const variance = ringNoising.variance(t);
  const growth = 2 * ringNoising.decay(t) * variance + squared(ringNoising.volatility(t));
  return { values: [t, log(variance)], rates: [1, growth / variance] };
}

/**
 * Parameters to start from. The last layer's are small, so that the potential starts at −½|x|², but for a hundredth: the one of N(0, I),
 * which solves the Hamilton–Jacobi equation and is right where all is noise.
 */
export function startOfScore(network: Multilayer, key: Key): Vector {
  const parameters = drawnParameters(network, key);
  const { weights } = network.layers[network.layers.length - 1];
  return parameters.map((value, i) => (i < weights ? value : 0.01 * value));
}

/** u(x, t) = −½|x|² + the network: what stands for ln ρ_t, but for a constant. */
export function learnedPotential({ width }: { readonly width: number }, parameters: Vector): TimePotential {
  const network = scoreNetwork(width);
  const { derivatives, pullback } = networkFunction(network, parameters);
  return {
    name: 'learned potential',
    shape: [2],
    at(paths, t) {
      const { values, rates } = timeConditions(t);
      const inputs = conditioned(paths, ...values);
      const { gradient } = pullback(inputs, ensemble(paths.pathCount, 1, vector(paths.pathCount).fill(1)));
      return moment(paths, { ...derivatives(inputs), timeSlopes: timeSlopes(gradient, rates) });
    },
    identity: { learnedPotential: parameters, width },
  };
}

/** Σⱼ ċⱼ ∂f/∂cⱼ, [N]: conditions are the last inputs. */
function timeSlopes({ pathCount, signalLength, data }: Ensemble, rates: readonly number[]): Vector {
  return vector(pathCount).map((_, n) => {
    const from = (n + 1) * signalLength - rates.length;
    return rates.reduce((sum, rate, j) => sum + rate * data[from + j], 0);
  });
}

interface OfNetwork {
  readonly values: Ensemble;
  readonly slopes: Ensemble;
  readonly laplacian: Ensemble;
  readonly timeSlopes: Vector;
}

/** Adds −½|x|². */
function moment(paths: Ensemble, { values, slopes, laplacian, timeSlopes }: OfNetwork): PotentialMoment {
  const { pathCount, signalLength: d, data } = paths;
  const gradient = ensemble(
    pathCount,
    d,
    data.map((x, i) => slopes.data[i] - x),
  );
  return {
    values: values.data.map((value, n) => paths.path(n).reduce((sum, x) => sum - 0.5 * x * x, value)),
    gradient,
    laplacian: laplacian.data.map((value) => value - d),
    timeSlopes,
  };
}
