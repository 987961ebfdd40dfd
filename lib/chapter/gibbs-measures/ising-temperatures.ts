import { runAlgorithm } from '../../algorithm/index.js';
import { type Vector, vector } from '../../array/index.js';
import {
  fairSpins,
  type IsingTorus,
  isingAverages,
  isingTorus,
  magnetisationLaw,
  metropolis,
} from '../../lattice/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { squared } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of Ising's model at several temperatures. */
export interface IsingParameters {
  /** Rows and columns of the torus. */
  readonly side: number;
  /** T in units of J. */
  readonly temperatures: readonly number[];
  readonly chainCount: number;
  /** Sweeps that are left out at the start of each chain, and those that are averaged over: whole multiples of 10. */
  readonly burnIn: number;
  readonly sweepCount: number;
}

/** Numbers of a temperature, per site. */
export interface IsingRow<Number> {
  readonly temperature: number;
  /** ⟨U⟩, in units of J. */
  readonly energy: Number;
  /** Var U, in units of J². */
  readonly energyVariance: Number;
  /** ⟨|Σ s|⟩. */
  readonly magnetisation: Number;
}

/** Metropolis chains at several temperatures, and the exact numbers. */
export interface IsingData {
  readonly sampled: readonly IsingRow<Estimate>[];
  readonly exact: readonly IsingRow<number>[];
}

const SWEEPS_PER_STEP = 10;

type Stage = `T = ${number}`;

/** Metropolis sweeps of Ising's model on a torus, from fair spins, beside exact averages. Errors come from independent chains. */
export function isingTemperatures(
  changes: Partial<IsingParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<IsingParameters, IsingData, Stage> {
  const parameters: IsingParameters = {
    side: 8,
    // The first, the critical and the last have averages that were computed elsewhere.
    temperatures: [1 / 0.6, 1.9, 2.1, 1 / 0.440686793509772, 2.5, 2.8, 3.3, 5],
    chainCount: 32,
    burnIn: 500,
    sweepCount: 1500,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(parameters: IsingParameters, seed: number): Experiment<IsingParameters, IsingData, Stage> {
  const stages = alike(parameters.temperatures.map((temperature): Stage => `T = ${temperature}`));
  return {
    id: 'ising-temperatures',
    module: 'chapter/gibbs-measures/ising-temperatures',
    parameters,
    seed,
    stages,
    run,
  };
}

async function run(parameters: IsingParameters, key: Key, context: RunContext<Stage>): Promise<IsingData> {
  const { side, temperatures, chainCount, burnIn, sweepCount } = parameters;
  const torus = isingTorus({ rows: side, columns: side });
  const sampled: IsingRow<Estimate>[] = [];
  for (const [i, temperature] of temperatures.entries()) {
    const [startKey, sweepKey] = split(foldIn(key, i), 2);
    const chains = await context.stage(`T = ${temperature}`, async (options) => {
      const algorithm = metropolis(torus, { inverseTemperature: 1 / temperature, sweepsPerStep: SWEEPS_PER_STEP });
      const stepCount = (burnIn + sweepCount) / SWEEPS_PER_STEP;
      const start = fairSpins(torus, startKey, chainCount);
      const { records } = await runAlgorithm(algorithm, start, stepCount, { ...options, key: sweepKey });
      const first = 1 + burnIn / SWEEPS_PER_STEP;
      return {
        energy: records.energy.slice(first * chainCount),
        magnetisation: records.magnetisation.slice(first * chainCount),
      };
    });
    sampled.push({ temperature, ...estimatesOf(chains, chainCount, side * side) });
  }
  return { sampled, exact: temperatures.map((temperature) => exactRow(torus, temperature)) };
}

/** Means with the spread of independent chains for an error. */
function estimatesOf(
  { energy, magnetisation }: { readonly energy: Vector; readonly magnetisation: Vector },
  chainCount: number,
  siteCount: number,
): Omit<IsingRow<Estimate>, 'temperature'> {
  const perChain = (values: Vector): Estimate => {
    const means = vector(chainCount);
    for (let at = 0; at < values.length; at++)
      means[at % chainCount] += values[at] / (siteCount * (values.length / chainCount));
    return meanEstimate(means);
  };
  const centre = energy.reduce((sum, value) => sum + value, 0) / energy.length;
  return {
    energy: perChain(energy),
    energyVariance: perChain(energy.map((value) => squared(value - centre))),
    magnetisation: perChain(magnetisation.map(Math.abs)),
  };
}

/** Exact averages per site at a temperature. */
export function exactRow(torus: IsingTorus, temperature: number): IsingRow<number> {
  const { siteCount } = torus;
  const inverseTemperature = 1 / temperature;
  const { meanEnergy, energyVariance } = isingAverages(torus, { inverseTemperature });
  const law = magnetisationLaw(torus, { inverseTemperature });
  const magnetisation = law.reduce((sum, mass, m) => sum + mass * Math.abs(2 * m - siteCount), 0);
  return {
    temperature,
    energy: meanEnergy / siteCount,
    energyVariance: energyVariance / siteCount,
    magnetisation: magnetisation / siteCount,
  };
}

/** `isingTemperatures` of a stored result. */
export const isingTemperaturesAgain = rebuilder(
  record({ side: count, temperatures: listOf(number), chainCount: count, burnIn: count, sweepCount: count }),
  experimentOf,
);
