import { runAlgorithm } from '../../algorithm/index.js';
import { ensemble, type Vector, vector, vectorOf } from '../../array/index.js';
import {
  doubleWell,
  idealRoundTripRate,
  markovChain,
  randomWalk,
  roundTrips,
  swapAcceptances,
  tempering,
} from '../../chain/index.js';
import { gridLaw, leftMass, lineGrid } from '../../grid/index.js';
import { type Key, split } from '../../random/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of a comparison of chains at one temperature with chains that are tempered. */
export interface TemperedWellsParameters {
  readonly barrier: number;
  readonly tilt: number;
  /** β₀ = 1 > β₁ > … > 0. */
  readonly inverseTemperatures: readonly number[];
  /** Deviation of the random walk's proposals at β = 1; at β it is divided by √β. */
  readonly deviation: number;
  readonly chainCount: number;
  readonly stepCount: number;
  /** Steps between two rows of the curves; divides the number of steps. */
  readonly interval: number;
}

/** Weight of the left well that chains show. */
export interface LeftWeights {
  /** By step, with standard errors. */
  readonly values: Vector;
  readonly standardErrors: Vector;
  /** Mean over the later half of the steps, its error by the spread of the chains. */
  readonly later: Estimate;
}

/** Weight of the left well by step, of chains that all start in the right one. */
export interface TemperedWellsData {
  readonly exactLeft: number;
  /** Steps of the curves. */
  readonly steps: Vector;
  /** As many chains as the tempered ones have copies, so that both take the same number of moves. */
  readonly alone: LeftWeights;
  readonly tempered: LeftWeights;
  /** Of each pair of neighbours. */
  readonly acceptances: readonly Estimate[];
  /** Round trips per chain and step, of all its replicas. */
  readonly roundTripRate: Estimate;
  /** What it were if copies forgot their energies between two swaps. */
  readonly idealRate: number;
}

type Stage = 'one temperature' | 'tempering';

/** A tilted double well, sampled at one temperature and by parallel tempering. */
export function temperedWells(
  changes: Partial<TemperedWellsParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<TemperedWellsParameters, TemperedWellsData, Stage> {
  const parameters: TemperedWellsParameters = {
    barrier: 10,
    tilt: 0.4,
    inverseTemperatures: [1, 0.45, 0.2, 0.09],
    deviation: 0.3,
    chainCount: 128,
    stepCount: 800,
    interval: 20,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: TemperedWellsParameters,
  seed: number,
): Experiment<TemperedWellsParameters, TemperedWellsData, Stage> {
  return {
    id: 'tempered-wells',
    module: 'chapter/barriers/tempered-wells',
    parameters,
    seed,
    stages: { 'one temperature': 1, tempering: 1.2 },
    run: runWells,
  };
}

async function runWells(
  { barrier, tilt, inverseTemperatures, deviation, chainCount, stepCount, interval }: TemperedWellsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<TemperedWellsData> {
  const [aloneKey, temperedKey] = split(key, 2);
  const well = doubleWell({ barrier, tilt });
  const levelCount = inverseTemperatures.length;
  const pathCount = chainCount * levelCount;
  const start = ensemble(pathCount, 1, vector(pathCount).fill(1));
  const snapshotSteps = Array.from({ length: stepCount / interval + 1 }, (_, i) => i * interval);
  const walk = (beta: number) => randomWalk({ deviation: deviation / Math.sqrt(beta) });
  const alone = await context.stage('one temperature', async (options) => {
    const chain = markovChain(well, walk(1));
    const { snapshots } = await runAlgorithm(chain, start, stepCount, { ...options, key: aloneKey, snapshotSteps });
    return leftShares(snapshots.paths, { pathCount, every: 1 });
  });
  const { curve, replica, logSwap } = await context.stage('tempering', async (options) => {
    const algorithm = tempering(well, { inverseTemperatures, kernels: inverseTemperatures.map(walk) });
    const runner = { ...options, key: temperedKey, snapshotSteps };
    const { snapshots, records } = await runAlgorithm(algorithm, start, stepCount, runner);
    return {
      curve: leftShares(snapshots.paths, { pathCount, every: levelCount }),
      replica: records.replica.slice(),
      logSwap: records.logSwap.slice(),
    };
  });
  const acceptances = swapAcceptances(logSwap, { pathCount, levelCount });
  const trips = roundTrips({ replica, pathCount, levelCount });
  const grid = lineGrid({ from: -2.5, to: 2.5, count: 2001 });
  const { masses } = gridLaw(grid, well.values(ensemble(2001, 1, grid.points)));
  return {
    exactLeft: leftMass(grid, masses, 0),
    steps: vectorOf(snapshotSteps),
    alone,
    tempered: curve,
    acceptances,
    roundTripRate: meanEstimate(trips.map((value) => value / stepCount)),
    idealRate: idealRoundTripRate(acceptances.map(({ value }) => value)),
  };
}

/** How often paths 0, every, 2 every … lie left of 0, for each snapshot. */
function leftShares(
  paths: Vector,
  { pathCount, every }: { readonly pathCount: number; readonly every: number },
): LeftWeights {
  const rowCount = paths.length / pathCount;
  const isLeft = (row: number, chain: number): number => (paths[row * pathCount + chain * every] < 0 ? 1 : 0);
  const chains = vector(pathCount / every).map((_, chain) => chain);
  const rows = Array.from({ length: rowCount }, (_, row) => meanEstimate(chains.map((chain) => isLeft(row, chain))));
  const half = Math.ceil(rowCount / 2);
  const means = chains.map((chain) => {
    let sum = 0;
    for (let row = half; row < rowCount; row++) sum += isLeft(row, chain);
    return sum / (rowCount - half);
  });
  return {
    values: vectorOf(rows.map(({ value }) => value)),
    standardErrors: vectorOf(rows.map(({ standardError }) => standardError)),
    later: meanEstimate(means),
  };
}

/** `temperedWells` of a stored result. */
export const temperedWellsAgain = rebuilder(
  record({
    barrier: number,
    tilt: number,
    inverseTemperatures: listOf(number),
    deviation: number,
    chainCount: count,
    stepCount: count,
    interval: count,
  }),
  experimentOf,
);
