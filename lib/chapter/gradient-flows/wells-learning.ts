import { checkCount, type Ensemble, type Vector, vector, vectorOf } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import { host } from '../../host/index.js';
import { foldIn, type Key } from '../../random/index.js';
import { exp } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  contrastiveDivergence,
  dualStep,
  energyCurved,
  jarzynskiCorrected,
  langevinWalkers,
  type ProximalMap,
  persistent,
  proximalLogDensity,
  proximalMap,
  type Trainer,
  train,
} from '../../training/index.js';
import { bumpEnergy } from '../one-table/index.js';
import { checkParameters } from './learning-parameters.js';
import { type Wells, wells } from './wells.js';

/** Parameters of learning two wells. */
export interface WellsLearningParameters {
  /** Walkers of a run. */
  readonly walkerCount: number;
  /** Visits of each walker: places at which energies, with their derivatives, are computed for it. */
  readonly visits: number;
  readonly runCount: number;
  /** h, of Langevin steps. */
  readonly stepSize: number;
  /** η of the trainers. */
  readonly rate: number;
  /** τ of the proximal steps. */
  readonly step: number;
}

/** How a law is learned. */
export type WellsMethod = (typeof wellsMethods)[number];

/** Trainers of three parameters, then proximal steps with φ in the span of three bumps and of thirteen. */
export const wellsMethods = ['CD-4', 'PCD', 'PCD from data', 'Jarzynski', 'dual, 3 bumps', 'dual, 13 bumps'] as const;

/** A law along its training: means over runs. */
export interface LawCurve {
  /** D(data‖law), nats. */
  readonly divergences: readonly Estimate[];
  /** Mass right of 0. */
  readonly right: readonly Estimate[];
}

/** One method. */
export interface WellsRow {
  readonly method: WellsMethod;
  /** Visits of a walker until each point of the curves, mean over the runs. */
  readonly visits: Vector;
  /** Time of the flow until each point, nτ after n proximal steps, mean over the runs; empty for trainers. */
  readonly times: Vector;
  /** The law of the energy that is learned. */
  readonly energy: LawCurve;
  /** The law of the walkers of proximal steps; empty for trainers. */
  readonly walkers: LawCurve;
}

/** All methods, and the mass of the data right of 0. */
export interface WellsLearningData {
  readonly right: number;
  readonly rows: readonly WellsRow[];
}

