import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { gaussian, gaussianMixture, type MixtureComponent } from '../../model/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  type Multilayer,
  multilayer,
  type PotentialFlow,
  potentialFlow,
  trainNetworks,
  transportTurn,
} from '../../neural/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { cos, sin } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, optional, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** What paths pay, beside one nat per nat of surprise. */
export interface FlowPrices {
  /** Of ½ ∫ ‖v‖² dt. */
  readonly transport: number;
  /** Of ∫ |∂ₜU − ½‖∇U‖²| dt. */
  readonly residual: number;
}

/** Parameters of flows that carry a mixture to N(0, I) at several prices. */
export interface TransportFlowsParameters {
  /** The Gaussians of the law at time 0. */
  readonly components: readonly MixtureComponent[];
  readonly prices: readonly FlowPrices[];
  /** Trainings at each price; those with the same number share start and draws. */
  readonly keyCount: number;
  /** Units of the one hidden layer. */
  readonly width: number;
  readonly batchSize: number;
  /** Adam's rate at the start; it falls to a fiftieth. */
  readonly rate: number;
  readonly stepCount: number;
  /** Runge–Kutta steps from time 0 to 1 in training. */
  readonly timeSteps: number;
  /** Fresh paths that each flow is judged by, carried in 24 steps. */
  readonly drawCount: number;
}

/** A trained flow, judged by fresh paths; each estimate is over those paths. */
export interface TransportFlow {
  readonly prices: FlowPrices;
  /** Number of the training among those at this price. */
  readonly training: number;
  /** See `flowOf`. */
  readonly parameters: Vector;
  /** D(law‖model), nats: the mean of ln p(x) − ln q(x). */
  readonly divergence: Estimate;
  /** ½ ∫ ‖v‖² dt. */
  readonly action: Estimate;
  /** What of it a straight way at constant speed between the same ends would save: ½ ∫ ‖v‖² dt − ½‖x₁ − x₀‖². */
  readonly detour: Estimate;
  /** ∫ (∂ₜU − ½‖∇U‖²)² dt. */
  readonly residual: Estimate;
  /** x₀ × x₁ in the plane, whose mean is 0 where no rotation at the end would shorten the ways; 0 on the line. */
  readonly twist: Estimate;
}

/** What the trainings leave. */
export interface TransportFlowsData {
  readonly flows: readonly TransportFlow[];
  /** Of TensorFlow.js. */
  readonly backend: string;
}

/** No price for moving, one of a twentieth, and the residual of the Hamilton–Jacobi equation besides. */
export const flowPrices: readonly FlowPrices[] = [
  { transport: 0, residual: 0 },
  { transport: 0.05, residual: 0 },
  { transport: 0.05, residual: 0.05 },
];

/** 0.3 N(−2, 1) + 0.7 N(2, 1). */
export const lineModes: readonly MixtureComponent[] = [
  { weight: 0.3, mean: [-2] },
  { weight: 0.7, mean: [2] },
];

/** Three Gaussians of deviation 0.6 and weights 0.2, 0.3, 0.5 around 0 in the plane, 1.8 away from it. */
export const planeModes: readonly MixtureComponent[] = [0.2, 0.3, 0.5].map((weight, i) => {
  const angle = (2 * Math.PI * i) / 3;
  return { weight, mean: [1.8 * cos(angle), 1.8 * sin(angle)], deviation: 0.6 };
});

/**
 * Flows ẋ = −∇U(x, t) of a network with one hidden layer that carry a mixture at time 0 to N(0, I) at time 1, trained at several prices from
 * the same starts.
 */
