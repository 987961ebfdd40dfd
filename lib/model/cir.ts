import { checkPositive } from '../array/index.js';
import { type Draws, draws } from '../random/index.js';
import { exp, expm1, log, logBesselIOfOrder, logGamma, squared } from '../special/index.js';
import { type Marginal, positiveAxis } from './maximum-entropy.js';
import type { Model } from './model.js';
import { checkLength, modelOfPaths } from './path-model.js';

/** Parameters of the Cox-Ingersoll-Ross process dX = speed (level − X) dt + volatility √X dW. */
export interface CirParameters {
  /** κ > 0, speed of the return to the mean, per unit of time. */
  readonly speed: number;
  /** θ > 0, the stationary mean. */
  readonly level: number;
  /** σ > 0. */
  readonly volatility: number;
}

/** Length of the paths and time between two values. */
export interface CirOptions {
  /** d ≥ 1. */
  readonly signalLength: number;
  /** Δt > 0; 1 when left out, as in the paper. */
  readonly timeStep?: number;
}

/** A Cox-Ingersoll-Ross process observed at equal time steps. */
export interface CirModel extends Model {
  /** The stationary law of a value: mean θ, variance θσ²/(2κ). */
  readonly marginal: Marginal;
  /** ln p(xᵢ | xᵢ₋₁), both positive. */
  logTransition(from: number, to: number): number;
  /** ln of the stationary gamma density at a positive value. */
  logStationary(value: number): number;
}

/**
 * The Cox-Ingersoll-Ross process dr = κ(θ − r)dt + σ√r dW, observed every Δt, started from its stationary gamma law.
 *
 * Paper: section 5.1, CIR(κ, θ, σ) with Δt = 1. Density and draws are exact for every order q = 2κθ/σ² − 1 > −1: the
 * transition is a scaled noncentral chi-square law (Cox, Ingersoll and Ross 1985), its Bessel function taken as a
 * logarithm.
 * @throws RangeError when a parameter is not positive and finite; its density, naming path and index, when a value is
 *   not positive
 * Cost: O(d) per path; a density term costs up to a few hundred operations, a draw one gamma and one normal number.
 */
export function cir({ speed, level, volatility }: CirParameters, { signalLength, timeStep = 1 }: CirOptions): CirModel {
  checkLength('cir', signalLength);
  for (const [name, value] of Object.entries({ speed, level, volatility, timeStep }))
    checkPositive(`cir: ${name}`, value);
  const decay = exp(-speed * timeStep);
  const rate = (2 * speed) / (volatility * volatility);
  const order = rate * level - 1;
  // c of the transition: 2c·xᵢ is noncentral chi-square with 2q + 2 degrees of freedom.
  const scale = rate / -expm1(-speed * timeStep);
  const shape = order + 1;
  const logScale = log(scale);
  const logBessel = logBesselIOfOrder(order);

  function logTransition(from: number, to: number): number {
    const u = scale * decay * from;
    const v = scale * to;
    return logScale - u - v + 0.5 * order * log(v / u) + logBessel(2 * Math.sqrt(u * v));
  }

  function logStationary(value: number): number {
    return shape * log(rate) - logGamma(shape) + (shape - 1) * log(value) - rate * value;
  }

  return modelOfPaths<Pick<CirModel, 'marginal' | 'logTransition' | 'logStationary'>>(
    {
      name: `CIR(${[speed, level, volatility].map((value) => Number(value.toPrecision(4))).join(', ')})`,
      signalLength,
      parameters: {
        speed,
        level,
        volatility,
        timeStep,
        order,
        transitionScale: scale,
        stationaryShape: shape,
        stationaryRate: rate,
        stationaryDeviation: Math.sqrt(shape) / rate,
      },
      recipe: {
        module: 'model',
        factory: 'cir',
        arguments: [
          { speed, level, volatility },
          { signalLength, timeStep },
        ],
      },
      draw(key, out) {
        const source = draws(key);
        out[0] = source.gamma(shape) / rate;
        for (let i = 1; i < signalLength; i++) out[i] = noncentral(source, shape, scale * decay * out[i - 1]) / scale;
      },
      logDensity(path, n) {
        for (let i = 0; i < path.length; i++) {
          if (!(path[i] > 0)) {
            throw new RangeError(
              `cir.logDensity: path ${n} expects positive values, got ${path[i]} at index ${i}; ` +
                'keep a descent positive by its constraint',
            );
          }
        }
        let sum = logStationary(path[0]);
        for (let i = 1; i < path.length; i++) sum += logTransition(path[i - 1], path[i]);
        return sum;
      },
    },
    {
      marginal: { support: positiveAxis, mean: level, deviation: Math.sqrt(shape) / rate },
      logTransition,
      logStationary,
    },
  );
}

/** Half a noncentral chi-square number with 2·shape degrees of freedom and noncentrality 2·shift. */
function noncentral(source: Draws, shape: number, shift: number): number {
  // One squared normal carries the noncentrality; the other degrees of freedom are a central gamma number.
  if (shape > 0.5) return source.gamma(shape - 0.5) + 0.5 * squared(source.normal() + Math.sqrt(2 * shift));
  // With less than one degree of freedom no normal can be split off: the shape of a gamma is raised by a Poisson
  // number, the count of unit-rate arrivals.
  let count = 0;
  let time = -log(source.uniform());
  while (time < shift) {
    count++;
    time -= log(source.uniform());
  }
  return source.gamma(shape + count);
}