/** Two wells learned by trainers of three parameters and by proximal steps, all with as many visits of the walkers. */
export function wellsLearning(
  changes: Partial<WellsLearningParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<WellsLearningParameters, WellsLearningData, WellsMethod> {
  const parameters: WellsLearningParameters = {
    ...{ walkerCount: 500, visits: 320, runCount: 6, stepSize: 0.02, rate: 1, step: 0.03 },
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: WellsLearningParameters,
  seed: number,
): Experiment<WellsLearningParameters, WellsLearningData, WellsMethod> {
  checkParameters('wellsLearning', parameters, {
    counts: ['walkerCount', 'visits'],
    sizes: ['stepSize', 'rate', 'step'],
  });
  // One run has no error.
  checkCount('wellsLearning: runCount', parameters.runCount, 2);
  return {
    id: 'wells-learning',
    module: 'chapter/gradient-flows/wells-learning',
    parameters,
    seed,
    stages: { 'CD-4': 3, PCD: 2, 'PCD from data': 2, Jarzynski: 4, 'dual, 3 bumps': 4, 'dual, 13 bumps': 24 },
    run: runWells,
  };
}

/** What a run says of a law, at the points of its curve. */
interface Course {
  readonly visits: number[];
  readonly times: number[];
  readonly energy: LawPoint[];
  readonly walkers: LawPoint[];
}

interface LawPoint {
  readonly divergence: number;
  readonly right: number;
}

async function runWells(
  p: WellsLearningParameters,
  key: Key,
  context: RunContext<WellsMethod>,
): Promise<WellsLearningData> {
  const law = wells();
  const rows: WellsRow[] = [];
  for (const [i, method] of wellsMethods.entries()) {
    const courses = await context.stage(method, async ({ onProgress }) => {
      const done: Course[] = [];
      for (let run = 0; run < p.runCount; run++) {
        done.push(await courseOf(method, law, { p, key: foldIn(foldIn(key, i), run) }));
        onProgress?.(run + 1, p.runCount);
        await host.turn();
      }
      return done;
    });
    rows.push(rowOf(method, courses));
  }
  return { right: law.rightOf(law.masses), rows };
}

interface CourseOptions {
  readonly p: WellsLearningParameters;
  readonly key: Key;
}

async function courseOf(method: WellsMethod, law: Wells, options: CourseOptions): Promise<Course> {
  switch (method) {
    case 'CD-4':
      // Four moves from the data, and the slopes where they end.
      return trained(contrastiveDivergence({ steps: 4 }), law, { ...options, visitsPerUpdate: 5 });
    case 'PCD':
      return trained(persistent({ start: { parameters: [0, 0, 0] } }), law, options);
    case 'PCD from data':
      return trained(persistent(), law, options);
    case 'Jarzynski':
      return trained(jarzynskiCorrected(), law, options);
    case 'dual, 3 bumps':
      return stepped(law.energy, law, options);
    case 'dual, 13 bumps':
      return stepped(bumpEnergy({ signalLength: 1, countPerAxis: 13, reach: 4.2, width: 0.7 }), law, options);
  }
}

function pointOf(law: Wells, masses: Vector): LawPoint {
  return { divergence: law.divergence(masses), right: law.rightOf(masses) };
}

/** Points of a curve: visits that rise by a fixed factor. */
const FACTOR = 1.5;

async function trained(
  trainer: Trainer,
  law: Wells,
  { p, key, visitsPerUpdate = 1 }: CourseOptions & { readonly visitsPerUpdate?: number },
): Promise<Course> {
  const stepCount = Math.floor(p.visits / visitsPerUpdate);
  const problem = langevinWalkers(law.family, law.data, p);
  const { parameters } = await train(problem, trainer, { parameters: [0, 0, 0], rate: p.rate, stepCount }, { key });
  const course: Course = { visits: [], times: [], energy: [], walkers: [] };
  for (let t = stepCount; t >= 1; t = Math.floor(t / FACTOR)) {
    const potential = law.family.at(parameters.row(t)).values(law.points);
    course.visits.unshift(t * visitsPerUpdate);
    course.energy.unshift(pointOf(law, law.massesOf(potential)));
  }
  return course;
}

/** Proximal steps with φ in the span of energies, until the visits are used. */
function stepped(span: Energy, law: Wells, { p, key }: CourseOptions): Course {
  const course: Course = { visits: [], times: [], energy: [], walkers: [] };
  const maps: ProximalMap[] = [];
  let visits = 0;
  // The walkers that remain to be solved for are visited in each round; a walker's own place is one visit more.
  const counted: Energy = {
    ...span,
    pullback(paths, weights) {
      visits += paths.pathCount / p.walkerCount;
      return span.pullback(paths, weights);
    },
  };
  let walkers: Ensemble = law.base.sample(key, p.walkerCount);
  let k = vector(span.componentCount);
  for (let next = 1; visits < p.visits; ) {
    k = dualStep(span, { walkers, data: { paths: law.points, masses: law.masses }, step: p.step, terms: 3, start: k });
    maps.push(proximalMap(energyCurved(span, k), p.step));
    walkers = proximalMap(energyCurved(counted, k), p.step).forward(walkers);
    visits += 1;
    if (maps.length < next && visits < p.visits) continue;
    next = Math.max(next + 1, Math.floor(next * FACTOR));
    const logDensity = proximalLogDensity((paths) => law.base.logDensity(paths), maps, law.points);
    const phi = energyCurved(span, k).values(law.points);
    course.visits.push(visits);
    course.times.push(maps.length * p.step);
    course.energy.push(pointOf(law, law.massesOf(logDensity.map((value, i) => -value - phi[i]))));
    course.walkers.push(
      pointOf(
        law,
        logDensity.map((value) => law.grid.spacing * exp(value)),
      ),
    );
  }
  return course;
}

/** Means over the runs; runs may have reached their last visits after different numbers of steps. */
function rowOf(method: WellsMethod, courses: readonly Course[]): WellsRow {
  const length = Math.min(...courses.map(({ visits }) => visits.length));
  const places = Array.from({ length }, (_, i) => i);
  const curve = (which: 'energy' | 'walkers'): LawCurve => {
    const over = (name: keyof LawPoint): Estimate[] =>
      courses[0][which].length === 0
        ? []
        : places.map((i) => meanEstimate(courses.map((course) => course[which][i][name])));
    return { divergences: over('divergence'), right: over('right') };
  };
  return {
    method,
    visits: meansOf(courses.map(({ visits }) => visits.slice(0, length))),
    times: meansOf(courses.map(({ times }) => times.slice(0, length))),
    energy: curve('energy'),
    walkers: curve('walkers'),
  };
}

/** Mean of each entry over lists of one length. */
function meansOf(lists: readonly (readonly number[])[]): Vector {
  return vectorOf(lists[0]).map((_, i) => lists.reduce((sum, list) => sum + list[i] / lists.length, 0));
}

/** `wellsLearning` of a stored result. */
export const wellsLearningAgain = rebuilder(
  record({
    walkerCount: count,
    visits: count,
    runCount: count,
    stepSize: number,
    rate: number,
    step: number,
  }),
  experimentOf,
);
