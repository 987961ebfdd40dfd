import { type Ensemble, ensemble, type Vector } from '../../array/index.js';
import { host } from '../../host/index.js';
import { adam, dualTurn, type Multilayer, trainNetworks } from '../../neural/index.js';
import { foldIn, type Key } from '../../random/index.js';
import type { StageOptions } from '../../study/contract.js';
import { type CurvedPotential, dataSet, networkCurved, type ProximalMap, proximalMap } from '../../training/index.js';

/** Proximal steps of second order in which φ is a network. */
export interface NetworkStepsOptions {
  readonly stepCount: number;
  /** τ of step n = 0, 1, … */
  step(n: number): number;
  /** Adam's rate in step n. */
  rate(n: number): number;
  /** Steps of Adam in step n. */
  innerCount(n: number): number;
  /** Walkers, and paths of the data, per step of Adam. */
  readonly batchSize: number;
  /** Paths of the data, by parts of the key from 1 on (`foldIn`): the part 0 draws walkers. */
  data(key: Key, count: number): Ensemble;
  /** Walkers before the first step. */
  readonly walkers: Ensemble;
  /** Parameters of φ before the first step. */
  readonly parameters: Vector;
  readonly key: Key;
}

/** Where the steps have got to. */
export interface NetworkSteps {
  /** Proximal steps done. */
  readonly stepNumber: number;
  readonly walkers: Ensemble;
  /** The maps so far, in their order: by them the law of the walkers is known. */
  readonly maps: readonly ProximalMap[];
  /** φ of the last step. */
  readonly phi: CurvedPotential;
  /** Paths, of the data or of walkers, at which a network and derivatives of it were computed. */
  readonly places: number;
}

/** Plain data to go on from after a step. */
interface StepsCheckpoint<Kept> {
  readonly walkers: Vector;
  /** Parameters of φ in each step so far. */
  readonly potentials: readonly Vector[];
  readonly places: number;
  readonly kept: Kept;
}

/** Walkers move by approximate solutions: their error is far below the deviation of any mode here. */
const TOLERANCE = 1e-4;

/**
 * Takes the steps, and measures after each; a checkpoint is handed out after each, too: a run that goes on from one ends with the same
 * bits. What is drawn in a step depends on the key and its number alone.
 * @param measure turns what was kept so far, plain data, into what is kept from now on
 * @returns where the steps end, and what was kept
 */
export async function networkSteps<Kept>(
  network: Multilayer,
  options: NetworkStepsOptions,
  start: Kept,
  {
    measure,
    resume,
    onProgress,
    onCheckpoint,
  }: StageOptions & { measure(reached: NetworkSteps, kept: Kept): Promise<Kept> | Kept },
): Promise<{ readonly reached: NetworkSteps; readonly kept: Kept }> {
  const { stepCount, step, walkers: first } = options;
  // The study hands out what this function gave to `onCheckpoint`, in a run of the same code with the same parameters.
  const before = resume as StepsCheckpoint<Kept> | undefined;
  const potentials = [...(before?.potentials ?? [])];
  const mapOf = (parameters: Vector, n: number): ProximalMap =>
    proximalMap(networkCurved(network, parameters), step(n), { tolerance: TOLERANCE });
  const maps = potentials.map(mapOf);
  let kept = before ? before.kept : start;
  let reached: NetworkSteps = {
    stepNumber: maps.length,
    walkers: before ? ensemble(first.pathCount, first.shape, before.walkers) : first,
    maps,
    phi: networkCurved(network, potentials[potentials.length - 1] ?? options.parameters),
    places: before?.places ?? 0,
  };
  for (let n = maps.length; n < stepCount; n++) {
    const parameters = await fitted(network, options, { n, from: potentials[n - 1] ?? options.parameters, reached });
    potentials.push(parameters);
    maps.push(mapOf(parameters, n));
    reached = moved(reached, maps, reached.places + 2 * options.batchSize * options.innerCount(n));
    kept = await measure(reached, kept);
    onProgress?.(n + 1, stepCount);
    onCheckpoint?.({
      walkers: reached.walkers.data,
      potentials,
      places: reached.places,
      kept,
    } satisfies StepsCheckpoint<Kept>);
    await host.turn();
  }
  return { reached, kept };
}

/** Parameters of φ in step n. */
async function fitted(
  network: Multilayer,
  { step, rate, innerCount, batchSize, data, key }: NetworkStepsOptions,
  { n, from, reached }: { readonly n: number; readonly from: Vector; readonly reached: NetworkSteps },
): Promise<Vector> {
  const now = dataSet(reached.walkers);
  const turn = dualTurn(network, {
    ...{ step: step(n), terms: 3 as const, optimiser: adam({ rate: rate(n) }) },
    batch: (drawn) => ({ walkers: now.draw(batchSize, foldIn(drawn, 0)), data: data(drawn, batchSize) }),
  });
  const training = { stepCount: innerCount(n), key: foldIn(key, n) };
  return (await trainNetworks([turn], { potential: from }, training)).parameters.potential;
}

/** The walkers after the last map, which visits each of them several times. */
function moved({ walkers }: NetworkSteps, maps: readonly ProximalMap[], places: number): NetworkSteps {
  const { potential: phi, step } = maps[maps.length - 1];
  let visits = 0;
  const counted: CurvedPotential = {
    ...phi,
    gradient(paths) {
      visits += paths.pathCount;
      return phi.gradient(paths);
    },
  };
  const map = proximalMap(counted, step, { tolerance: TOLERANCE });
  return { stepNumber: maps.length, walkers: map.forward(walkers), maps, phi, places: places + visits };
}
