import { type Ensemble, matrix, type Vector, vector } from '../../array/index.js';
import { boltzmannLikelihood, type SpinSystem, spinSystem } from '../../lattice/index.js';

/** Ascent of a Boltzmann machine's likelihood. */
export interface LikelihoodAscent {
  readonly system: SpinSystem;
  /** Mean log-likelihood before each step and after the last, nats per state. */
  readonly likelihoods: Vector;
  /** Largest entry of the gradient at the same moments. */
  readonly slopes: Vector;
}

/**
 * Gradient ascent with exact averages from couplings and fields 0: θ ← θ + η (data − machine). A rate η > 0 below 2/n² or so never
 * overshoots.
 * @param data spins ±1, [N, n], n at most 20
 */
export function likelihoodAscent(
  data: Ensemble,
  { rate, stepCount }: { readonly rate: number; readonly stepCount: number },
): LikelihoodAscent {
  const n = data.signalLength;
  const couplings = matrix(n, n);
  const fields = vector(n);
  const likelihoods = vector(stepCount + 1);
  const slopes = vector(stepCount + 1);
  for (let step = 0; ; step++) {
    const system = spinSystem(matrix(n, n, couplings.data.slice()), { fields });
    const { meanLogLikelihood, gradient } = boltzmannLikelihood(system, data);
    likelihoods[step] = meanLogLikelihood;
    slopes[step] = [...gradient.fields, ...gradient.couplings.data].reduce(
      (most, slope) => Math.max(most, Math.abs(slope)),
      0,
    );
    if (step === stepCount) return { system, likelihoods, slopes };
    for (let i = 0; i < n; i++) fields[i] += rate * gradient.fields[i];
    for (let k = 0; k < n * n; k++) couplings.data[k] += rate * gradient.couplings.data[k];
  }
}
