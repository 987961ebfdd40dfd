import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { dot } from '../linear-algebra/index.js';
import { foldIn, type Key } from '../random/index.js';
import { squared } from '../special/index.js';
import type { PotentialGame, ValueFunction } from './potential-game.js';
import type { TimeField } from './time-field.js';

/** What paths paid that played a game by some velocity v; one entry per path. */
export interface PlayedGame {
  /** Where they ended, [N, d]. */
  readonly paths: Ensemble;
  /** ∫ [|v|²/2m + ℓ] dt + U(X_T, T), [N]. */
  readonly costs: Vector;
  /** U(X₀, 0), [N]. */
  readonly startValues: Vector;
  /** ∫ |v + m∇U|²/2m dt: what was paid for not playing best, [N]. */
  readonly excess: Vector;
  /** ∫ σ∇U·dW, of mean 0, [N]. */
  readonly chance: Vector;
}

/** How a game is played. */
export interface PlayOptions {
  /** X₀, [N, d]. */
  readonly paths: Ensemble;
  /** 0 = t₀ < t₁ < … < T. */
  readonly times: ArrayLike<number>;
  readonly key: Key;
}

/**
 * Plays a game against the others' laws at equilibrium, by any velocity, in Euler–Maruyama steps. By Itô's formula
 * costs = startValues + excess + chance on every path, up to the steps: a velocity costs the mean value at the start and the excess,
 * whatever it is, and the value's own costs least.
 * @param value U, a solution of the game's Hamilton–Jacobi equation
 * @throws RangeError when the times do not go from 0 to the game's duration in increasing order
 * Cost: velocity and gradient of U once per path and step.
 */
export function playGame(
  game: PotentialGame,
  { value, velocity }: { readonly value: ValueFunction; readonly velocity: TimeField },
  { paths: start, times, key }: PlayOptions,
): PlayedGame {
  checkTimes(times, game.duration);
  const { pathCount, signalLength: d, shape } = start;
  const [costs, excess, chance] = [vector(pathCount), vector(pathCount), vector(pathCount)];
  let paths = start;
  for (let k = 0; k + 1 < times.length; k++) {
    const [t, h] = [times[k], times[k + 1] - times[k]];
    const [m, spread] = [game.mobility(t), game.volatility(t) * Math.sqrt(h)];
    const [v, slope] = [velocity.values(paths, t), value.gradient(paths, t)];
    const drift = game.drift?.values(paths, t);
    const state = game.stateCost?.(paths, t);
    const noise = normalRows({ key: foldIn(key, k), first: 0 }, { rowCount: pathCount, length: d });
    const next = ensemble(pathCount, shape);
    for (let n = 0; n < pathCount; n++) {
      const [own, steep] = [v.path(n), slope.path(n)];
      costs[n] += h * (dot(own, own) / (2 * m) + (state?.[n] ?? 0));
      for (let i = 0; i < d; i++) {
        const at = n * d + i;
        excess[n] += (h * squared(own[i] + m * steep[i])) / (2 * m);
        chance[n] += spread * steep[i] * noise[at];
        next.data[at] = paths.data[at] + h * ((drift?.data[at] ?? 0) + own[i]) + spread * noise[at];
      }
    }
    paths = next;
  }
  const ends = value.values(paths, game.duration);
  ends.forEach((end, n) => {
    costs[n] += end;
  });
  return { paths, costs, startValues: value.values(start, 0), excess, chance };
}

function checkTimes(times: ArrayLike<number>, duration: number): void {
  const last = times.length - 1;
  const wrong = Array.from(times).findIndex((time, k) => !(k === 0 ? time === 0 : time > times[k - 1]));
  if (last >= 1 && wrong < 0 && times[last] === duration) return;
  throw new RangeError(
    `playGame: times expects increasing numbers from 0 to ${duration}, got ${last + 1} of them` +
      `${wrong >= 0 ? `, with ${times[wrong]} at ${wrong}` : ''}; make them by evenTimes`,
  );
}
