import { type Vector, vector } from '../array/index.js';
import { exp, log, squared } from '../special/index.js';
import type { IsingTorus } from './ising-torus.js';
import type { GibbsAverages } from './spin-law.js';

/** Longest shorter side of a torus that the transfer matrix takes: 2¹² rows, some seconds for 12 × 12. */
export const TRANSFER_LIMIT = 12;

/** What each bond and site costs above the least that it can, |β| times energy; with sums Σ w, Σ w e, Σ w e² all terms are positive. */
export interface Costs {
  /** Of a bond of equal and of different spins, in the unit of U. */
  readonly equal: number;
  readonly different: number;
  /** Of a spin −1 and of a spin 1. */
  readonly down: number;
  readonly up: number;
  /** |β|. */
  readonly rate: number;
}

/** Σ w, Σ w e and Σ w e² over the rows laid so far, by the newest row, bit j of whose number is the spin of column j. */
type Sums = readonly [Vector, Vector, Vector];

/**
 * Averages of Ising's model on a torus by the transfer matrix of its shorter side, applied site by site, from one starting row of each
 * class of rows that are shifts (without a field, or opposites) of each other. Takes couplings of both signs and a field.
 * @throws RangeError when both sides exceed 12
 * Cost: about 20 ns · rows · columns · 4^side/side for the shorter side.
 */
export function transferAverages(torus: IsingTorus, inverseTemperature: number): GibbsAverages {
  const { width, height } = sidesOf(torus);
  const costs = costsOf(torus, inverseTemperature);
  const parts = rowClasses(width, torus.field === 0).flatMap(({ row, size }) => {
    const part = sumsFrom(row, { width, height }, costs);
    return part ? [{ ...part, size }] : [];
  });
  const largest = parts.reduce((high, { logScale }) => Math.max(high, logScale), -Infinity);
  const totals = [0, 0, 0];
  for (const { sums, logScale, size } of parts) {
    const factor = size * exp(logScale - largest);
    sums.forEach((sum, power) => {
      totals[power] += factor * sum;
    });
  }
  const excess = totals[1] / totals[0];
  const sign = inverseTemperature < 0 ? -1 : 1;
  const siteCount = width * height;
  const least = siteCount * (2 * Math.abs(torus.coupling) + Math.abs(torus.field));
  return {
    logPartition: log(totals[0]) + largest + Math.abs(inverseTemperature) * least,
    meanEnergy: sign * (excess - least),
    energyVariance: totals[2] / totals[0] - squared(excess),
  };
}

/** The shorter side first. */
function sidesOf({ rows, columns }: IsingTorus): { width: number; height: number } {
  const [width, height] = [Math.min(rows, columns), Math.max(rows, columns)];
  if (width <= TRANSFER_LIMIT) return { width, height };
  throw new RangeError(
    `transferAverages: torus expects a side of at most ${TRANSFER_LIMIT}, got ${rows} x ${columns}; use isingAverages without a field, or sample`,
  );
}

/** Costs of Ising's model at β. */
export function costsOf({ coupling, field }: IsingTorus, inverseTemperature: number): Costs {
  const sign = inverseTemperature < 0 ? -1 : 1;
  const [bond, site] = [2 * Math.abs(coupling), 2 * Math.abs(field)];
  const [likesEqual, likesUp] = [sign * coupling > 0, sign * field > 0];
  return {
    equal: likesEqual ? 0 : bond,
    different: likesEqual ? bond : 0,
    down: likesUp ? site : 0,
    up: likesUp ? 0 : site,
    rate: Math.abs(inverseTemperature),
  };
}

/** One row of each class, with the number of its members. */
export function rowClasses(width: number, oppositesToo: boolean): { row: number; size: number }[] {
  const all = 2 ** width - 1;
  const sizes = new Map<number, number>();
  for (let row = 0; row <= all; row++) {
    let first = row;
    let turned = row;
    for (let shift = 0; shift < width; shift++) {
      turned = ((turned << 1) & all) | (turned >>> (width - 1));
      first = Math.min(first, turned, oppositesToo ? all ^ turned : turned);
    }
    sizes.set(first, (sizes.get(first) ?? 0) + 1);
  }
  return Array.from(sizes, ([row, size]) => ({ row, size }));
}

