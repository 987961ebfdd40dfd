import { runAlgorithm } from '../../algorithm/index.js';
import { ensemble, vector } from '../../array/index.js';
import {
  adjustedLangevin,
  hamiltonian,
  independentGaussians,
  type Kernel,
  markovChain,
  randomWalk,
} from '../../chain/index.js';
import { foldIn, type Key, normals } from '../../random/index.js';
import { exp } from '../../special/index.js';
import { type Estimate, mean, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of chains on N(0, I) whose acceptance and jumps are measured. */
export interface EfficiencyParameters {
  readonly dimension: number;
  /** N, chains per setting, which start in equilibrium. */
  readonly chainCount: number;
  readonly stepCount: number;
  /** s of random walks. */
  readonly deviations: readonly number[];
  /** h of Metropolis-adjusted Langevin. */
  readonly stepSizes: readonly number[];
  /** Time of a Hamiltonian trajectory, about: it is cut into the nearest whole number of leapfrog steps. */
  readonly trajectory: number;
  /** ε of the leapfrog steps. */
  readonly leapfrogSteps: readonly number[];
}

/** The kernels that are compared. */
export type EfficientKernel = 'random walk' | 'adjusted Langevin' | 'Hamiltonian';

/** What a setting of a kernel achieves in equilibrium. */
export interface EfficiencyRow {
  readonly kernel: EfficientKernel;
  /** s, h or ε. */
  readonly setting: number;
  /** Evaluations of the potential or its gradient per step. */
  readonly cost: number;
  /** Mean of min(1, ratio), and its standard error from the spread between chains. */
  readonly acceptance: Estimate;
  /** Mean of ‖x′ − x‖²/d. */
  readonly squaredJump: Estimate;
  /**
   * Mean of the ratio itself: E e^{−ΔH} = 1 for every exact kernel in equilibrium. Where few proposals are taken, rare large ratios carry
   * the mean, and neither the estimate nor its error can be trusted.
   */
  readonly meanRatio: Estimate;
}

/** All settings. */
export interface EfficiencyData {
  readonly rows: readonly EfficiencyRow[];
}

/** Acceptance and squared jump of random walk, adjusted Langevin and Hamiltonian Monte Carlo on N(0, I), by setting. */
export function chainEfficiency(
  changes: Partial<EfficiencyParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<EfficiencyParameters, EfficiencyData, Stage> {
  const parameters: EfficiencyParameters = {
    ...{ dimension: 100, chainCount: 100, stepCount: 50 },
    deviations: [0.05, 0.1, 0.15, 0.2, 0.238, 0.3, 0.4, 0.5],
    stepSizes: [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5],
    trajectory: 1.5,
    leapfrogSteps: [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    ...changes,
  };
  return experimentOf(parameters, seed);
}

/** The same with two thousand chains of a hundred steps. */
export function largeEfficiency(): Experiment<EfficiencyParameters, EfficiencyData, Stage> {
  return chainEfficiency({ chainCount: 2000, stepCount: 100 });
}

type Stage = `${EfficientKernel} ${number}`;

interface Setting extends Pick<EfficiencyRow, 'kernel' | 'setting' | 'cost'> {
  readonly moves: Kernel;
}

function settingsOf({ deviations, stepSizes, trajectory, leapfrogSteps }: EfficiencyParameters): readonly Setting[] {
  return [
    ...deviations.map((deviation): Setting => {
      return { kernel: 'random walk', setting: deviation, cost: 1, moves: randomWalk({ deviation }) };
    }),
    ...stepSizes.map((stepSize): Setting => {
      return { kernel: 'adjusted Langevin', setting: stepSize, cost: 1, moves: adjustedLangevin({ stepSize }) };
    }),
    ...leapfrogSteps.map((stepSize): Setting => {
      const leapfrogCount = Math.max(1, Math.round(trajectory / stepSize));
      const moves = hamiltonian({ stepSize, leapfrogCount });
      return { kernel: 'Hamiltonian', setting: stepSize, cost: leapfrogCount, moves };
    }),
  ];
}

function experimentOf(
  parameters: EfficiencyParameters,
  seed: number,
): Experiment<EfficiencyParameters, EfficiencyData, Stage> {
  const stages = Object.fromEntries(settingsOf(parameters).map((one) => [stageOf(one), 1 + one.cost])) as Record<
    Stage,
    number
  >;
  return { id: 'chain-efficiency', module: 'chapter/chains/efficiency', parameters, seed, stages, run: runEfficiency };
}

function stageOf({ kernel, setting }: Setting): Stage {
  return `${kernel} ${setting}`;
}

async function runEfficiency(p: EfficiencyParameters, key: Key, context: RunContext<Stage>): Promise<EfficiencyData> {
  const { dimension, chainCount, stepCount } = p;
  const potential = independentGaussians(vector(dimension).fill(1));
  const rows: EfficiencyRow[] = [];
  for (const [i, setting] of settingsOf(p).entries()) {
    const { kernel, setting: size, cost, moves } = setting;
    const found = await context.stage(stageOf(setting), async (options) => {
      const [startKey, walkKey] = [foldIn(key, 2 * i), foldIn(key, 2 * i + 1)];
      const start = ensemble(chainCount, dimension, normals(startKey, chainCount * dimension));
      const { records } = await runAlgorithm(markovChain(potential, moves), start, stepCount, {
        ...options,
        key: walkKey,
      });
      const { logAcceptance, squaredJump } = records;
      const byChain = (of: (n: number, t: number) => number): Estimate => chainEstimate(p, of);
      const ratio = (n: number, t: number): number => exp(logAcceptance[(t + 1) * chainCount + n]);
      return {
        acceptance: byChain((n, t) => Math.min(1, ratio(n, t))),
        squaredJump: byChain((n, t) => squaredJump[(t + 1) * chainCount + n] / dimension),
        meanRatio: byChain(ratio),
      };
    });
    rows.push({ kernel, setting: size, cost, ...found });
  }
  return { rows };
}

/** The mean over chains and steps; chains are independent, so that the spread of their means gives the error. */
function chainEstimate(
  { chainCount, stepCount }: EfficiencyParameters,
  of: (n: number, t: number) => number,
): Estimate {
  return meanEstimate(vector(chainCount).map((_, n) => mean(Array.from({ length: stepCount }, (__, t) => of(n, t)))));
}

/** `chainEfficiency` of a stored result. */
export const chainEfficiencyAgain = rebuilder(
  record({
    dimension: count,
    chainCount: count,
    stepCount: count,
    deviations: listOf(number),
    stepSizes: listOf(number),
    trajectory: number,
    leapfrogSteps: listOf(number),
  }),
  experimentOf,
);
