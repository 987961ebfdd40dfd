import { type Ensemble, type Vector, vectorOf } from '../../array/index.js';
import type { Multilayer } from '../../neural/index.js';
import type { Key } from '../../random/index.js';
import { exp } from '../../special/index.js';
import type { Target } from '../one-table/index.js';

/** A law along a training. */
export interface RingCourse {
  /** Paths at which a network and derivatives of it were computed until then. */
  readonly places: Vector;
  /** D(ring‖energy), nats, by quadrature. */
  readonly energy: Vector;
  /** D(ring‖walkers’ law), nats, by quadrature; empty for persistent walkers, whose law is unknown. */
  readonly walkers: Vector;
  /** Integral of the density of the walkers, which is 1 as long as the maps can be inverted. */
  readonly mass: Vector;
  /** Where 1000 of the walkers ended, [1000 · 2] or fewer. */
  readonly draws: Vector;
}

/** What a course is trained on. */
export interface RingSetting<Parameters> {
  readonly p: Parameters;
  readonly target: Target;
  readonly network: Multilayer;
  readonly key: Key;
}

/** Draws that a course keeps. */
const DRAWS = 1000;

/** A course that grows; plain data. */
export type Lists = { readonly [Name in Exclude<keyof RingCourse, 'draws'>]: readonly number[] };

/** A course before its first point. */
export function emptyCourse(): Lists {
  return { places: [], energy: [], walkers: [], mass: [] };
}

/** A course with one point more. */
export function appended(
  { places, energy, walkers, mass }: Lists,
  point: { readonly places: number; readonly energy: number; readonly walkers?: number; readonly mass?: number },
): Lists {
  return {
    places: [...places, point.places],
    energy: [...energy, point.energy],
    walkers: point.walkers === undefined ? walkers : [...walkers, point.walkers],
    mass: point.mass === undefined ? mass : [...mass, point.mass],
  };
}

/** A course with the draws of its end. */
export function finished({ places, energy, walkers, mass }: Lists, { data }: Ensemble): RingCourse {
  return {
    ...{ places: vectorOf(places), energy: vectorOf(energy), walkers: vectorOf(walkers), mass: vectorOf(mass) },
    draws: data.slice(0, 2 * DRAWS),
  };
}

/** Integral of e^f over the target's points. */
export function totalOf({ cell }: Target, logs: Vector): number {
  return logs.reduce((sum, value) => sum + cell * exp(value), 0);
}