/** The three sums over all states with a given first row, divided by e^logScale; undefined where they are too small for a number. */
function sumsFrom(
  row: number,
  { width, height }: { readonly width: number; readonly height: number },
  costs: Costs,
): { sums: readonly number[]; logScale: number } | undefined {
  const sums: Sums = [vector(2 ** width), vector(2 ** width), vector(2 ** width)];
  const own = rowCost(row, width, costs);
  let logScale = -costs.rate * own;
  sums[0][row] = 1;
  sums[1][row] = own;
  sums[2][row] = own * own;
  for (let laid = 1; laid < height; laid++) {
    for (let column = 0; column < width; column++) laySite(sums, column, width, costs);
    const scale = sums[0].reduce((high, value) => Math.max(high, value), 0);
    if (scale === 0) return undefined;
    for (const sum of sums) for (let state = 0; state < sum.length; state++) sum[state] /= scale;
    logScale += log(scale);
  }
  return { sums: closed(sums, row, width, costs), logScale };
}

/** Cost of the bonds within a row and of its spins. */
export function rowCost(row: number, width: number, { equal, different, down, up }: Costs): number {
  let cost = 0;
  for (let column = 0; column < width; column++) {
    const spin = (row >>> column) & 1;
    cost += spin ? up : down;
    cost += spin === ((row >>> ((column + 1) % width)) & 1) ? equal : different;
  }
  return cost;
}

/** Puts the next site under the newest one of its column, which it replaces. */
function laySite([zeroth, first, second]: Sums, column: number, width: number, costs: Costs): void {
  const { equal, different, rate } = costs;
  const bit = 1 << column;
  const [equalWeight, differentWeight] = [exp(-rate * equal), exp(-rate * different)];
  const place = sidewaysCosts(column, width, costs);
  const placeWeights = place.map((cost) => exp(-rate * cost));
  // A first column has no site to its left yet, and a column that is not the last none to its right.
  const [left, right] = [column > 0 ? column - 1 : column, column === width - 1 ? 0 : column];
  for (let low = 0; low < zeroth.length; low++) {
    if (low & bit) continue;
    const high = low | bit;
    const [z0, z1] = [zeroth[low], zeroth[high]];
    const [a0, a1] = [first[low], first[high]];
    const [b0, b1] = [second[low], second[high]];
    for (let spin = 0; spin < 2; spin++) {
      const state = spin === 1 ? high : low;
      const [weight0, weight1] = spin === 1 ? [differentWeight, equalWeight] : [equalWeight, differentWeight];
      const [cost0, cost1] = spin === 1 ? [different, equal] : [equal, different];
      const z = weight0 * z0 + weight1 * z1;
      const a = weight0 * (a0 + cost0 * z0) + weight1 * (a1 + cost1 * z1);
      const b = weight0 * (b0 + cost0 * (2 * a0 + cost0 * z0)) + weight1 * (b1 + cost1 * (2 * a1 + cost1 * z1));
      const unequal = (((state >>> left) & 1) ^ spin) + (((state >>> right) & 1) ^ spin);
      const cost = place[3 * spin + unequal];
      const weight = placeWeights[3 * spin + unequal];
      zeroth[state] = weight * z;
      first[state] = weight * (a + cost * z);
      second[state] = weight * (b + cost * (2 * a + cost * z));
    }
  }
}

/** Costs of a site and of its bonds to the left and around the row, by 3 · spin + number of unequal neighbours. */
export function sidewaysCosts(column: number, width: number, { equal, different, down, up }: Costs): Vector {
  const bondCount = (column > 0 ? 1 : 0) + (column === width - 1 ? 1 : 0);
  return vector(6).map((_, place) => {
    const unequal = place % 3;
    return (place < 3 ? down : up) + unequal * different + Math.max(0, bondCount - unequal) * equal;
  });
}

/** Binds the last row to the first and adds over all last rows. */
function closed([zeroth, first, second]: Sums, row: number, width: number, costs: Costs): number[] {
  const totals = [0, 0, 0];
  for (let state = 0; state < zeroth.length; state++) {
    let unequal = 0;
    for (let changed = state ^ row; changed !== 0; changed &= changed - 1) unequal++;
    const cost = unequal * costs.different + (width - unequal) * costs.equal;
    const weight = exp(-costs.rate * cost);
    const [z, a, b] = [zeroth[state], first[state], second[state]];
    totals[0] += weight * z;
    totals[1] += weight * (a + cost * z);
    totals[2] += weight * (b + cost * (2 * a + cost * z));
  }
  return totals;
}
