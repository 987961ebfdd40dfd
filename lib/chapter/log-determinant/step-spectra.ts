import { type Ensemble, ensemble, type Vector } from '../../array/index.js';
import {
  autocovariance,
  type Energy,
  principalComponents,
  projectedScatteringCovariance,
  scatteringCovariance,
  scatteringMean,
  scatteringSpectra,
} from '../../energy/index.js';
import { meanPower } from '../../expectation/mean-power.js';
import { targetEnergy } from '../../expectation/target-energy.js';
import { descend, type Flow, regularDescent } from '../../flow/index.js';
import { largestSize, spectrumEnds, stepBlocks } from '../../flow/step-blocks.js';
import { host } from '../../host/index.js';
import { leadingEigenpairs } from '../../linear-algebra/index.js';
import { gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';
import { paperDescent, type TableOneEnergy, tableOneEnergies, tableOneTruth } from '../synthetic/table-one-cells.js';

/** Parameters of the spectra of γ∇²L, the matrix that a step subtracts from the identity. */
export interface StepSpectraParameters {
  /** d of whole spectra, and of the observed descent; γ is the paper's times d/1024. */
  readonly signalLength: number;
  readonly watchedLength: number;
  /** Signal lengths at which extremal eigenvalues are compared, all with the paper's γ. */
  readonly lengths: readonly number[];
  /** Number of paths over which the extremal eigenvalues are taken. */
  readonly extremePathCount: number;
  /** Step numbers at which a path's spectrum is computed again. */
  readonly laterStep: number;
  /** Number of paths of the regular descent with the scattering mean, and the steps at which their spectra are computed. */
  readonly pathCount: number;
  readonly watchedSteps: readonly number[];
  /** Number of Lanczos steps per extremal eigenvalue. */
  readonly lanczosSteps: number;
  /** Number of paths from which targets, σ² and principal components are estimated. */
  readonly targetPathCount: number;
}

/** Spectra of steps of every energy. */
export interface StepSpectraData {
  /** Extremal eigenvalues before the first step. */
  readonly extremes: readonly SpectrumEnds[];
  /** All eigenvalues of one path, in decreasing order. */
  readonly spectra: readonly PathSpectrum[];
  /** The largest eigenvalue in size of every path of a regular descent with the scattering mean. */
  readonly watched: readonly { readonly stepNumber: number; readonly largest: Vector }[];
}

/** Extremal eigenvalues of a step over all paths. */
export interface SpectrumEnds {
  readonly energy: TableOneEnergy;
  readonly signalLength: number;
  /** Over all paths. */
  readonly smallest: number;
  readonly largest: number;
  /** The eigenvalue of largest size, without its sign: the median over paths. */
  readonly typical: number;
}

/** Eigenvalues of one path’s step. */
export interface PathSpectrum {
  readonly energy: TableOneEnergy;
  readonly stepNumber: number;
  /** [d]. */
  readonly values: Vector;
}

/**
 * The spectrum of γ∇²L of single paths, L the loss of eq. (2): for the four energies of Table 1, by signal length, early and late
 * in a regular descent towards AR(0.1); and how many paths of a longer descent come to have an eigenvalue of order 1.
 * Deviation: targets, σ² and principal components come from few paths, which hardly changes the size of a spectrum.
 */
export function stepSpectra(
  changes: Partial<StepSpectraParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<StepSpectraParameters, StepSpectraData, Stage> {
  const small = profile === 'quick';
  const parameters: StepSpectraParameters = {
    signalLength: small ? 256 : 1024,
    watchedLength: 256,
    lengths: [128, 256, 512, 1024],
    extremePathCount: small ? 8 : 32,
    laterStep: 100,
    pathCount: small ? 96 : 256,
    watchedSteps: small ? [0, 50, 100, 200, 400] : [0, 50, 100, 200, 400, 700, 1000],
    lanczosSteps: 40,
    targetPathCount: 400,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: StepSpectraParameters,
  seed: number,
): Experiment<StepSpectraParameters, StepSpectraData, Stage> {
  const { lengths, watchedSteps } = parameters;
  const stages = alike([
    ...tableOneEnergies.flatMap((energy) => lengths.map((d) => extremesStage(energy, d))),
    ...tableOneEnergies.map(spectraStage),
    ...watchedSteps.map(descentStage),
  ]);
  return {
    id: 'step-spectra',
    module: 'chapter/log-determinant/step-spectra',
    parameters,
    seed,
    stages,
    run: runStepSpectra,
  };
}

type Stage = `extremes, ${TableOneEnergy}, d = ${number}` | `spectra, ${TableOneEnergy}` | `descent, step ${number}`;
const extremesStage = (energy: TableOneEnergy, d: number): Stage => `extremes, ${energy}, d = ${d}`;
const spectraStage = (energy: TableOneEnergy): Stage => `spectra, ${energy}`;
const descentStage = (stepNumber: number): Stage => `descent, step ${stepNumber}`;

async function runStepSpectra(
  p: StepSpectraParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<StepSpectraData> {
  const [targetKey, pathKey, startKey] = split(key, 3);
  const { signalLength, targetPathCount } = p;
  const extremes: SpectrumEnds[] = [];
  const spectra: PathSpectrum[] = [];
  for (const energy of tableOneEnergies) {
    for (const d of p.lengths) {
      const ends = await context.stage(extremesStage(energy, d), async () => {
        const flow = await towardsAr(energy, d, 1, targetKey, targetPathCount);
        const paths = gaussian({ signalLength: d }).sample(pathKey, p.extremePathCount);
        return spectrumEnds(stepBlocks(flow, paths), startKey, p.lanczosSteps);
      });
      const [smallest, largest] = [
        Math.min(...ends.map((end) => end.smallest)),
        Math.max(...ends.map((end) => end.largest)),
      ];
      const sizes = largestSize(ends).sort();
      const typical = (sizes[(sizes.length - 1) >> 1] + sizes[sizes.length >> 1]) / 2;
      extremes.push({ energy, signalLength: d, smallest, largest, typical });
    }
    const values = await context.stage(spectraStage(energy), async () => {
      const flow = await towardsAr(energy, signalLength, signalLength / 1024, targetKey, targetPathCount);
      const first = gaussian({ signalLength }).sample(pathKey, 1);
      const { paths } = await descend(flow, first, p.laterStep);
      const early = eigenvalues(flow, first);
      // Returns to the event loop between two matrices, so that an interrupt can take effect.
      await host.turn();
      return [early, eigenvalues(flow, paths)];
    });
    [0, p.laterStep].forEach((stepNumber, i) => {
      spectra.push({ energy, stepNumber, values: values[i] });
    });
  }
  return { extremes, spectra, watched: await watchDescent(p, [targetKey, pathKey, startKey], context) };
}

/** Largest eigenvalues of the paths of a regular descent, at each of its observed steps. */
async function watchDescent(
  p: StepSpectraParameters,
  [targetKey, pathKey, startKey]: readonly Key[],
  context: RunContext<Stage>,
): Promise<StepSpectraData['watched']> {
  const { watchedLength: signalLength, pathCount } = p;
  const flow = await towardsAr('scattering-mean', signalLength, signalLength / 1024, targetKey, p.targetPathCount);
  const watched: { stepNumber: number; largest: Vector }[] = [];
  let data = gaussian({ signalLength }).sample(pathKey, pathCount).data;
  let at = 0;
  for (const stepNumber of p.watchedSteps) {
    const seen = await context.stage(descentStage(stepNumber), async () => {
      const before = ensemble(pathCount, signalLength, data);
      const paths = stepNumber > at ? (await descend(flow, before, stepNumber - at)).paths : before;
      return {
        data: paths.data,
        largest: largestSize(spectrumEnds(stepBlocks(flow, paths), startKey, p.lanczosSteps)),
      };
    });
    watched.push({ stepNumber, largest: seen.largest });
    [at, data] = [stepNumber, seen.data];
  }
  return watched;
}

const TRUTH = { model: 'ar-0.1' } as const;
const SCALES = 7;
const COMPONENTS = 20;

/** The regular descent of a cell of Table 1 towards AR(0.1), with `stepShare` times the paper's γ. */
export async function towardsAr(
  name: TableOneEnergy,
  signalLength: number,
  stepShare: number,
  key: Key,
  pathCount: number,
): Promise<Flow> {
  const truth = tableOneTruth(TRUTH.model, signalLength);
  const energy = await energyFor(name, signalLength, key, pathCount);
  const { mean } = await targetEnergy(energy, truth, key, pathCount);
  return regularDescent(energy, mean, { stepSize: stepShare * paperDescent({ ...TRUTH, energy: name }).stepSize });
}

async function energyFor(name: TableOneEnergy, signalLength: number, key: Key, pathCount: number): Promise<Energy> {
  switch (name) {
    case 'autocovariance':
      return autocovariance({ signalLength });
    case 'scattering-mean':
      return scatteringMean({ signalLength });
    case 'scattering-covariance': {
      const { energies } = await targetEnergy(
        scatteringCovariance({ signalLength }),
        gaussian({ signalLength }),
        key,
        pathCount,
      );
      return projectedScatteringCovariance(principalComponents(energies, COMPONENTS).projection, { signalLength });
    }
    case 'scattering-spectra': {
      const sigma2 = await meanPower(tableOneTruth(TRUTH.model, signalLength), key, pathCount, SCALES);
      return scatteringSpectra({ signalLength, scales: SCALES, sigma2 });
    }
  }
}

/** All eigenvalues of the only path's block, in decreasing order. */
function eigenvalues(flow: Flow, path: Ensemble): Vector {
  const { signalLength } = path;
  return leadingEigenpairs(stepBlocks(flow, path, 'double').operator(0), signalLength, signalLength).values;
}

/** `stepSpectra` of a stored result. */
export const stepSpectraAgain = rebuilder(
  record({
    signalLength: count,
    watchedLength: count,
    lengths: listOf(count),
    extremePathCount: count,
    laterStep: count,
    pathCount: count,
    watchedSteps: listOf(count),
    lanczosSteps: count,
    targetPathCount: count,
  }),
  experimentOf,
);
