import { checkCount, firstNonFinite, type Matrix, type Vector, vector, vectorOf } from '../array/index.js';

/** Fields and length of a retrieval. */
export interface RetrievalOptions {
  /** h, [N]; zeros when left out. */
  readonly fields?: ArrayLike<number>;
  /** Most steps, whole number from 1; 1000 when left out. */
  readonly stepLimit?: number;
}

/** Where a retrieval ended. */
export interface Retrieval {
  /** The last state; one of the two of a cycle. */
  readonly state: Vector;
  /** 1 at a fixed point, 2 in a cycle of two states, 0 where the limit of steps came first. */
  readonly period: 0 | 1 | 2;
  /** U = −½ sᵀJs − h·s of the start and after each step. */
  readonly energies: Vector;
}

/**
 * Retrieval with all spins at once, s ← sgn(Js + h), until a state comes back; a spin whose field is 0, to rounding, stays.
 *
 * For symmetric J it ends at a fixed point or in a cycle of two states (Goles and Olivos 1981). With J positive semidefinite, as Hebb's
 * with its diagonal kept, U falls at each step and there are no cycles; with zero diagonal U can rise.
 * @param couplings J, [N, N], symmetric
 * @param start spins ±1, [N]; not changed
 * @throws RangeError when sizes disagree or a number is out of range
 * Cost: N² additions per step.
 */
export function retrieveInParallel(
  couplings: Matrix,
  start: ArrayLike<number>,
  options: RetrievalOptions = {},
): Retrieval {
  const { fields, stepLimit } = checkedOptions('retrieveInParallel', couplings, start, options);
  const largest = largestPulls(couplings, fields);
  let before: Vector | undefined;
  let state = vectorOf(start);
  const energies: number[] = [];
  for (let step = 0; ; step++) {
    const pulls = pullsOf(couplings, fields, state);
    energies.push(energyOf(state, pulls, fields));
    const next = state.map((spin, i) => aligned(spin, pulls[i], largest[i]));
    const period = same(next, state) ? 1 : before && same(next, before) ? 2 : 0;
    if (period > 0 || step === stepLimit) return { state, period, energies: vectorOf(energies) };
    before = state;
    state = next;
  }
}

/**
 * Retrieval with one spin after the other in their order, until a round changes none; a spin whose field is 0, to rounding, stays. A step is a round.
 * The diagonal of J takes no part: U falls with every spin that turns over, so that there are no cycles.
 * Arguments, errors and cost as for `retrieveInParallel`.
 */
export function retrieveInTurn(couplings: Matrix, start: ArrayLike<number>, options: RetrievalOptions = {}): Retrieval {
  const { fields, stepLimit } = checkedOptions('retrieveInTurn', couplings, start, options);
  const largest = largestPulls(couplings, fields);
  const state = vectorOf(start);
  const energies = [energyOf(state, pullsOf(couplings, fields, state), fields)];
  for (let step = 0; step < stepLimit; step++) {
    let changed = false;
    for (let i = 0; i < state.length; i++) {
      const row = couplings.row(i);
      let pull = fields[i];
      for (let j = 0; j < state.length; j++) if (j !== i) pull += row[j] * state[j];
      const spin = aligned(state[i], pull, largest[i]);
      changed ||= spin !== state[i];
      state[i] = spin;
    }
    if (!changed) return { state, period: 1, energies: vectorOf(energies) };
    energies.push(energyOf(state, pullsOf(couplings, fields, state), fields));
  }
  return { state, period: 0, energies: vectorOf(energies) };
}

/** A field below this share of the sum of its terms' sizes counts as 0: it is what rounding leaves of terms that cancel. */
const ROUNDING = 1e-12;

/** sgn of the field, or the spin itself where the field is 0. */
function aligned(spin: number, pull: number, largest: number): number {
  if (Math.abs(pull) <= ROUNDING * largest) return spin;
  return pull > 0 ? 1 : -1;
}

/** Sum of the sizes of the terms of each spin's field: the largest that the field can be. */
function largestPulls({ data }: Matrix, fields: Vector): Vector {
  const sums = fields.map(Math.abs);
  const count = fields.length;
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) sums[i] += Math.abs(data[i * count + j]);
  return sums;
}

/** Js + h. */
function pullsOf({ data }: Matrix, fields: Vector, state: Vector): Vector {
  const pulls = fields.slice();
  const count = state.length;
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) pulls[i] += data[i * count + j] * state[j];
  return pulls;
}

/** −½ sᵀJs − h·s of a state whose Js + h is known. */
function energyOf(state: Vector, pulls: Vector, fields: Vector): number {
  return state.reduce((sum, spin, i) => sum - 0.5 * spin * (pulls[i] + fields[i]), 0);
}

function same(a: Vector, b: Vector): boolean {
  return a.every((value, i) => value === b[i]);
}

function checkedOptions(
  where: string,
  { rowCount, columnCount }: Matrix,
  start: ArrayLike<number>,
  { fields, stepLimit = 1000 }: RetrievalOptions,
): { fields: Vector; stepLimit: number } {
  if (rowCount !== columnCount || start.length !== rowCount) {
    throw new RangeError(
      `${where}: couplings expects ${start.length} rows and columns, one per spin of the start, got ${rowCount} x ${columnCount}; give the couplings of the same sites`,
    );
  }
  const at = Array.from(start).findIndex((spin) => spin !== 1 && spin !== -1);
  if (at >= 0)
    throw new RangeError(
      `${where}: start expects spins 1 or -1, got ${start[at]} at site ${at}; take the signs of the numbers`,
    );
  const h = fields ? vectorOf(fields) : vector(rowCount);
  if (h.length !== rowCount || firstNonFinite(h) >= 0) {
    throw new RangeError(
      `${where}: fields expects ${rowCount} finite numbers, got [${h.join(', ')}]; give one per spin, or leave them out for none`,
    );
  }
  checkCount(`${where}: stepLimit`, stepLimit, 1);
  return { fields: h, stepLimit };
}
