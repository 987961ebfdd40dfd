import { checkCount, checkPositive, type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { squared } from '../special/index.js';
import type { Multilayer } from './multilayer.js';
import { networkFunction } from './network-function.js';
import { conditioned } from './vector-field.js';

/** Paths that a flow has carried from time 0 to T, and what they met on the way. */
export interface CarriedPaths {
  /** Where they are at the times 0, T/n, …, T: [N, d] each, n + 1 of them. */
  readonly positions: readonly Ensemble[];
  /** ∫ ∇·v dt, [N]: by so much ln of the density falls along the way. */
  readonly expansion: Vector;
  /** ½ ∫ ‖v‖² dt, [N]; no less than ‖x_T − x₀‖²/2T, with equality on a straight way at constant speed. */
  readonly action: Vector;
  /** ∫ (∂ₜU − ½‖∇U‖²)² dt, [N]. */
  readonly residual: Vector;
}

/** How long paths go, and in how many steps. */
export interface CarriedOptions {
  /** T > 0. */
  readonly duration: number;
  /** n, steps of the classical Runge–Kutta rule, whole number from 1. */
  readonly timeSteps: number;
}

/** The flow ẋ = v = −∇U(x, t) of a network's potential, in double precision and without TensorFlow.js. */
export interface PotentialFlow {
  /** U at each path, [N]. */
  values(paths: Ensemble, t: number): Vector;
  /** −∇U, [N, d]. */
  velocity(paths: Ensemble, t: number): Ensemble;
  /** ∂ₜU − ½‖∇U‖² at each path, [N]: 0 where U solves the Hamilton–Jacobi equation of paths that pay for their speed. */
  misses(paths: Ensemble, t: number): Vector;
  /**
   * Carries paths from time 0 to T.
   * @throws RangeError when an option is out of range
   * Cost: 4n evaluations of U with its derivatives per path.
   */
  carried(paths: Ensemble, options: CarriedOptions): CarriedPaths;
}

/**
 * The flow of a potential U(x, t) that a network computes, see `transportTurn`.
 * @param network of one output, its last input being the time
 * @throws RangeError when the network has not one output and one condition, or the parameters are not its own
 */
export function potentialFlow(network: Multilayer, parameters: Vector): PotentialFlow {
  checkPotential('potentialFlow', network);
  const net = networkFunction(network, parameters.slice());
  const d = network.signalLength;
  const negative = (count: number, slopes: Vector): Ensemble =>
    ensemble(
      count,
      d,
      slopes.map((value) => -value),
    );

  function misses(paths: Ensemble, t: number): Vector {
    const { gradient } = net.pullback(
      conditioned(paths, t),
      ensemble(paths.pathCount, 1, vector(paths.pathCount).fill(1)),
    );
    return vector(paths.pathCount).map((_, n) => {
      const slopes = gradient.path(n);
      let miss = slopes[d];
      for (let i = 0; i < d; i++) miss -= 0.5 * slopes[i] * slopes[i];
      return miss;
    });
  }

  /** v, and how fast expansion, action and residual grow. */
  function rates(paths: Ensemble, t: number): Rates {
    const inputs = conditioned(paths, t);
    const { slopes, laplacian } = net.derivatives(inputs);
    const action = vector(paths.pathCount);
    for (let n = 0; n < paths.pathCount; n++) for (const slope of slopes.path(n)) action[n] += 0.5 * slope * slope;
    return {
      paths: slopes.data.map((value) => -value),
      expansion: laplacian.data.map((value) => -value),
      action,
      residual: misses(paths, t).map(squared),
    };
  }

  return {
    values: (paths, t) => net.values(conditioned(paths, t)).data,
    misses,
    velocity: (paths, t) => negative(paths.pathCount, net.derivatives(conditioned(paths, t)).slopes.data),
    carried(paths, { duration, timeSteps }) {
      checkCount('potentialFlow: timeSteps', timeSteps, 1);
      checkPositive('potentialFlow: duration', duration);
      const h = duration / timeSteps;
      const sums = {
        expansion: vector(paths.pathCount),
        action: vector(paths.pathCount),
        residual: vector(paths.pathCount),
      };
      const positions = [paths];
      for (let i = 0; i < timeSteps; i++) {
        const x = positions[i];
        const first = rates(x, i * h);
        const second = rates(moved(x, first.paths, h / 2), (i + 0.5) * h);
        const third = rates(moved(x, second.paths, h / 2), (i + 0.5) * h);
        const fourth = rates(moved(x, third.paths, h), (i + 1) * h);
        const mean = (of: keyof Rates): Vector =>
          first[of].map((value, j) => (value + 2 * (second[of][j] + third[of][j]) + fourth[of][j]) / 6);
        positions.push(moved(x, mean('paths'), h));
        for (const name of ['expansion', 'action', 'residual'] as const) {
          const rate = mean(name);
          for (let n = 0; n < rate.length; n++) sums[name][n] += h * rate[n];
        }
      }
      return { positions, ...sums };
    },
  };
}

interface Rates {
  readonly paths: Vector;
  readonly expansion: Vector;
  readonly action: Vector;
  readonly residual: Vector;
}

function moved({ pathCount, shape, data }: Ensemble, velocity: Vector, by: number): Ensemble {
  return ensemble(
    pathCount,
    shape,
    data.map((value, i) => value + by * velocity[i]),
  );
}

/**
 * Refuses networks that are no potentials of paths and time.
 * @param where the function, for the error
 */
export function checkPotential(where: string, { outputs, conditions }: Multilayer): void {
  if (outputs === 1 && conditions === 1) return;
  throw new RangeError(
    `${where}: network expects one output and one condition, the time, got ${outputs} and ${conditions}; ` +
      'make it by multilayer with 1 as the last width and one condition',
  );
}
