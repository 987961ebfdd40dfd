import { type Ensemble, ensemble, type Matrix, type Vector, vector } from '../array/index.js';
import { dot, inverted, matrixTimes, trace } from '../linear-algebra/index.js';
import { log } from '../special/index.js';
import {
  difference,
  type GaussianEquilibrium,
  type GaussianGameOptions,
  type GaussianMoments,
  gaussianEquilibrium,
} from './gaussian-equilibrium.js';
import type { MovingLaw, ValueFunction } from './potential-game.js';
import { forEachPath } from './scaled-paths.js';
import type { SolvedGame } from './score-game.js';
import { divergenceCost } from './terminal-cost.js';

/** The equilibrium of a game between Gaussian laws. */
export interface GaussianGame extends SolvedGame {
  /** The law of X_t. */
  law(t: number): GaussianMoments;
  /** A(t), the second derivatives of U, [d, d]. */
  gain(t: number): Matrix;
  /** E ∫ ½|v|² dt. */
  readonly transportCost: number;
  /** D(ρ_T‖π), nats. */
  readonly terminalCost: number;
}

/**
 * The mean-field game of Gaussian laws in any dimension, whose covariances need not commute: the least of E ∫₀ᵀ ½|v|² dt + D(ρ_T‖π),
 * with dX = v dt + σ dW, X₀ ~ N(m₀, V₀), π = N(μ, Q). On the line it is `normalGame`.
 *
 * U = ½(x − m)ᵀA(x − m) − w·(x − m) + c with A′ = A², so that A = A_T H⁻¹, H(t) = I + (T − t)A_T, and the covariance is
 * V = H H₀⁻¹V₀H₀⁻¹H + σ²t H H₀⁻¹. The end asks for A_T = Q⁻¹ − V_T⁻¹, which is H₀W⁻¹H₀ + H₀/T = I/T + Q⁻¹ with W = V₀ + σ²T H₀: for given W
 * a quadratic equation, which a square root solves. W is found by iteration; on the line each round divides its error by more than 2.
 * @throws RangeError when laws differ in dimension, a covariance is not symmetric and positive definite, the noise is negative or the
 * duration not positive; by methods at times outside of 0 to T
 * Cost: tens of square roots, O(d³) each.
 */
export function gaussianGame(options: GaussianGameOptions): GaussianGame {
  const equilibrium = gaussianEquilibrium(options);
  const { law, gain, transportCost, terminalCost, target } = equilibrium;
  const d = target.mean.length;
  const { noise, duration } = options;
  const goal = `Gaussian in ${d} ${d === 1 ? 'dimension' : 'dimensions'}`;
  return {
    ...{ law, gain, transportCost, terminalCost },
    game: {
      name: `game to a ${goal}`,
      shape: [d],
      duration,
      mobility: () => 1,
      volatility: () => noise,
      terminal: divergenceCost({ name: goal, logDensity: density(target).logDensity }),
    },
    solution: { value: valueFunction(equilibrium), law: movingLaw(law) },
  };
}

function valueFunction({ law, gain, speed, constant }: GaussianEquilibrium): ValueFunction {
  return {
    values(paths, t) {
      const [A, { mean }, c] = [gain(t), law(t), constant(t)];
      return eachPath(paths, (path) => {
        const beside = difference(path, mean);
        return 0.5 * dot(beside, matrixTimes(A, beside)) - dot(speed, beside) + c;
      });
    },
    gradient(paths, t) {
      const [A, { mean }] = [gain(t), law(t)];
      return mapped(paths, (path) => difference(matrixTimes(A, difference(path, mean)), speed));
    },
    laplacian: (paths, t) => forEachPath(paths, trace(gain(t))),
  };
}

function movingLaw(law: (t: number) => GaussianMoments): MovingLaw {
  return {
    logDensity: (paths, t) => density(law(t)).logDensity(paths),
    score(paths, t) {
      const { inverse, mean } = density(law(t));
      return mapped(paths, (path) => matrixTimes(inverse, difference(mean, path)));
    },
    scoreDivergence: (paths, t) => forEachPath(paths, -trace(density(law(t)).inverse)),
  };
}

function density({ mean, covariance }: GaussianMoments) {
  const { inverse, logDeterminant } = inverted(covariance);
  const scale = mean.length * log(2 * Math.PI) + logDeterminant;
  const logDensity = (paths: Ensemble): Vector =>
    eachPath(paths, (path) => {
      const beside = difference(path, mean);
      return -0.5 * (dot(beside, matrixTimes(inverse, beside)) + scale);
    });
  return { inverse, mean, logDensity };
}

function eachPath(paths: Ensemble, of: (path: Vector) => number): Vector {
  return vector(paths.pathCount).map((_, n) => of(paths.path(n)));
}

function mapped(paths: Ensemble, of: (path: Vector) => Vector): Ensemble {
  const result = ensemble(paths.pathCount, paths.shape);
  for (let n = 0; n < paths.pathCount; n++) result.path(n).set(of(paths.path(n)));
  return result;
}
