import { type Ensemble, type Vector, vector } from '../../array/index.js';
import { host } from '../../host/index.js';
import {
  adam,
  drawnParameters,
  dualTurn,
  fallingRate,
  type Multilayer,
  multilayer,
  trainNetworks,
} from '../../neural/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { exp, log } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  type CurvedPotential,
  dataSet,
  langevinWalkers,
  networkCurved,
  networkFamily,
  type ProximalMap,
  persistent,
  proximalLogDensity,
  proximalMap,
  type TrainingState,
} from '../../training/index.js';
import { divergenceByQuadrature, type Target, targetNamed } from '../one-table/index.js';

/** Parameters of learning the ring. */
export interface RingLearningParameters {
  /** Units of each of two hidden layers. */
  readonly width: number;
  /** Walkers of proximal steps. */
  readonly walkerCount: number;
  /** Paths of the data, and walkers, per step of Adam; persistent walkers are as many. */
  readonly batchSize: number;
  /** τ at the start; it falls to a fifth, since the curvature of φ rises with that of the modes. */
  readonly step: number;
  /** Proximal steps. */
  readonly stepCount: number;
  /** Steps of Adam in each; six times as many in the first. */
  readonly innerCount: number;
  /** Adam's rate at the start; it falls to a tenth. */
  readonly rate: number;
  /** h, of Langevin steps. */
  readonly langevinStep: number;
  /** Trainings, each under a key of its own. */
  readonly trainingCount: number;
}

/** A law along a training. */
export interface RingCourse {
  /** Paths at which a network and derivatives of it were computed until then. */
  readonly places: Vector;
  /** D(ring‖energy), nats, by quadrature. */
  readonly energy: Vector;
  /** D(ring‖walkers’ law), nats, by quadrature; empty for persistent walkers, whose law is unknown. */
  readonly walkers: Vector;
  /** Integral of the density of the walkers, which is 1 as long as the maps can be inverted. */
  readonly mass: Vector;
  /** Where 1000 of the walkers ended, [1000 · 2] or fewer. */
  readonly draws: Vector;
}

/** All trainings. */
export interface RingLearningData {
  readonly dual: readonly RingCourse[];
  readonly persistent: readonly RingCourse[];
}

type Stage = `dual ${number}` | `PCD ${number}`;

