import { log, log1p, tanh } from '../special/index.js';
import type { IsingTorus } from './ising-torus.js';
import { kaufmanAverages } from './kaufman.js';
import { checkInverseTemperature, type GibbsAverages, type GibbsOptions } from './spin-law.js';
import { TRANSFER_LIMIT, transferAverages } from './torus-transfer.js';

/** Up to this side the transfer matrix takes milliseconds. */
const SHORT_SIDE = 8;
/** Below this |K| Kaufman's variance loses digits. */
const WEAK = 0.01;
/** Above this |K| the states of least energy have all the probability that numbers can tell from 0: others have less than e^{−8|K|} of it. */
const FROZEN = 90;

/**
 * ln Z, ⟨U⟩ and Var U of Ising's model on a torus, exact: by the transfer matrix where a side is at most 8, else by Kaufman's formula
 * where it applies, else by the transfer matrix of a side up to 12.
 * @throws RangeError when both sides exceed 12 and there is a field, or βJ < 0 and a side is odd: such lattices can only be sampled;
 *   when β is not finite
 * Cost: see `transferAverages` and `kaufmanAverages`.
 */
export function isingAverages(torus: IsingTorus, { inverseTemperature = 1 }: GibbsOptions = {}): GibbsAverages {
  checkInverseTemperature('isingAverages', inverseTemperature);
  const { rows, columns, coupling, field } = torus;
  const reduced = inverseTemperature * coupling;
  const side = Math.min(rows, columns);
  const hasFormula = field === 0 && (reduced >= 0 || (rows % 2 === 0 && columns % 2 === 0));
  const isWeak = Math.abs(reduced) < WEAK;
  if (side <= SHORT_SIDE || (side <= TRANSFER_LIMIT && (isWeak || !hasFormula))) {
    return transferAverages(torus, inverseTemperature);
  }
  if (!hasFormula) {
    throw new RangeError(
      `isingAverages: torus expects a side of at most ${TRANSFER_LIMIT}, or no field and even sides where βJ < 0, got ` +
        `${rows} x ${columns}, field ${field}, βJ = ${reduced}; sample it`,
    );
  }
  const siteCount = rows * columns;
  // All states have one probability: the squared energy is that of 2 · siteCount independent signs.
  if (reduced === 0) {
    return { logPartition: siteCount * log(2), meanEnergy: 0, energyVariance: 2 * siteCount * coupling * coupling };
  }
  // Every other spin turned over changes the sign of every bond, where both sides are even.
  const { logPartition, meanEnergy, energyVariance } = largeTorusAverages(rows, columns, Math.abs(reduced));
  return {
    logPartition,
    meanEnergy: Math.sign(inverseTemperature) * Math.abs(coupling) * meanEnergy,
    energyVariance: coupling * coupling * energyVariance,
  };
}

/** A torus of two long sides at K > 0, energies in units of J. */
function largeTorusAverages(rows: number, columns: number, coupling: number): GibbsAverages {
  const siteCount = rows * columns;
  if (coupling > FROZEN) {
    return { logPartition: log(2) + 2 * siteCount * coupling, meanEnergy: -2 * siteCount, energyVariance: 0 };
  }
  return coupling < WEAK ? weakAverages(siteCount, coupling) : kaufmanAverages(rows, columns, coupling);
}

/** Closed polygons of 4, 6 and 8 bonds per site, those of several parts counted so that ln Z is their sum. */
const POLYGONS = [1, 2, 4.5] as const;

/**
 * By closed polygons of bonds, weighted with tᵇ for b bonds, t = tanh K: ln Z = n (ln 2 + 2 ln cosh K + t⁴ + 2t⁶ + 4½t⁸ + …). Below
 * `WEAK` the next term, 12 t¹⁰, is below 1e-19, and polygons around a torus have at least as many bonds as its shorter side.
 */
function weakAverages(siteCount: number, coupling: number): GibbsAverages {
  const t = tanh(coupling);
  const square = t * t;
  // t as a function of K has the derivatives 1 − t² and −2t (1 − t²).
  const slope = 1 - square;
  let [value, first, second] = [-log1p(-square), 2 * t, 2 * slope];
  let power = 1;
  POLYGONS.forEach((count, i) => {
    const bonds = 4 + 2 * i;
    power *= square;
    const weight = count * power;
    value += weight * square;
    first += bonds * weight * t * slope;
    second += bonds * weight * slope * ((bonds - 1) * slope - 2 * square);
  });
  return {
    logPartition: siteCount * (log(2) + value),
    meanEnergy: -siteCount * first,
    energyVariance: siteCount * second,
  };
}

/** Temperature T/J of the square lattice without field below which it has order, 2/ln(1 + √2) (Onsager 1944). */
export const criticalTemperature = 2 / log(1 + Math.sqrt(2));
