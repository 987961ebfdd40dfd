import { type Ensemble, ensemble, matrix, vector } from '../../array/index.js';
import { type AnnealingStages, machineStages, runAnnealing, spinStages } from '../../chain/index.js';
import {
  criticalTemperature,
  fairSpins,
  isingAverages,
  isingTorus,
  machineLogPartition,
  type RestrictedMachine,
  restrictedMachine,
} from '../../lattice/index.js';
import { draws, foldIn, type Key, key as keyOf, split } from '../../random/index.js';
import { log } from '../../special/index.js';
import type { Estimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of partition functions by annealing. */
export interface AnnealedPartitionsParameters {
  /** Side of the Ising torus, at its critical temperature. */
  readonly side: number;
  readonly visibleCount: number;
  readonly hiddenCount: number;
  /** Numbers of stages of the torus, and of the machine. */
  readonly isingStages: readonly number[];
  readonly machineStages: readonly number[];
  readonly walkerCount: number;
}

/** ln Z by annealing in so many stages. */
export interface AnnealedPartition {
  readonly stageCount: number;
  readonly logPartition: Estimate;
  readonly effectiveShare: number;
}

/** ln Z of a lattice and of a machine, and what annealing gives. */
export interface AnnealedPartitionsData {
  readonly ising: { readonly exact: number; readonly rows: readonly AnnealedPartition[] };
  readonly machine: { readonly exact: number; readonly rows: readonly AnnealedPartition[] };
}

type Stage = `Ising, ${number} stages` | `machine, ${number} stages`;

/** Annealed importance sampling of Ising's model at its critical temperature and of a restricted Boltzmann machine. */
export function annealedPartitions(
  changes: Partial<AnnealedPartitionsParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<AnnealedPartitionsParameters, AnnealedPartitionsData, Stage> {
  const parameters: AnnealedPartitionsParameters = {
    side: 8,
    visibleCount: 12,
    hiddenCount: 6,
    isingStages: [10, 40, 160, 640],
    machineStages: [10, 40, 160],
    walkerCount: 1000,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: AnnealedPartitionsParameters,
  seed: number,
): Experiment<AnnealedPartitionsParameters, AnnealedPartitionsData, Stage> {
  // A stage of the machine takes about four times that of the torus.
  const stages = Object.fromEntries([
    ...parameters.isingStages.map((stageCount) => [`Ising, ${stageCount} stages`, stageCount]),
    ...parameters.machineStages.map((stageCount) => [`machine, ${stageCount} stages`, 4 * stageCount]),
  ]) as Record<Stage, number>;
  return {
    id: 'annealed-partitions',
    module: 'chapter/barriers/annealed-partitions',
    parameters,
    seed,
    stages,
    run: runPartitions,
  };
}

async function runPartitions(
  p: AnnealedPartitionsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<AnnealedPartitionsData> {
  const { side, visibleCount, hiddenCount, walkerCount } = p;
  const torus = isingTorus({ rows: side, columns: side });
  const critical = 1 / criticalTemperature;
  const machine = drawnMachine(visibleCount, hiddenCount);
  const systems = [
    {
      name: 'Ising',
      stageCounts: p.isingStages,
      free: side * side * log(2),
      start: (drawn: Key) => fairSpins(torus, drawn, walkerCount),
      stages: (shares: readonly number[]) =>
        spinStages(
          torus,
          shares.map((share) => share * critical),
        ),
    },
    {
      name: 'machine',
      stageCounts: p.machineStages,
      free: (visibleCount + hiddenCount) * log(2),
      start: (drawn: Key) => fairUnits(drawn, walkerCount, visibleCount),
      stages: (shares: readonly number[]) => machineStages(machine, shares),
    },
  ] as const;
  const rows: AnnealedPartition[][] = [];
  for (const [s, { name, stageCounts, free, start, stages }] of systems.entries()) {
    const system: AnnealedPartition[] = [];
    for (const stageCount of stageCounts) {
      const [startKey, walkKey] = split(foldIn(foldIn(key, s), stageCount), 2);
      const shares = Array.from({ length: stageCount + 1 }, (_, k) => k / stageCount);
      const made: AnnealingStages = stages(shares);
      const row = await context.stage(`${name}, ${stageCount} stages`, async (options) => {
        const { logRatio, effectiveShare } = await runAnnealing(
          made,
          start(startKey),
          {},
          { ...options, key: walkKey },
        );
        return { ...logRatio, effectiveShare };
      });
      const { value, standardError, effectiveShare } = row;
      system.push({ stageCount, logPartition: { value: free + value, standardError }, effectiveShare });
    }
    rows.push(system);
  }
  return {
    ising: { exact: isingAverages(torus, { inverseTemperature: critical }).logPartition, rows: rows[0] },
    machine: { exact: machineLogPartition(machine), rows: rows[1] },
  };
}

/** A machine whose biases and weights are drawn from N(0, 1): always the same one. */
function drawnMachine(visibleCount: number, hiddenCount: number): RestrictedMachine {
  const { normal } = draws(keyOf(1986));
  return restrictedMachine({
    visibleBias: vector(visibleCount).map(normal),
    hiddenBias: vector(hiddenCount).map(normal),
    weights: matrix(visibleCount, hiddenCount, vector(visibleCount * hiddenCount).map(normal)),
  });
}

/** Independent fair units: the machine's law at energy 0. */
function fairUnits(key: Key, walkerCount: number, visibleCount: number): Ensemble {
  const { uniform } = draws(key);
  return ensemble(
    walkerCount,
    visibleCount,
    vector(walkerCount * visibleCount).map(() => (uniform() < 0.5 ? 0 : 1)),
  );
}

/** `annealedPartitions` of a stored result. */
export const annealedPartitionsAgain = rebuilder(
  record({
    side: count,
    visibleCount: count,
    hiddenCount: count,
    isingStages: listOf(count),
    machineStages: listOf(count),
    walkerCount: count,
  }),
  experimentOf,
);
