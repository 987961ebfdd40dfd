import type { Vector } from '../../array/index.js';
import { lineGrid, planePoints } from '../../grid/index.js';
import {
  adam,
  affineMap,
  composedMap,
  couplingMap,
  fallingRate,
  flowModel,
  type InvertibleMap,
  likelihoodTurn,
  trainNetworks,
} from '../../neural/index.js';
import { type Key, split } from '../../random/index.js';
import { exp, squared } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { type RingCounts, ringCounts, ringLaw } from '../adversaries/index.js';

/** Parameters of a RealNVP on the ring. */
export interface RingFlowParameters {
  /** Coupling maps, which keep the first and the second value in turn. */
  readonly mapCount: number;
  /** Units of each of two hidden layers of a coupling's network. */
  readonly width: number;
  readonly batchSize: number;
  /** Adam's rate at the start; it falls to a fiftieth. */
  readonly rate: number;
  readonly stepCount: number;
  /** Fresh paths of the ring, and as many of the flow, that it is judged by. */
  readonly drawCount: number;
}

/** What a fitted flow leaves. */
export interface RingFlowData {
  readonly parameters: Vector;
  /** −ln of the density, mean of each step’s paths, nats. */
  readonly losses: Vector;
  /** Paths that it draws, [drawCount · 2]. */
  readonly draws: Vector;
  /** D(ring‖flow), mean over fresh paths of the ring, nats. */
  readonly divergence: Estimate;
  readonly counts: RingCounts;
  /** Integral of its density over [−4.2, 4.2]² by the trapezoidal rule: 1, but for what lies outside. */
  readonly mass: number;
  /** Of TensorFlow.js. */
  readonly backend: string;
}

/** A RealNVP fitted to the ring of eight Gaussians of unequal weight by maximum likelihood on drawn paths. */
export function ringFlow(
  changes: Partial<RingFlowParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<RingFlowParameters, RingFlowData, Stage> {
  const parameters: RingFlowParameters = {
    mapCount: 6,
    width: 24,
    batchSize: 128,
    rate: 0.01,
    stepCount: 600,
    drawCount: 2000,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = 'training';

function experimentOf(
  parameters: RingFlowParameters,
  seed: number,
): Experiment<RingFlowParameters, RingFlowData, Stage> {
  return {
    id: 'ring-flow',
    module: 'chapter/flow-models/ring-flow',
    parameters,
    seed,
    stages: { training: parameters.stepCount },
    run: runRingFlow,
  };
}

/** Coupling maps in turn, and an affine one at the end. */
export function ringMap({ mapCount, width }: Pick<RingFlowParameters, 'mapCount' | 'width'>): InvertibleMap {
  const couplings = Array.from({ length: mapCount }, (_, i) =>
    couplingMap(2, { kept: [i % 2], hidden: [width, width] }),
  );
  return composedMap([...couplings, affineMap(2)]);
}

async function runRingFlow(p: RingFlowParameters, key: Key, context: RunContext<Stage>): Promise<RingFlowData> {
  const [startKey, trainKey, drawKey, freshKey] = split(key, 4);
  const [law, map] = [ringLaw(), ringMap(p)];
  const optimiser = adam({ rate: fallingRate(p.rate, p.rate / 50, p.stepCount) });
  const trained = await context.stage('training', (options) =>
    trainNetworks(
      [likelihoodTurn(map, law, { batchSize: p.batchSize, optimiser })],
      { flow: map.drawn(startKey) },
      { ...{ stepCount: p.stepCount, key: trainKey }, ...options },
    ),
  );
  const model = flowModel(map, trained.parameters.flow);
  const fresh = law.sample(freshKey, p.drawCount);
  const ours = model.logDensity(fresh);
  const draws = model.sample(drawKey, p.drawCount);
  return {
    parameters: trained.parameters.flow,
    losses: trained.losses.data,
    draws: draws.data,
    divergence: meanEstimate(law.logDensity(fresh).map((value, n) => value - ours[n])),
    counts: ringCounts(law, draws),
    mass: model.logDensity(planePoints(AXIS)).reduce((sum, value) => sum + squared(AXIS.spacing) * exp(value), 0),
    backend: trained.backend,
  };
}

/** Both axes of the square over which the density is integrated. */
const AXIS = lineGrid({ from: -4.2, to: 4.2, count: 141 });

/** `ringFlow` of a stored result. */
export const ringFlowAgain = rebuilder(
  record({ mapCount: count, width: count, batchSize: count, rate: number, stepCount: count, drawCount: count }),
  experimentOf,
);
