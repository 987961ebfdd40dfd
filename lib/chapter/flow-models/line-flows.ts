import { ensemble, type Vector } from '../../array/index.js';
import { gridDivergence, gridLaw, type LineGrid, lineGrid } from '../../grid/index.js';
import {
  adam,
  affineMap,
  composedMap,
  fallingRate,
  flowModel,
  type InvertibleMap,
  likelihoodTurn,
  planarMap,
  trainNetworks,
} from '../../neural/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { exp, logNormalDensity, normalQuantile } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { twoModes } from '../diffusion/index.js';

/** Parameters of flows on the line that are fitted to two modes. */
export interface LineFlowsParameters {
  /** Modes at ±distance, see `twoModes`. */
  readonly distance: number;
  /** Numbers of planar maps, an affine one on top. */
  readonly mapCounts: readonly number[];
  readonly batchSize: number;
  /** Adam's rate at the start; it falls to a fiftieth. */
  readonly rate: number;
  readonly stepCount: number;
}

/** A fitted flow on the line. Masses and divergence by the trapezoidal rule. */
export interface LineFlow {
  readonly mapCount: number;
  readonly parameters: Vector;
  /** Density at the points of the experiment. */
  readonly density: Vector;
  /** D(two modes‖flow), nats. */
  readonly divergence: number;
  readonly gap: GapPassage;
}

/** How a law passes the gap from −1 to 1. */
export interface GapPassage {
  /** Mass in it. */
  readonly mass: number;
  /** Share of the mass outside that lies left. */
  readonly leftShare: number;
  /** Largest slope, in the gap, of the increasing map from N(0, 1). */
  readonly lipschitz: number;
}

/** What fitted flows leave. */
export interface LineFlowsData {
  readonly points: Vector;
  readonly flows: readonly LineFlow[];
  /** Of the two modes themselves, by the map between their quantiles. */
  readonly exactGap: GapPassage;
}

/** Half of the gap that is looked at. */
export const HALF_GAP = 1;

/** Flows of one affine and some planar maps, fitted to two modes by maximum likelihood on drawn paths. */
export function lineFlows(
  changes: Partial<LineFlowsParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<LineFlowsParameters, LineFlowsData, Stage> {
  const parameters: LineFlowsParameters = {
    distance: 3,
    mapCounts: [0, 1, 2, 4],
    batchSize: 256,
    rate: 0.03,
    stepCount: 600,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = 'fits';

function experimentOf(
  parameters: LineFlowsParameters,
  seed: number,
): Experiment<LineFlowsParameters, LineFlowsData, Stage> {
  return {
    id: 'line-flows',
    module: 'chapter/flow-models/line-flows',
    parameters,
    seed,
    stages: { fits: parameters.mapCounts.length },
    run: runLineFlows,
  };
}

/** An affine map from data to the scale of noise, then planar ones. */
export function lineMap(mapCount: number): InvertibleMap {
  return composedMap([affineMap(1), ...Array.from({ length: mapCount }, () => planarMap(1)), affineMap(1)]);
}

async function runLineFlows(p: LineFlowsParameters, key: Key, context: RunContext<Stage>): Promise<LineFlowsData> {
  const law = twoModes(p.distance);
  const grid = lineGrid({ from: -p.distance - 8, to: p.distance + 8, count: 1101 });
  const points = ensemble(grid.points.length, 1, grid.points);
  const truth = law.logDensity(points);
  const { masses } = gridLaw(
    grid,
    truth.map((value) => -value),
  );
  const flows = await context.stage('fits', async ({ onProgress }) => {
    const found: LineFlow[] = [];
    for (const mapCount of p.mapCounts) {
      const parameters = await fitted(p, lineMap(mapCount), foldIn(key, mapCount));
      const model = flowModel(lineMap(mapCount), parameters);
      const density = model.logDensity(points).map(exp);
      const slopes = model.flow.toNoise(points).logDeterminants.map((value) => exp(-value));
      const divergence = gridDivergence(
        masses,
        density.map((value) => grid.spacing * value),
      );
      found.push({ mapCount, parameters, density, divergence, gap: passage(grid, density, slopes) });
      onProgress?.(found.length, p.mapCounts.length);
    }
    return found;
  });
  const density = truth.map(exp);
  return { points: grid.points, flows, exactGap: passage(grid, density, quantileSlopes(grid, density)) };
}

async function fitted(p: LineFlowsParameters, map: InvertibleMap, key: Key): Promise<Vector> {
  const law = twoModes(p.distance);
  const [startKey, trainKey] = split(key, 2);
  const optimiser = adam({ rate: fallingRate(p.rate, p.rate / 50, p.stepCount) });
  const { parameters } = await trainNetworks(
    [likelihoodTurn(map, law, { batchSize: p.batchSize, optimiser })],
    { flow: map.drawn(startKey) },
    { stepCount: p.stepCount, key: trainKey },
  );
  return parameters.flow;
}

function passage({ points, spacing }: LineGrid, density: Vector, slopes: Vector): GapPassage {
  let [left, inside, right, lipschitz] = [0, 0, 0, 0];
  density.forEach((value, i) => {
    const distance = Math.abs(points[i]) - HALF_GAP;
    // A point at the edge counts half to either side, as in the trapezoidal rule.
    const share = Math.abs(distance) < 1e-9 ? 0.5 : distance < 0 ? 1 : 0;
    inside += share * spacing * value;
    if (points[i] < 0) left += (1 - share) * spacing * value;
    else right += (1 - share) * spacing * value;
    if (share > 0) lipschitz = Math.max(lipschitz, slopes[i]);
  });
  return { mass: inside, leftShare: left / (left + right), lipschitz };
}

/** Slope φ(z)/ρ(x) of the map that takes the quantiles of N(0, 1) to those of a density. */
function quantileSlopes({ spacing }: LineGrid, density: Vector): Vector {
  let below = 0;
  return density.map((value) => {
    const level = below + 0.5 * spacing * value;
    below += spacing * value;
    const z = normalQuantile(Math.min(Math.max(level, 1e-300), 1 - 1e-16));
    return exp(logNormalDensity(z)) / value;
  });
}

/** `lineFlows` of a stored result. */
export const lineFlowsAgain = rebuilder(
  record({ distance: number, mapCounts: listOf(count), batchSize: count, rate: number, stepCount: count }),
  experimentOf,
);
