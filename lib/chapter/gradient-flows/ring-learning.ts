import type { Ensemble, Vector } from '../../array/index.js';
import { drawnParameters, fallingRate, multilayer } from '../../neural/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { log } from '../../special/index.js';
import type { Experiment, RunContext, StageOptions } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { proximalLogDensity } from '../../training/index.js';
import { divergenceByQuadrature, type Target, targetNamed } from '../one-table/index.js';
import { checkParameters } from './learning-parameters.js';
import { type NetworkSteps, networkSteps } from './network-steps.js';
import { appended, emptyCourse, finished, type RingCourse, type RingSetting, totalOf } from './ring-course.js';
import { persistentCourse } from './ring-walkers.js';

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
  /** The same for persistent walkers. */
  readonly persistentRate: number;
  /** h, of their Langevin steps. */
  readonly langevinStep: number;
  /** Trainings, each under a key of its own. */
  readonly trainingCount: number;
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
    ...{ rate: 0.005, persistentRate: 0.01, langevinStep: 0.03, trainingCount: 4, ...changes },
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: RingLearningParameters,
  seed: number,
): Experiment<RingLearningParameters, RingLearningData, Stage> {
  checkParameters('ringLearning', parameters, {
    counts: ['width', 'walkerCount', 'batchSize', 'stepCount', 'innerCount', 'trainingCount'],
    sizes: ['step', 'rate', 'persistentRate', 'langevinStep'],
  });
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
    dual.push(await context.stage(`dual ${i}`, (options) => dualCourse({ p, target, network, key: first }, options)));
    const places = dual[i - 1].places[dual[i - 1].places.length - 1];
    persistentOnes.push(
      await context.stage(`PCD ${i}`, (options) =>
        persistentCourse({ p, target, network, key: second }, { ...options, places }),
      ),
    );
  }
  return { dual, persistent: persistentOnes };
}

async function dualCourse(
  { p, target, network, key }: RingSetting<RingLearningParameters>,
  options: StageOptions,
): Promise<RingCourse> {
  const [startKey, walkerKey, trainKey] = split(key, 3);
  const { law, base } = target;
  const rates = fallingRate(p.rate, p.rate / 10, p.stepCount);
  const steps = fallingRate(p.step, p.step / 5, p.stepCount);
  const { reached, kept } = await networkSteps(
    network,
    {
      stepCount: p.stepCount,
      step: (n) => steps.at(n),
      rate: (n) => rates.at(n),
      innerCount: (n) => (n === 0 ? 6 * p.innerCount : p.innerCount),
      batchSize: p.batchSize,
      data: (drawn, count) => law.sample(foldIn(drawn, 1), count),
      walkers: base.sample(walkerKey, p.walkerCount),
      parameters: drawnParameters(network, startKey),
      key: trainKey,
    },
    emptyCourse(),
    {
      ...options,
      async measure({ stepNumber, maps, phi, places }, course) {
        if (!isKept(stepNumber, p.stepCount)) return course;
        return appended(course, { places, ...(await measured(target, { maps, phi })) });
      },
    },
  );
  return finished(kept, reached.walkers);
}

/** Steps 1, 2, 4, 8 … and every tenth. */
function isKept(n: number, last: number): boolean {
  return n === last || n % 10 === 0 || (n & (n - 1)) === 0;
}

/** Divergences of the law of the walkers, and of that of the energy −ln ρ − φ. */
async function measured(
  target: Target,
  { maps, phi }: Pick<NetworkSteps, 'maps' | 'phi'>,
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

/** `ringLearning` of a stored result. */
export const ringLearningAgain = rebuilder(
  record({
    ...{ width: count, walkerCount: count, batchSize: count, step: number, stepCount: count, innerCount: count },
    ...{ rate: number, persistentRate: number, langevinStep: number, trainingCount: count },
  }),
  experimentOf,
);
