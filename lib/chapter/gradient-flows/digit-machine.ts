import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { machineStages, runAnnealing } from '../../chain/index.js';
import { freeEnergies, machineLogPartition } from '../../lattice/index.js';
import { draws, foldIn, type Key } from '../../random/index.js';
import { log } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { StageOptions } from '../../study/contract.js';
import { machineOfParameters, machineWalkers, persistent, train } from '../../training/index.js';

/** A restricted Boltzmann machine on dark pixels. */
export interface DigitMachine {
  /** ln P of held-out images of pixels dark or not, nats per image, Z by enumeration of the hidden units. */
  readonly likelihood: Estimate;
  /** The same where pixels are independent. */
  readonly independent: Estimate;
  /** ln Z by enumeration, and by annealing. */
  readonly logPartition: { readonly exact: number; readonly annealed: Estimate };
}

/** How a machine is trained. */
export interface DigitMachineOptions {
  readonly hiddenCount: number;
  readonly updateCount: number;
  readonly key: Key;
}

const RATE = 0.1;
const [STAGES, WALKERS] = [400, 200];

/**
 * Trains a machine on units 0 or 1 by persistent walkers, and measures it exactly.
 * @param training [n, 64], and the same for images that it has not seen
 */
export async function digitMachine(
  { training, heldOut }: { readonly training: Ensemble; readonly heldOut: Ensemble },
  { hiddenCount, updateCount, key }: DigitMachineOptions,
  { resume, onProgress, onCheckpoint }: StageOptions = {},
): Promise<DigitMachine> {
  const visibleCount = training.signalLength;
  const shares = sharesOf(training);
  const problem = machineWalkers(training, { hiddenCount, walkerCount: 200 });
  const start = vector(visibleCount + hiddenCount + visibleCount * hiddenCount);
  const { normal } = draws(foldIn(key, 0));
  start.forEach((_, k) => {
    if (k < visibleCount) start[k] = log(shares[k] / (1 - shares[k]));
    else if (k >= visibleCount + hiddenCount) start[k] = 0.05 * normal();
  });
  const course = { parameters: start, rate: RATE, stepCount: updateCount };
  const { parameters } = await train(problem, persistent(), course, {
    ...{ key: foldIn(key, 1), resume, onProgress, onCheckpoint },
  });
  const machine = machineOfParameters(parameters.row(updateCount).slice(), { visibleCount, hiddenCount });
  const exact = machineLogPartition(machine);
  const rungs = vector(STAGES + 1).map((_, k) => k / STAGES);
  const fair = ensemble(WALKERS, visibleCount);
  const { uniform } = draws(foldIn(key, 2));
  for (let i = 0; i < fair.data.length; i++) fair.data[i] = uniform() < 0.5 ? 0 : 1;
  const { logRatio } = await runAnnealing(machineStages(machine, rungs), fair, {}, { key: foldIn(key, 3) });
  const free = (visibleCount + hiddenCount) * log(2);
  return {
    likelihood: meanEstimate(freeEnergies(machine, heldOut).map((energy) => -energy - exact)),
    independent: meanEstimate(
      vector(heldOut.pathCount).map((_, n) =>
        heldOut.path(n).reduce((sum, unit, i) => sum + log(unit === 1 ? shares[i] : 1 - shares[i]), 0),
      ),
    ),
    logPartition: { exact, annealed: { value: free + logRatio.value, standardError: logRatio.standardError } },
  };
}

/** Share of images in which each unit is 1, with one image more of each kind, so that none is 0 or 1. */
function sharesOf(training: Ensemble): Vector {
  const shares = vector(training.signalLength).fill(1);
  training.data.forEach((unit, at) => {
    shares[at % shares.length] += unit;
  });
  return shares.map((count) => count / (training.pathCount + 2));
}