/** The ring of eight Gaussians learned by proximal steps of second order, and by persistent walkers with as many places. */
export function ringLearning(
  changes: Partial<RingLearningParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<RingLearningParameters, RingLearningData, Stage> {
  const parameters: RingLearningParameters = {
    ...{ width: 32, walkerCount: 1500, batchSize: 400, step: 0.015, stepCount: 28, innerCount: 10 },
    ...{ rate: 0.005, langevinStep: 0.01, trainingCount: 2, ...changes },
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: RingLearningParameters,
  seed: number,
): Experiment<RingLearningParameters, RingLearningData, Stage> {
  const stages: Record<Stage, number> = {};
  for (let i = 1; i <= parameters.trainingCount; i++) {
    stages[`dual ${i}`] = 3;
    stages[`PCD ${i}`] = 2;
  }
  return {
    id: 'ring-learning',
    module: 'chapter/gradient-flows/ring-learning',
    parameters,
    seed,
    stages,
    run: runRing,
  };
}

async function runRing(p: RingLearningParameters, key: Key, context: RunContext<Stage>): Promise<RingLearningData> {
  const target = targetNamed('ring');
  const network = multilayer([2, p.width, p.width, 1]);
  const [dual, persistentOnes]: [RingCourse[], RingCourse[]] = [[], []];
  for (let i = 1; i <= p.trainingCount; i++) {
    const [first, second] = split(foldIn(key, i), 2);
    dual.push(
      await context.stage(`dual ${i}`, ({ onProgress }) =>
        dualCourse({ p, target, network, key: first }, (n) => onProgress?.(n, p.stepCount)),
      ),
    );
    const places = dual[i - 1].places[dual[i - 1].places.length - 1];
    persistentOnes.push(
      await context.stage(`PCD ${i}`, ({ onProgress }) =>
        persistentCourse({ p, target, network, key: second }, { places, onProgress }),
      ),
    );
  }
  return { dual, persistent: persistentOnes };
}

interface Setting {
  readonly p: RingLearningParameters;
  readonly target: Target;
  readonly network: Multilayer;
  readonly key: Key;
}

const DRAWS = 1000;
/** Walkers move by approximate solutions: their error is far below the modes' deviation. */
const TOLERANCE = 1e-4;

async function dualCourse({ p, target, network, key }: Setting, onStep: (n: number) => void): Promise<RingCourse> {
  const [startKey, walkerKey, trainKey] = split(key, 3);
  const { law, base } = target;
  const schedule = fallingRate(p.rate, p.rate / 10, p.stepCount);
  const steps = fallingRate(p.step, p.step / 5, p.stepCount);
  const maps: ProximalMap[] = [];
  const course = emptyCourse();
  let [places, walkers, potential] = [0, base.sample(walkerKey, p.walkerCount), drawnParameters(network, startKey)];
  for (let n = 0; n < p.stepCount; n++) {
    const now = dataSet(walkers);
    const turn = dualTurn(network, {
      ...{ step: steps.at(n), terms: 3 as const, optimiser: adam({ rate: schedule.at(n) }) },
      batch: (drawn) => ({
        walkers: now.draw(p.batchSize, foldIn(drawn, 0)),
        data: law.sample(foldIn(drawn, 1), p.batchSize),
      }),
    });
    const stepCount = n === 0 ? 6 * p.innerCount : p.innerCount;
    const trained = await trainNetworks([turn], { potential }, { stepCount, key: foldIn(trainKey, n) });
    potential = trained.parameters.potential;
    places += 2 * p.batchSize * stepCount;
    const phi = networkCurved(network, potential);
    const counted: CurvedPotential = {
      ...phi,
      gradient(paths) {
        places += paths.pathCount;
        return phi.gradient(paths);
      },
    };
    walkers = proximalMap(counted, steps.at(n), { tolerance: TOLERANCE }).forward(walkers);
    maps.push(proximalMap(phi, steps.at(n)));
    onStep(n + 1);
    if (!isKept(n + 1, p.stepCount)) continue;
    const point = await measured(target, { maps, phi });
    course.places.push(places);
    for (const name of ['energy', 'walkers', 'mass'] as const) course[name].push(point[name]);
    await host.turn();
  }
  return finished(course, walkers);
}

/** Steps 1, 2, 4, 8 … and every tenth. */
function isKept(n: number, last: number): boolean {
  return n === last || n % 10 === 0 || (n & (n - 1)) === 0;
}

/** Divergences of the law of the walkers, and of that of the energy −ln ρ − φ. */
async function measured(
  target: Target,
  { maps, phi }: { readonly maps: readonly ProximalMap[]; readonly phi: CurvedPotential },
): Promise<{ readonly energy: number; readonly walkers: number; readonly mass: number }> {
  const density = (paths: Ensemble): Vector => proximalLogDensity((at) => target.base.logDensity(at), maps, paths);
  const energy = (paths: Ensemble): Vector => {
    const raised = phi.values(paths);
    return density(paths).map((value, n) => value + raised[n]);
  };
  const all = density(target.points);
  const atPoints = phi.values(target.points);
  const logPartition = log(
    totalOf(
      target,
      all.map((value, n) => value + atPoints[n]),
    ),
  );
  return {
    energy: await divergenceByQuadrature(target, async (paths) => energy(paths).map((value) => value - logPartition)),
    walkers: await divergenceByQuadrature(target, async (paths) => density(paths)),
    mass: totalOf(target, all),
  };
}

/** Integral of e^f over the target's points. */
function totalOf({ cell }: Target, logs: Vector): number {
  return logs.reduce((sum, value) => sum + cell * exp(value), 0);
}

async function persistentCourse(
  { p, target, network, key }: Setting,
  { places, onProgress }: { readonly places: number; readonly onProgress?: (done: number, total: number) => void },
): Promise<RingCourse> {
  const [startKey, walkerKey, dataKey, moveKey] = split(key, 4);
  const family = networkFamily(network, { deviation: target.base.components[0].deviation });
  // The last layer starts from 0, so that the family starts from the base, whose draws the walkers are.
  const parameters = drawnParameters(network, startKey).fill(0, network.layers[network.layers.length - 1].weights);
  const perUpdate = 2 * p.batchSize;
  const updates = Math.floor(places / perUpdate);
  const optimiser = adam({ rate: fallingRate(p.rate, p.rate / 10, updates) });
  const trainer = persistent();
  let own = optimiser.start(parameters.length);
  let state: TrainingState = {
    parameters,
    walkers: { paths: target.base.sample(walkerKey, p.batchSize), logWeights: vector(p.batchSize) },
  };
  const course = emptyCourse();
  for (let t = 0; t < updates; t++) {
    const data = dataSet(target.law.sample(foldIn(dataKey, t), p.batchSize));
    const problem = langevinWalkers(family, data, { walkerCount: p.batchSize, stepSize: p.langevinStep });
    state = trainer.step(problem, state, {
      key: foldIn(moveKey, t),
      learn(from, difference) {
        const gradient = difference.map((value) => -value);
        const moved = optimiser.step({ parameters: from, gradient, state: own, stepNumber: t });
        own = moved.state;
        return moved.parameters;
      },
    });
    if (t % 16 === 0) {
      onProgress?.(t + 1, updates);
      await host.turn();
    }
    if (t + 1 !== updates && (t + 1) % Math.max(1, Math.floor(updates / 16)) !== 0) continue;
    const potential = family.at(state.parameters);
    const logPartition = log(
      totalOf(
        target,
        potential.values(target.points).map((value) => -value),
      ),
    );
    course.places.push((t + 1) * perUpdate);
    course.energy.push(
      await divergenceByQuadrature(target, async (paths) =>
        potential.values(paths).map((value) => -value - logPartition),
      ),
    );
  }
  return finished(course, state.walkers.paths);
}

type Lists = { readonly [Name in Exclude<keyof RingCourse, 'draws'>]: number[] };

function emptyCourse(): Lists {
  return { places: [], energy: [], walkers: [], mass: [] };
}

function finished({ places, energy, walkers, mass }: Lists, { data }: Ensemble): RingCourse {
  const asVector = (list: readonly number[]): Vector => vector(list.length).map((_, i) => list[i]);
  return {
    ...{ places: asVector(places), energy: asVector(energy), walkers: asVector(walkers), mass: asVector(mass) },
    draws: data.slice(0, 2 * DRAWS),
  };
}

/** `ringLearning` of a stored result. */
export const ringLearningAgain = rebuilder(
  record({
    ...{ width: count, walkerCount: count, batchSize: count, step: number, stepCount: count, innerCount: count },
    ...{ rate: number, langevinStep: number, trainingCount: count },
  }),
  experimentOf,
);
