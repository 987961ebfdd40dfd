import { type Ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { scatteringMean } from '../../energy/index.js';
import { type Flow, meanFieldDescent, stochasticJacobian } from '../../flow/index.js';
import { pathJacobians } from '../../flow/path-jacobian.js';
import { forcesOf, stepBlocks } from '../../flow/step-blocks.js';
import { host } from '../../host/index.js';
import { factoriseDense } from '../../linear-algebra/index.js';
import { gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { pow } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, pairOf, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';
import { tableOneTruth } from '../synthetic/table-one-cells.js';

/** Counts of first- and of second-order filters. */
type Scales = readonly [number, number];

/** Parameters of the cost of estimated log-determinants beside dense ones: the scattering mean, towards AR(0.1). */
export interface EstimateCostParameters {
  /** d of dense blocks, and of estimates. */
  readonly denseLengths: readonly number[];
  readonly probeLengths: readonly number[];
  /** N of estimates, and counts of first- and second-order filters, which make K = first · (1 + second); at `signalLength`. */
  readonly sizes: readonly number[];
  readonly scales: readonly Scales[];
  readonly signalLength: number;
  /** N of estimates with growing d and K, and N of dense blocks. */
  readonly ensembleSize: number;
  readonly denseSize: number;
  /** Number of timings per entry, fewer for slow ones; the smallest time counts. */
  readonly rounds: number;
}

/** Time of the log-determinants of one step, for all blocks and couplings of an ensemble, on one thread. */
export interface EstimateCostEntry {
  readonly method: 'dense' | 'probes';
  readonly signalLength: number;
  readonly ensembleSize: number;
  readonly componentCount: number;
  readonly seconds: number;
  /** Part of the time that factorises dense blocks; 0 for estimates. */
  readonly factorisation: number;
  /** Σ ln|det| of the blocks, nats, and its standard error. */
  readonly logAbs: number;
  readonly standardError: number;
  /** Mean number of probes per path; 0 for dense blocks. Small ensembles need more probes. */
  readonly probes: number;
}

/** Times of estimated and of dense log-determinants by length. */
export interface EstimateCostData {
  readonly byLength: readonly EstimateCostEntry[];
  readonly bySize: readonly EstimateCostEntry[];
  readonly byComponents: readonly EstimateCostEntry[];
}

/**
 * Times the log-determinants of a mean-field step by dense blocks (d products and O(d³) per path) and by probes, for growing d, N and
 * K; γ is the paper's times d/1024, so that spectra are alike. Both use the compiled products; estimates take their number of probes
 * from the previous step, as in a descent. These times differ from run to run, unlike all other results.
 */
export function estimateCost(
  changes: Partial<EstimateCostParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<EstimateCostParameters, EstimateCostData, Stage> {
  const small = profile === 'quick';
  const parameters: EstimateCostParameters = {
    denseLengths: small ? [64, 128, 256, 512] : [64, 128, 256, 512, 1024],
    probeLengths: [64, 128, 256, 512, 1024, 2048, 4096],
    sizes: [4, 16, 64, 128],
    scales: [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 6],
    ],
    signalLength: 256,
    ensembleSize: 32,
    denseSize: 4,
    rounds: small ? 5 : 15,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: EstimateCostParameters,
  seed: number,
): Experiment<EstimateCostParameters, EstimateCostData, Stage> {
  const stages = alike(Object.values(casesOf(parameters)).flat().map(stageOf));
  return {
    id: 'estimate-cost',
    module: 'chapter/log-determinant/estimate-cost',
    parameters,
    seed,
    stages,
    run: runEstimateCost,
  };
}

/** The setting of one timed entry. */
interface TimedCase {
  readonly group: 'by d' | 'by N' | 'by K';
  readonly method: EstimateCostEntry['method'];
  readonly signalLength: number;
  readonly ensembleSize: number;
  readonly scales: Scales;
}

const PAPER_SCALES = [4, 6] as const;

function casesOf(p: EstimateCostParameters): Readonly<Record<keyof EstimateCostData, readonly TimedCase[]>> {
  const { signalLength, ensembleSize, denseSize } = p;
  const probes = { method: 'probes', signalLength, ensembleSize, scales: PAPER_SCALES } as const;
  const dense = { ...probes, method: 'dense', ensembleSize: denseSize } as const;
  return {
    byLength: [
      ...p.denseLengths.map((d) => ({ ...dense, group: 'by d', signalLength: d }) as const),
      ...p.probeLengths.map((d) => ({ ...probes, group: 'by d', signalLength: d }) as const),
    ],
    bySize: p.sizes.map((size) => ({ ...probes, group: 'by N', ensembleSize: size })),
    byComponents: p.scales.map((scales) => ({ ...probes, group: 'by K', scales })),
  };
}

const stageOf = ({ group, method, signalLength, ensembleSize, scales }: TimedCase) =>
  `${group}: ${method}, d = ${signalLength}, N = ${ensembleSize}, ${scales[0]} and ${scales[1]} filters` as const;
type Stage = ReturnType<typeof stageOf>;

/** Time of a step's log-determinants by dense blocks. */
export interface DenseStepTime {
  /** Seconds of the d Hessian products per path, O(d²) up to a logarithm. */
  readonly products: number;
  /** Seconds of the elimination of the blocks, O(d³). */
  readonly elimination: number;
}

/**
 * Extrapolates the time of dense blocks from the longest measured block, in seconds on one thread: products by d²,
 * elimination by d³, both by the number of paths.
 * @throws RangeError when no dense block was measured
 */
export function denseStepTime({ byLength }: EstimateCostData, pathCount: number, signalLength: number): DenseStepTime {
  const longest = byLength.filter(({ method }) => method === 'dense').at(-1);
  if (longest === undefined)
    throw new RangeError('denseStepTime: cost expects a dense block among byLength, got none; measure one');
  const { seconds, factorisation } = longest;
  const [paths, length] = [pathCount / longest.ensembleSize, signalLength / longest.signalLength];
  return {
    products: (seconds - factorisation) * paths * (length * length),
    elimination: factorisation * paths * pow(length, 3),
  };
}

async function runEstimateCost(
  p: EstimateCostParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<EstimateCostData> {
  // Lets V8 optimise the code before the first entry is timed.
  for (const method of ['dense', 'probes'] as const) await timed(key, method, 64, 4, PAPER_SCALES, 20);
  const measured = async (cases: readonly TimedCase[]): Promise<EstimateCostEntry[]> => {
    const entries: EstimateCostEntry[] = [];
    for (const one of cases) {
      const { method, signalLength, ensembleSize, scales } = one;
      const time = () => timed(key, method, signalLength, ensembleSize, scales, p.rounds);
      entries.push(await context.stage(stageOf(one), time));
    }
    return entries;
  };
  const { byLength, bySize, byComponents } = casesOf(p);
  return {
    byLength: await measured(byLength),
    bySize: await measured(bySize),
    byComponents: await measured(byComponents),
  };
}

/** Time and result of one method for the log-determinants. */
interface Outcome {
  readonly factorisation: number;
  readonly logAbs: number;
  readonly standardError: number;
  readonly probes: number;
}

/**
 * The step whose determinants are timed: noise moves towards AR(0.1) by the scattering mean. The step's blocks are full matrices.
 * @internal exported for its test
 */
export function timedStep(key: Key, signalLength: number, ensembleSize: number, [firstScales, secondScales]: Scales) {
  const [targetKey, pathKey, probeKey] = split(key, 3);
  const energy = scatteringMean({ signalLength, firstScales, secondScales });
  const truth = energy.values(tableOneTruth('ar-0.1', signalLength).sample(targetKey, 64));
  const target = vector(energy.componentCount).map((_, k) => meanOfColumn(truth, k));
  const flow = meanFieldDescent(energy, target, { stepSize: (5 * signalLength) / 1024, ensembleSize });
  return { flow, paths: gaussian({ signalLength }).sample(pathKey, ensembleSize), probeKey };
}

/** Numbers of calls before timing, so that the code is optimised, and per round, so that the clock's resolution does not matter. */
const WARM_UP_MILLISECONDS = 80;
const ROUND_MILLISECONDS = 10;
/** Time after which no further round starts, from the third round on. */
const MOST_MILLISECONDS = 600;

async function timed(
  key: Key,
  method: EstimateCostEntry['method'],
  signalLength: number,
  ensembleSize: number,
  scales: Scales,
  rounds: number,
): Promise<EstimateCostEntry> {
  const { flow, paths, probeKey } = timedStep(key, signalLength, ensembleSize, scales);
  const call = method === 'dense' ? denseCall(flow, paths) : probeCall(flow, paths, probeKey);
  let outcome!: Outcome;
  /** Seconds per call, from as many calls as fill `milliseconds`. */
  const average = (milliseconds: number): { seconds: number; factorisation: number } => {
    const begun = performance.now();
    for (let calls = 1, factorisation = 0; ; calls++) {
      outcome = call();
      factorisation += outcome.factorisation;
      const spent = performance.now() - begun;
      if (spent >= milliseconds) return { seconds: spent / calls / 1000, factorisation: factorisation / calls };
    }
  };
  average(WARM_UP_MILLISECONDS);
  let best = { seconds: Infinity, factorisation: 0 };
  const started = performance.now();
  for (let round = 0; round < rounds && (round < 2 || performance.now() - started < MOST_MILLISECONDS); round++) {
    const time = average(ROUND_MILLISECONDS);
    if (time.seconds < best.seconds) best = time;
    await host.turn();
  }
  const { logAbs, standardError, probes } = outcome;
  return {
    method,
    signalLength,
    ensembleSize,
    componentCount: flow.energy.componentCount,
    ...best,
    logAbs,
    standardError,
    probes,
  };
}

/** Every block from d products for all paths of a group at once, its factors, and the coupling from K solutions. */
function denseCall(flow: Flow, paths: Ensemble): () => Outcome {
  const { signalLength: d } = paths;
  const K = flow.energy.componentCount;
  return () => {
    const { kernel } = stepBlocks(flow, paths);
    const { width } = kernel;
    const [directions, products, rates] = [vector(width * d), vector(width * d), vector(width * K)];
    let [logAbs, factorisation] = [0, 0];
    for (let first = 0; first < paths.pathCount; first += width) {
      const count = Math.min(width, paths.pathCount - first);
      const blocks = Array.from({ length: count }, () => ({ block: matrix(d, d), gradients: matrix(K, d) }));
      for (let i = 0; i < d; i++) {
        for (let l = 0; l < count; l++) directions[l * d + i] = 1;
        kernel.hessianProduct(first / width, directions, 0, products, rates);
        blocks.forEach(({ block, gradients }, l) => {
          directions[l * d + i] = 0;
          for (let j = 0; j < d; j++) block.data[i * d + j] = (i === j ? 1 : 0) - products[l * d + j];
          for (let k = 0; k < K; k++) gradients.data[k * d + i] = rates[l * K + k];
        });
      }
      const started = performance.now();
      for (const { block, gradients } of blocks) {
        const { logDeterminant, solve } = factoriseDense(block);
        for (let k = 0; k < K; k++) solve(gradients.row(k));
        logAbs += logDeterminant.logAbs;
      }
      factorisation += (performance.now() - started) / 1000;
    }
    return { factorisation, logAbs, standardError: 0, probes: 0 };
  };
}

/** Estimates for a sequence of steps of paths that do not move. */
function probeCall(flow: Flow, paths: Ensemble, probeKey: Key): () => Outcome {
  const { pathCount } = paths;
  const { evaluate } = stochasticJacobian({ probeKey })(flow);
  const forces = forcesOf(flow, paths);
  const out = pathJacobians(pathCount, flow.energy.componentCount);
  let stepNumber = 0;
  return () => {
    evaluate(paths, forces, undefined, out, { stepNumber: stepNumber++, firstPath: 0 });
    const standardError = Math.sqrt(sum(out.variances));
    return { factorisation: 0, logAbs: sum(out.logAbs), standardError, probes: sum(out.probes) / pathCount };
  };
}

function meanOfColumn(rows: Matrix, k: number): number {
  let total = 0;
  for (let n = 0; n < rows.rowCount; n++) total += rows.row(n)[k];
  return total / rows.rowCount;
}

function sum(values: Vector): number {
  return values.reduce((total, value) => total + value, 0);
}

/** `estimateCost` of a stored result. */
export const estimateCostAgain = rebuilder(
  record({
    denseLengths: listOf(count),
    probeLengths: listOf(count),
    sizes: listOf(count),
    scales: listOf(pairOf(count, count)),
    signalLength: count,
    ensembleSize: count,
    denseSize: count,
    rounds: count,
  }),
  experimentOf,
);
