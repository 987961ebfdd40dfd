import { isingAverages, isingRing, isingTorus, spinLaw } from '../../../lattice/index.js';
import type { ClosedForm } from './closed-form.js';

interface TorusParameters {
  readonly rows: number;
  readonly columns: number;
  readonly coupling: number;
}

/** Ising's model on a torus; the magnetisation where the file has it, by enumeration. */
export const isingLogPartition: ClosedForm<TorusParameters, Readonly<Record<string, unknown>>> = (
  { rows, columns, coupling },
  expected,
) => {
  const torus = isingTorus({ rows, columns });
  const { logPartition, meanEnergy, energyVariance } = isingAverages(torus, { inverseTemperature: coupling });
  return {
    logPartition,
    meanEnergy,
    energyVariance,
    ...('meanAbsoluteMagnetisation' in expected && {
      meanAbsoluteMagnetisation: spinLaw(torus, { inverseTemperature: coupling }).meanAbsoluteMagnetisation,
    }),
  };
};

/** Ising's ring. */
export const isingChain: ClosedForm<{ readonly sites: number; readonly coupling: number }> = ({ sites, coupling }) => ({
  logPartition: isingRing(sites, coupling).logPartition,
});
