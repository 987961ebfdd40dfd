import { type Vector, vectorOf } from '../../array/index.js';
import { solveDifferentialEquation } from '../../linear-algebra/index.js';
import { squared } from '../../special/index.js';
import { type NormalGameOptions, normalDivergence } from '../../transport/index.js';

/**
 * What the game of normal laws around 0 costs when paths play v = −a(t)x, where a′ = a² and the value of a at the end is free: the equations of
 * variance and cost are integrated in small steps, without the closed form of the equilibrium.
 * @param endGain a_T
 */
export function gainCost({ start, target, noise, duration }: NormalGameOptions, endGain: number): number {
  const slope = (t: number, [V]: Vector, out: Vector): void => {
    const gain = endGain / (1 + endGain * (duration - t));
    out[0] = squared(noise) - 2 * gain * V;
    out[1] = 0.5 * squared(gain) * V;
  };
  const ends = solveDifferentialEquation(slope, vectorOf([start.variance, 0]), [0, duration], { tolerance: 1e-12 });
  const [variance, paid] = ends[1];
  return paid + normalDivergence({ mean: 0, variance }, target);
}
