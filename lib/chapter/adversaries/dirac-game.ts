import { checkCount, checkPositive, type Matrix, matrix } from '../../array/index.js';
import { logistic } from '../../special/index.js';

/** How the two players take turns. */
export interface Play {
  readonly name: string;
  /** Whether the generator answers the discriminator's new parameter, or the old one. */
  readonly seesNew: boolean;
}

/** Both players step from the same old parameters. */
export const simultaneous: Play = { name: 'simultaneous', seesNew: false };
/** The discriminator steps first, the generator answers. */
export const alternating: Play = { name: 'alternating', seesNew: true };

/** The rate of both players, where they start, and for how many steps. */
export interface DiracGameOptions {
  /** η > 0. */
  readonly rate: number;
  /** (ω, ψ). */
  readonly start: readonly [number, number];
  readonly stepCount: number;
}

/**
 * The smallest adversarial game: all data at 0, the generator's one point at ψ, D(x) = σ(ωx). ω ascends and ψ descends
 * V = ln σ(0) + ln(1 − σ(ωψ)), whose only equilibrium is (0, 0). Source: Mescheder, Geiger and Nowozin (2018).
 * @returns (ω, ψ) after each step, [stepCount + 1, 2]
 * @throws RangeError when the rate is not positive and finite, or the step count no whole number from 0
 */
export function diracGame(play: Play, { rate, start, stepCount }: DiracGameOptions): Matrix {
  checkPositive('diracGame: rate', rate);
  checkCount('diracGame: stepCount', stepCount);
  const trajectory = matrix(stepCount + 1, 2);
  let [omega, psi] = start;
  trajectory.row(0).set(start);
  for (let t = 1; t <= stepCount; t++) {
    const ascended = omega - rate * psi * logistic(omega * psi);
    const seen = play.seesNew ? ascended : omega;
    psi += rate * seen * logistic(seen * psi);
    omega = ascended;
    trajectory.row(t).set([omega, psi]);
  }
  return trajectory;
}

/**
 * By how much a step of the game near its equilibrium multiplies the distance from it at most: the largest modulus of an eigenvalue of
 * the step's Jacobian at (0, 0). For η < 4 it is √(1 + η²/4) simultaneously and 1 in turns.
 * @throws RangeError when the rate is not positive and finite
 */
export function diracModulus({ seesNew }: Play, rate: number): number {
  checkPositive('diracModulus: rate', rate);
  // ω′ = ω − ηψ/2 and ψ′ = ψ + ηω/2, or with ω′ in place of ω.
  const half = rate / 2;
  const trace = seesNew ? 2 - half * half : 2;
  const determinant = seesNew ? 1 : 1 + half * half;
  const discriminant = (trace * trace) / 4 - determinant;
  return discriminant <= 0 ? Math.sqrt(determinant) : Math.abs(trace) / 2 + Math.sqrt(discriminant);
}
