import { log } from '../special/index.js';
import type { IsingTorus } from './ising-torus.js';
import { kaufmanAverages } from './kaufman.js';
import { checkInverseTemperature, type GibbsAverages, type GibbsOptions } from './spin-law.js';
import { TRANSFER_LIMIT, transferAverages } from './torus-transfer.js';

/** Up to this side the transfer matrix takes milliseconds. */
const SHORT_SIDE = 8;
/** Below this |K| Kaufman's variance loses digits. */
const WEAK = 0.01;

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
  const { logPartition, meanEnergy, energyVariance } = kaufmanAverages(rows, columns, Math.abs(reduced));
  return {
    logPartition,
    meanEnergy: Math.sign(inverseTemperature) * Math.abs(coupling) * meanEnergy,
    energyVariance: coupling * coupling * energyVariance,
  };
}

/** Temperature T/J of the square lattice without field below which it has order, 2/ln(1 + √2) (Onsager 1944). */
export const criticalTemperature = 2 / log(1 + Math.sqrt(2));
