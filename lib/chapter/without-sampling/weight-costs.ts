import { type Matrix, matrix, type Vector } from '../../array/index.js';
import { inverted } from '../../linear-algebra/index.js';
import { exp, squared, tanh } from '../../special/index.js';
import { type EvenModes, evenModes, meanUnder } from './two-modes.js';

/** Data points times the variance of estimates of the log-odds of two modes at ±a, truth even, for many points. */
export interface WeightCosts {
  readonly separation: number;
  /** 1/Var r, r the posterior share of one mode: no estimate does better. */
  readonly maximumLikelihood: number;
  readonly scoreMatching: number;
  /** Noise-contrastive, ln Z estimated too. */
  readonly noiseContrastive: number;
}

/** The noise of a contrast. */
export interface ContrastNoise {
  /** ν: noise points per data point. */
  readonly ratio: number;
  /** The noise is N(0, deviation²). */
  readonly deviation: number;
}

/**
 * What three estimates of the log-odds z of modes N(−a, 1) and N(a, 1) cost, at z = 0, by quadrature. Estimates that solve E ψ(x, z) = 0
 * have n Var → E ψ²/(E ∂_z ψ)²; for score matching ψ = ∂_z(s²/2 + s′), s the model's score.
 * @param noise that of the contrast; as many points as data and the data's variance when left out
 * Cost: some milliseconds.
 */
export function weightCosts(
  separation: number,
  noise: ContrastNoise = { ratio: 1, deviation: Math.sqrt(1 + squared(separation)) },
): WeightCosts {
  const modes = evenModes(separation);
  return {
    separation,
    maximumLikelihood: 1 / squared(meanUnder(modes, (x) => posterior(separation * x)).deviation),
    scoreMatching: scoreMatchingCost(modes),
    noiseContrastive: contrastCovariance(
      {
        weights: modes.masses,
        noise: noiseMasses(modes, noise.deviation),
        features: [modes.grid.points.map((x) => posterior(separation * x))],
      },
      noise.ratio,
    ).data[0],
  };
}

/** Share of the mode at −a in the even mixture, by a x. */
function posterior(scaled: number): number {
  return 0.5 * (1 - tanh(scaled));
}

function scoreMatchingCost(modes: EvenModes): number {
  const { separation: a } = modes;
  // s = a tanh(ax + z/2) − x; the derivatives by z at 0 of s and of s′ = a²(1 − tanh²) − 1.
  const slope = (t: number): number => 0.5 * a * (1 - t * t);
  const psi = meanUnder(modes, (x) => {
    const t = tanh(a * x);
    return (a * t - x) * slope(t) - 2 * a * t * slope(t);
  });
  const curvature = meanUnder(modes, (x) => squared(slope(tanh(a * x)))).mean;
  // At the truth E ψ vanishes, so that the mean square is the variance.
  return squared(psi.deviation / curvature);
}

function noiseMasses({ grid, masses }: EvenModes, deviation: number): Vector {
  const factor = grid.spacing / (deviation * Math.sqrt(2 * Math.PI));
  return masses.map((_, i) => factor * exp(-0.5 * squared(grid.points[i] / deviation)));
}

/** Two laws on the same points and the gradients of ln(model density) by its parameters there. */
export interface ContrastLaws {
  /** Mass of each point under the law of the data. */
  readonly weights: Vector;
  /** And under that of the noise. */
  readonly noise: Vector;
  /** −∂ ln q by each parameter at each point, K vectors. */
  readonly features: readonly Vector[];
}

/**
 * Data points times the covariance of noise-contrastive estimates of (θ, ln Z), [K + 1, K + 1], for many points: H⁻¹ with
 * H = E (1 − h)(Φ, 1)(Φ, 1)ᵀ, h the share of data at a point, less 1 + 1/ν for ln Z.
 * @param ratio ν, noise points per data point
 */
export function contrastCovariance({ weights, noise, features }: ContrastLaws, ratio: number): Matrix {
  const size = features.length + 1;
  const curvature = matrix(size, size);
  for (let i = 0; i < weights.length; i++) {
    const both = weights[i] + ratio * noise[i];
    if (both === 0) continue;
    const weight = (weights[i] * ratio * noise[i]) / both;
    const of = (j: number): number => (j === size - 1 ? 1 : features[j][i]);
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++) curvature.data[j * size + k] += weight * of(j) * of(k);
  }
  const { inverse } = inverted(curvature);
  inverse.data[size * size - 1] -= 1 + 1 / ratio;
  return inverse;
}
