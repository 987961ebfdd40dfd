import { vector } from '../../array/index.js';
import { exp, squared } from '../../special/index.js';
import { type EvenModes, evenModes, evenScore, meanUnder } from './two-modes.js';

/** Both losses of one guess at the score of data with noise, by quadrature. */
export interface DenoisingLosses {
  /** E |s(x + σz) + z/σ|²: what can be computed from data. */
  readonly denoising: number;
  /** E |s − ∇ln ρ_σ|², ρ_σ the law of x + σz: what is meant. */
  readonly score: number;
}

/** Points of z on the line, and their weights. */
const NOISE_POINTS = 161;
const NOISE_END = 8;

/** The law of data of the even mixture that are shrunk by a factor, with noise N(0, σ²) added. */
export interface NoisyModes {
  readonly modes: EvenModes;
  /** Data are multiplied by it; 1 when left out. */
  readonly factor?: number;
  /** σ > 0. */
  readonly deviation: number;
}

/** ∇ln ρ_σ: with noise the modes are at ±fa, with variance f² + σ². */
export function noisyScore({ modes, factor = 1, deviation }: NoisyModes): (x: number) => number {
  const scale = Math.sqrt(squared(factor) + squared(deviation));
  const score = evenScore((factor * modes.separation) / scale);
  return (x) => score(x / scale) / scale;
}

/** Both losses of a guess; the denoising one is a double sum over x and z that knows nothing of ρ_σ. */
export function denoisingLosses(law: NoisyModes, guess: (x: number) => number): DenoisingLosses {
  const { modes, factor = 1, deviation } = law;
  const { grid, masses } = modes;
  const spacing = (2 * NOISE_END) / (NOISE_POINTS - 1);
  const noise = vector(NOISE_POINTS).map((_, i) => -NOISE_END + i * spacing);
  const weights = noise.map((z) => (spacing * exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI));
  const truth = noisyScore(law);
  let [denoising, score] = [0, 0];
  for (let i = 0; i < masses.length; i++) {
    // What is left out has together less than 1e-12 of the mass.
    if (masses[i] < 1e-16) continue;
    for (let j = 0; j < NOISE_POINTS; j++) {
      const y = factor * grid.points[i] + deviation * noise[j];
      const [found, weight] = [guess(y), masses[i] * weights[j]];
      denoising += weight * squared(found + noise[j] / deviation);
      score += weight * squared(found - truth(y));
    }
  }
  return { denoising, score };
}

/** 1/σ² − E |∇ln ρ_σ|²: what the denoising loss exceeds the other by, whatever the guess. */
export function denoisingConstant({ modes, deviation, factor = 1 }: NoisyModes): number {
  // In units of its scale ρ_σ is an even mixture of modes of variance 1.
  const scale = Math.sqrt(squared(factor) + squared(deviation));
  const place = (factor * modes.separation) / scale;
  const score = evenScore(place);
  const information = meanUnder(evenModes(place), (x) => squared(score(x))).mean;
  return 1 / squared(deviation) - information / squared(scale);
}
