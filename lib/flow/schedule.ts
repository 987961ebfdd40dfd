import { type Displayable, displaySymbol, firstNonFinite, type Matrix, matrix, tableBundle } from '../array/index.js';
import { type Energy, energyIdentity } from '../energy/index.js';
import { type Constraint, positive } from './constraint.js';
import type { Descent } from './descent.js';
import { force } from './step.js';

/**
 * The frozen weights of a descent: step t moves any path by x′ = x − Jᵀ(x)w, w = row t − 1 of the weights.
 *
 * The weights are numbers that no path changes, so paths are independent of each other, and a step's Jacobian is the
 * block I − Σₖ wₖ∇²Φₖ(x) of each path: without collapse, and without a K × K factor.
 */
export interface Schedule extends Displayable {
  readonly name: string;
  readonly energy: Energy;
  /** T. */
  readonly stepCount: number;
  /** [T, K]. */
  readonly weights: Matrix;
  /** A set that paths may not leave; such a step has no inverse where it keeps a value. */
  readonly constraint: Constraint | undefined;
  /** The schedule as plain data, to be stored and read again (`scheduleFrom`). */
  readonly record: ScheduleRecord;
}

/** A schedule as plain data. */
export interface ScheduleRecord {
  readonly name: string;
  /** Which energy the weights belong to: `energyIdentity`. */
  readonly energy: unknown;
  readonly weights: readonly (readonly number[])[];
  /** Name of the constraint. */
  readonly constraint?: string;
}

/** Name and constraint of a schedule. */
export interface ScheduleOptions {
  /** 'frozen weights' when left out. */
  readonly name?: string;
  readonly constraint?: Constraint;
}

/**
 * A schedule of given weights.
 * @param weights of the step x′ = x − Jᵀw, a row per step: a matrix or lists, [T, K]; copied
 * @throws RangeError when there is no row, a row has not K numbers, or one of them is not finite
 */
export function schedule(
  energy: Energy,
  weights: Matrix | readonly ArrayLike<number>[],
  { name = 'frozen weights', constraint }: ScheduleOptions = {},
): Schedule {
  const rows = 'row' in weights ? Array.from({ length: weights.rowCount }, (_, t) => weights.row(t)) : weights;
  const { componentCount, labels } = energy;
  if (rows.length === 0)
    throw new RangeError('schedule: weights expect a row per step, got none; take at least one step');
  const own = matrix(rows.length, componentCount);
  for (const [t, row] of rows.entries()) {
    if (row.length !== componentCount) {
      throw new RangeError(
        `schedule: weights expect ${componentCount} numbers per step, one a component of ${energy.name}, ` +
          `got ${row.length} in step ${t + 1}; the schedule belongs to another energy`,
      );
    }
    const bad = firstNonFinite(row);
    if (bad >= 0) {
      throw new RangeError(
        `schedule: weights expect finite numbers, got ${row[bad]} for ${labels[bad]} in step ${t + 1}; end the schedule before`,
      );
    }
    own.row(t).set(row);
  }
  return {
    name,
    energy,
    stepCount: own.rowCount,
    weights: own,
    constraint,
    get record() {
      return {
        name,
        energy: energyIdentity(energy),
        weights: Array.from({ length: own.rowCount }, (_, t) => [...own.row(t)]),
        ...(constraint && { constraint: constraint.name }),
      };
    },
    [displaySymbol]: () =>
      tableBundle(name, [
        ['energy', energy.name],
        ['signal length', energy.signalLength],
        ['steps', own.rowCount],
        ['weights per step', componentCount],
        ...(constraint ? [['constraint', constraint.name] as const] : []),
      ]),
  };
}

/** What is needed of a recorded descent. */
export type Pilot = Pick<Descent, 'flow' | 'meanEnergies' | 'ensembleCount' | 'stepCount' | 'weights'>;

/**
 * The weights that a recorded descent moved its paths by: w = c(Φ̄ − α), c = γ/scale, after 0, 1, … T − 1 steps, or
 * those of Gauss–Newton steps.
 *
 * The pilot's own starting paths, moved by the schedule, go where the pilot went; the noise of the pilot's N₀ paths in
 * the K mean energies costs fresh paths a divergence of about K/(2N₀) nats each.
 * @param pilot a descent of one coupled ensemble
 * @param stepCount how many of its steps; all when left out
 * @throws RangeError when the pilot has several ensembles, or paths, each with weights of its own, or has fewer steps
 */
export function frozenSchedule(
  { flow, meanEnergies, ensembleCount, stepCount: steps, weights: recorded }: Pilot,
  stepCount = steps,
): Schedule {
  if (ensembleCount !== 1) {
    throw new RangeError(
      `frozenSchedule: pilot expects one ensemble, got ${ensembleCount}, each with weights of its own; descend by meanFieldDescent without ensembleSize`,
    );
  }
  if (flow.own) {
    throw new RangeError(
      `frozenSchedule: pilot expects paths that share their weights, got a ${flow.name}; descend by meanFieldDescent`,
    );
  }
  if (!Number.isInteger(stepCount) || stepCount < 1 || stepCount > steps) {
    throw new RangeError(
      `frozenSchedule: stepCount expects a whole number from 1 to the pilot's ${steps}, got ${stepCount}`,
    );
  }
  const weights = matrix(stepCount, flow.energy.componentCount);
  if (flow.gaussNewton) {
    if (recorded === undefined) {
      throw new RangeError('frozenSchedule: pilot expects coupled paths, got a single path; draw more');
    }
    weights.data.set(recorded[0].data.subarray(0, weights.data.length));
  } else for (let t = 0; t < stepCount; t++) force(flow, meanEnergies.row(t), weights.row(t));
  return schedule(flow.energy, weights, { name: `frozen ${flow.name}`, constraint: flow.constraint });
}

/**
 * A schedule from its record, for an energy.
 * @throws RangeError when the record belongs to another energy, or to one of another signal length
 */
export function scheduleFrom(
  { name, energy: identity, weights, constraint }: ScheduleRecord,
  energy: Energy,
): Schedule {
  const [wanted, got] = [identity, energyIdentity(energy)].map((plain) =>
    JSON.stringify(plain, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
    ),
  );
  if (wanted !== got) {
    const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
    throw new RangeError(
      `scheduleFrom: energy expects the one that the schedule was recorded with, ${short(wanted)}, got ${short(got)}`,
    );
  }
  if (constraint !== undefined && constraint !== positive.name) {
    throw new RangeError(
      `scheduleFrom: constraint expects ${positive.name} or none, got ${constraint}; write schedule(…)`,
    );
  }
  return schedule(energy, weights, { name, ...(constraint !== undefined && { constraint: positive }) });
}
