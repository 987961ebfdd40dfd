import { hypot, log, log1p, squared } from '../special/index.js';
import { type NormalLaw, normalDivergence } from './normal-reversal.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';

/** Where the paths of a game start, where they are drawn to, and how they may go there. */
export interface NormalGameOptions {
  /** ρ₀; its variance may be 0 where the noise is positive. */
  readonly start: NormalLaw;
  /** π of the terminal cost D(ρ_T‖π). */
  readonly target: NormalLaw;
  /** σ in dX = v dt + σ dW, 0 or above; 0 is the game of first order. */
  readonly noise: number;
  /** T > 0. */
  readonly duration: number;
}

/** The equilibrium of a game between normal laws; times t from 0 to T. */
export interface NormalGame {
  /** The law of X_t; at t = 0 the start, whose variance may be 0. */
  law(t: number): NormalLaw;
  /** a(t), the second derivative of U. */
  gain(t: number): number;
  /** v(x, t) = −∂ₓU. */
  velocity(x: number, t: number): number;
  /** U(x, t), with U(x, T) = ln ρ_T(x)/π(x); its mean over the start is the total cost. */
  value(x: number, t: number): number;
  /** ½ ∫ a² V dt: what the paths pay for approaching their mean, or for parting from it. */
  readonly fluctuationCost: number;
  /** (m_T − m₀)²/2T: what they pay for moving their mean. */
  readonly meanCost: number;
  /** D(ρ_T‖π), nats. */
  readonly terminalCost: number;
  /** The sum of the three: the least of E ∫ ½v² dt + D(ρ_T‖π) over all velocities v. */
  readonly totalCost: number;
}

/**
 * The mean-field game of normal laws on the line, in closed form: the least of E ∫₀ᵀ ½v² dt + D(ρ_T‖π) over velocities v(x, t), with
 * dX = v dt + σ dW, X₀ ~ N(m₀, V₀), π = N(μ, Q).
 *
 * Its equations, −∂ₜU = −½(∂ₓU)² + ½σ²∂ₓₓU backwards from U(·, T) = ln ρ_T/π and ∂ₜρ = ∂ₓ(ρ∂ₓU) + ½σ²∂ₓₓρ forwards from ρ₀, are met
 * at T. Here U = ½a(x − m)² − w(x − m) + c with w = (m_T − m₀)/T, m_T = (Q m₀ + T μ)/(Q + T), and
 *
 *     a′ = a²,  V′ = −2aV + σ²,  a_T = 1/Q − 1/V_T.
 *
 * With h(t) = 1 + a_T(T − t), a = a_T/h and V = h²V₀/h₀² + σ²t h/h₀. The last equation is then quadratic in h₀,
 * (T + σ²T)h₀² + (V₀ − Aσ²T)h₀ − AV₀ = 0 with A = 1 + T/Q, and has one positive root.
 *
 * Independent coordinates play games of their own, whose costs add; so do coordinates along the common eigenvectors of the covariances.
 * @throws RangeError when a mean is not finite, the start's variance or the noise negative or both 0, the target's variance or the
 * duration not positive, or numbers so far apart that double precision cannot hold the result; by methods at times outside of 0 to T
 */
export function normalGame({ start, target, noise, duration }: NormalGameOptions): NormalGame {
  checkGame({ start, target, noise, duration });
  const { terminalGain, contraction } = equilibrium({ start, target, noise, duration });
  const Q = target.variance;
  const endMean = (Q * start.mean + duration * target.mean) / (Q + duration);
  const speed = (target.mean - start.mean) / (Q + duration);

  /** h(t): 1 at the end, h₀ at the start. */
  function remaining(t: number): number {
    if (!(t >= 0 && t <= duration)) {
      throw new RangeError(`normalGame: t expects a time from 0 to ${duration}, got ${t}; times count from the start`);
    }
    return (contraction * (duration - t) + t) / duration;
  }
  function law(t: number): NormalLaw {
    const share = remaining(t) / contraction;
    return {
      mean: t === duration ? endMean : start.mean + speed * t,
      variance: squared(share) * start.variance + squared(noise) * t * share,
    };
  }

  const end = law(duration);
  if (!(end.variance > 0 && end.variance < Infinity && contraction < Infinity)) {
    throw new RangeError(
      `normalGame: variances ${start.variance} and ${Q}, noise ${noise} and duration ${duration} are too far apart ` +
        'for double precision; change the units of paths and of time',
    );
  }
  const ratio = terminalGain * duration;
  const logContraction = logOf(contraction, ratio);
  // ∫ a²V dt, whose part of the noise is σ²(ln h₀ − a_T T/h₀).
  const fluctuationCost =
    0.5 *
    (duration * start.variance * squared(terminalGain / contraction) +
      squared(noise) * (logContraction - ratio / contraction));
  const meanCost = 0.5 * duration * squared(speed);
  const terminalCost = normalDivergence(end, target);
  const atEnd = 0.5 * (log(Q / end.variance) + squared(endMean - target.mean) / Q);
  return {
    law,
    gain: (t) => terminalGain / remaining(t),
    velocity: (x, t) => speed - (terminalGain / remaining(t)) * (x - law(t).mean),
    value(x, t) {
      const h = remaining(t);
      const beside = x - law(t).mean;
      const constant =
        0.5 * (squared(speed) * (duration - t) + squared(noise) * logOf(h, terminalGain * (duration - t)));
      return (0.5 * (terminalGain / h) * beside - speed) * beside + constant + atEnd;
    },
    fluctuationCost,
    meanCost,
    terminalCost,
    totalCost: fluctuationCost + meanCost + terminalCost,
  };
}

/** a_T and h₀ = 1 + a_T T, each by the form of the root in which nothing cancels. */
function equilibrium({ start, target, noise, duration }: NormalGameOptions): {
  readonly terminalGain: number;
  readonly contraction: number;
} {
  const V = start.variance;
  const added = squared(noise) * duration;
  const A = 1 + duration / target.variance;
  const leading = duration + added;
  const slope = V - A * added;
  const root = hypot(slope, 2 * Math.sqrt(leading) * Math.sqrt(A * V));
  const contraction = slope > 0 ? (2 * A * V) / (slope + root) : (root - slope) / (2 * leading);
  // The equation in a_T has the same discriminant.
  const excess = (V + added - target.variance) / target.variance;
  const gainSlope = 2 * duration + added + V - (added * duration) / target.variance;
  const terminalGain =
    gainSlope > 0 ? (2 * excess) / (gainSlope + root) : (root - gainSlope) / (2 * leading * duration);
  return { terminalGain, contraction };
}

/** ln(1 + u) where h = 1 + u is known too: u tells h from 1, h tells u from −1. */
function logOf(h: number, u: number): number {
  return Math.abs(u) < 0.5 ? log1p(u) : log(h);
}

function checkGame({ start, target, noise, duration }: NormalGameOptions): void {
  for (const [name, { mean }] of Object.entries({ start, target })) {
    if (!Number.isFinite(mean)) {
      throw new RangeError(`normalGame: ${name} expects a finite mean, got ${mean}; give a number`);
    }
  }
  checkNoneNegative('normalGame', { 'variance of the start': start.variance, noise });
  checkAllPositive('normalGame', { 'variance of the target': target.variance, duration });
  if (start.variance === 0 && noise === 0) {
    throw new RangeError(
      'normalGame: start expects a positive variance where noise is 0, got 0; paths from one point stay together, ' +
        'at an infinite divergence from any normal law',
    );
  }
}