export function transportFlows(
  changes: Partial<TransportFlowsParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<TransportFlowsParameters, TransportFlowsData> {
  const parameters: TransportFlowsParameters = {
    components: lineModes,
    prices: flowPrices,
    keyCount: 5,
    width: 32,
    batchSize: 256,
    rate: 0.03,
    stepCount: 400,
    timeSteps: 3,
    drawCount: 2000,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: TransportFlowsParameters,
  seed: number,
): Experiment<TransportFlowsParameters, TransportFlowsData> {
  return {
    id: 'transport-flows',
    module: 'chapter/games/transport-flows',
    parameters,
    seed,
    stages: Object.fromEntries(fitsOf(parameters).map(({ stage }) => [stage, parameters.stepCount])),
    run: runTransportFlows,
  };
}

function fitsOf({ prices, keyCount }: TransportFlowsParameters) {
  return prices.flatMap((price, i) =>
    Array.from({ length: keyCount }, (_, training) => ({ prices: price, training, stage: `fit ${i}.${training}` })),
  );
}

const networkOf = (d: number, width: number): Multilayer => multilayer([d + 1, width, 1], { conditions: 1 });

/** A trained flow of the experiment. */
export function flowOf(
  { components, width }: Pick<TransportFlowsParameters, 'components' | 'width'>,
  { parameters }: Pick<TransportFlow, 'parameters'>,
): PotentialFlow {
  return potentialFlow(networkOf(components[0].mean.length, width), parameters);
}

async function runTransportFlows(
  p: TransportFlowsParameters,
  key: Key,
  context: RunContext,
): Promise<TransportFlowsData> {
  const law = gaussianMixture(p.components);
  const network = networkOf(law.signalLength, p.width);
  const [trainKey, judgeKey] = split(key, 2);
  const flows: TransportFlow[] = [];
  let backend = '';
  for (const { prices, training, stage } of fitsOf(p)) {
    const [startKey, drawKey] = split(foldIn(trainKey, training), 2);
    const turn = transportTurn(network, law, {
      prices: { surprise: 1, ...prices },
      duration: 1,
      timeSteps: p.timeSteps,
      batchSize: p.batchSize,
      optimiser: adam({ rate: fallingRate(p.rate, p.rate / 50, p.stepCount) }),
    });
    const trained = await context.stage(stage, (options) =>
      trainNetworks(
        [turn],
        { potential: drawnParameters(network, startKey) },
        { stepCount: p.stepCount, key: drawKey, ...options },
      ),
    );
    const { potential: parameters } = trained.parameters;
    const judged = judgedFlow(potentialFlow(network, parameters), p, law.sample(judgeKey, p.drawCount));
    flows.push({ prices, training, parameters, ...judged });
    backend = trained.backend;
  }
  return { flows, backend };
}

const JUDGED_STEPS = 24;

/** A flow judged by paths of its law. */
function judgedFlow(
  flow: PotentialFlow,
  { components }: Pick<TransportFlowsParameters, 'components'>,
  paths: Ensemble,
): Pick<TransportFlow, 'divergence' | 'action' | 'detour' | 'residual' | 'twist'> {
  const law = gaussianMixture(components);
  const { positions, expansion, action, residual } = flow.carried(paths, { duration: 1, timeSteps: JUDGED_STEPS });
  const ends = positions[JUDGED_STEPS];
  const base = gaussian({ signalLength: law.signalLength }).logDensity(ends);
  const [truth, detour, twist] = [law.logDensity(paths), vector(paths.pathCount), vector(paths.pathCount)];
  for (let n = 0; n < paths.pathCount; n++) {
    const [x, y] = [paths.path(n), ends.path(n)];
    const square = x.reduce((sum, value, i) => sum + (y[i] - value) * (y[i] - value), 0);
    detour[n] = action[n] - 0.5 * square;
    if (x.length === 2) twist[n] = x[0] * y[1] - x[1] * y[0];
  }
  return {
    divergence: meanEstimate(truth.map((value, n) => value - base[n] - expansion[n])),
    action: meanEstimate(action),
    detour: meanEstimate(detour),
    residual: meanEstimate(residual),
    twist: meanEstimate(twist),
  };
}

/** `transportFlows` of a stored result. */
export const transportFlowsAgain = rebuilder(
  record({
    components: listOf(record({ weight: number, mean: listOf(number), deviation: optional(number) })),
    prices: listOf(record({ transport: number, residual: number })),
    keyCount: count,
    width: count,
    batchSize: count,
    rate: number,
    stepCount: count,
    timeSteps: count,
    drawCount: count,
  }),
  experimentOf,
);

/** Ways of some paths along a flow: `stepCount + 1` positions each, at even times from 0 to 1. */
export function waysOf(flow: PotentialFlow, paths: Ensemble, stepCount = JUDGED_STEPS): readonly Ensemble[] {
  const { positions } = flow.carried(paths, { duration: 1, timeSteps: stepCount });
  return Array.from({ length: paths.pathCount }, (_, n) => {
    const way = ensemble(stepCount + 1, paths.signalLength);
    positions.forEach((at, i) => {
      way.path(i).set(at.path(n));
    });
    return way;
  });
}
