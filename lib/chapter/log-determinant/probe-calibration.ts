import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import {
  denseJacobian,
  type Flow,
  initialize,
  meanFieldDescent,
  stepDeterminant,
  stochasticJacobian,
} from '../../flow/index.js';
import { pathJacobians } from '../../flow/path-jacobian.js';
import { forcesOf, stepBlocks } from '../../flow/step-blocks.js';
import {
  estimateLogDeterminant,
  leadingEigenpairs,
  type SymmetricOperator,
  smallLogDeterminant,
} from '../../linear-algebra/index.js';
import { gaussian } from '../../model/index.js';
import { foldIn, type Key, signs, split } from '../../random/index.js';
import { log as logOf, squared } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';
import { morlet, symletBasis } from '../../wavelet/index.js';
import { kinkedPath } from './kinked-path.js';
import { towardsAr } from './step-spectra.js';

/** Parameters of the errors of estimated log-determinants: the scattering mean, regular and mean-field steps from noise. */
export interface ProbeCalibrationParameters {
  /** d of the single paths; their γ is the paper's times d/1024. */
  readonly signalLength: number;
  /** Approximate largest eigenvalue of the kinked path. */
  readonly kinkEigenvalue: number;
  /** Number of keys; each gives one probe and one estimate. */
  readonly keyCount: number;
  /** Standard error at which estimates stop, nats. */
  readonly goal: number;
  /** d of the coupled paths, and the ratio of their γ to the paper's. */
  readonly coupledLength: number;
  readonly coupledStepShare: number;
  /** Sizes of the coupled ensembles, and number of keys per size. */
  readonly ensembleSizes: readonly number[];
  readonly coupledKeyCount: number;
  readonly targetPathCount: number;
}

/** Stated errors of probes beside their actual errors. */
export interface ProbeCalibrationData {
  readonly paths: readonly CalibratedPath[];
  readonly couplings: readonly CalibratedCoupling[];
}

/** Estimates of ln|det| of a path's regular step, all in nats. */
export interface CalibratedPath {
  readonly name: 'smooth' | 'kinked';
  /** Eigenvalue of largest size. */
  readonly eigenvalue: number;
  /** ln|det| from all eigenvalues. */
  readonly exact: number;
  /** v·ln|I − A|·v of one probe per key, [keyCount], and the standard deviation of its distribution. */
  readonly probes: Vector;
  readonly probeDeviation: number;
  /** The library's estimate per key, its stated standard error and its number of products, [keyCount]. */
  readonly estimates: Vector;
  readonly standardErrors: Vector;
  readonly products: Vector;
}

/** Estimates of the K × K factor of an ensemble's mean-field step, ln|det(I − (c/N) Σ J M⁻¹Jᵀ)|, nats per ensemble. */
export interface CalibratedCoupling {
  readonly ensembleSize: number;
  readonly exact: number;
  /** From the estimated couplings without and with the correction of `stepDeterminant`; one value per key. */
  readonly naive: Vector;
  readonly corrected: Vector;
}

/**
 * Estimates of log-determinants beside their exact values, for many keys: of a smooth and of a kinked path, and of the coupling
 * of mean-field ensembles.
 */
export function probeCalibration(
  changes: Partial<ProbeCalibrationParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<ProbeCalibrationParameters, ProbeCalibrationData, Stage> {
  const small = profile === 'quick';
  const parameters: ProbeCalibrationParameters = {
    signalLength: 256,
    kinkEigenvalue: 3,
    keyCount: small ? 500 : 4000,
    goal: 0.05,
    coupledLength: 128,
    coupledStepShare: 0.5,
    ensembleSizes: [2, 8, 32],
    coupledKeyCount: small ? 40 : 400,
    targetPathCount: 400,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: ProbeCalibrationParameters,
  seed: number,
): Experiment<ProbeCalibrationParameters, ProbeCalibrationData, Stage> {
  return {
    id: 'probe-calibration',
    module: 'chapter/log-determinant/probe-calibration',
    parameters,
    seed,
    stages: alike(['smooth', 'kinked', ...parameters.ensembleSizes.map(stageOf)]),
    run: runProbeCalibration,
  };
}

type Stage = 'smooth' | 'kinked' | `N = ${number}`;
const stageOf = (ensembleSize: number): Stage => `N = ${ensembleSize}`;

async function runProbeCalibration(
  p: ProbeCalibrationParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<ProbeCalibrationData> {
  const [targetKey, pathKey, probeKey] = split(key, 3);
  const { signalLength: d, coupledLength } = p;
  const flow = await towardsAr('scattering-mean', d, d / 1024, targetKey, p.targetPathCount);
  const smooth = gaussian({ signalLength: d }).sample(pathKey, 1);
  const paths: CalibratedPath[] = [];
  for (const name of ['smooth', 'kinked'] as const) {
    paths.push(
      await context.stage(name, async () => {
        const path = name === 'smooth' ? smooth : kinkedTo(flow, smooth, p.kinkEigenvalue);
        return { name, ...calibratePath(stepBlocks(flow, path, 'double').block(0), foldIn(probeKey, paths.length), p) };
      }),
    );
  }
  const single = await towardsAr('scattering-mean', coupledLength, p.coupledStepShare, targetKey, p.targetPathCount);
  const { energy, target, stepSize } = single;
  const couplings: CalibratedCoupling[] = [];
  for (const ensembleSize of p.ensembleSizes) {
    couplings.push(
      await context.stage(stageOf(ensembleSize), async () => {
        const coupled = meanFieldDescent(energy, target, { stepSize, ensembleSize });
        const ensembleOfSize = gaussian({ signalLength: coupledLength }).sample(pathKey, ensembleSize);
        return calibrateCoupling(coupled, ensembleOfSize, probeKey, p.coupledKeyCount);
      }),
    );
  }
  return { paths, couplings };
}

/** The path moved towards the nearest zero of a finest coefficient until its largest eigenvalue is near the given one. */
function kinkedTo(flow: Flow, path: Ensemble, eigenvalue: number): Ensemble {
  const [filter] = morlet({ length: path.signalLength, scales: 1 }).bandPass;
  const at = (share: number): Ensemble => ensemble(1, path.signalLength, kinkedPath(path.data, filter, share).path);
  const [near, known] = [0.01, leadingSize(flow, at(0.01))];
  // The eigenvalue is inversely proportional to the distance from the zero.
  return at((near * known) / eigenvalue);
}

function leadingSize(flow: Flow, path: Ensemble): number {
  const { values } = leadingEigenpairs(
    stepBlocks(flow, path, 'double').operator(0),
    path.signalLength,
    path.signalLength,
  );
  return Math.max(values[0], -values[values.length - 1]);
}

/** Estimates of ln|det(I − A)| of a matrix A for many keys, beside its exact value. */
export function calibratePath(
  block: Matrix,
  key: Key,
  { keyCount, goal }: { readonly keyCount: number; readonly goal: number },
): Omit<CalibratedPath, 'name'> {
  const d = block.rowCount;
  const { values, vectors } = leadingEigenpairs(product(block), d, d);
  const logs = values.map((value) => logOf(Math.abs(1 - value)));
  const logarithm = matrix(d, d);
  for (let k = 0; k < d; k++) addOuter(logarithm, vectors.row(k), logs[k]);
  let offDiagonal = 0;
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) if (i !== j) offDiagonal += squared(logarithm.row(i)[j]);
  const [probes, estimates, standardErrors, products] = [0, 1, 2, 3].map(() => vector(keyCount));
  const [v, image] = [vector(d), vector(d)];
  const [apply, applyLogarithm] = [product(block), product(logarithm)];
  const basis = symletBasis(d);
  for (let r = 0; r < keyCount; r++) {
    const own = foldIn(key, r);
    applyLogarithm(signs(own, d, v), image);
    for (let i = 0; i < d; i++) probes[r] += v[i] * image[i];
    const draw = (probeNumber: number, out: Vector): void => void signs(foldIn(own, probeNumber), d, out);
    const estimate = estimateLogDeterminant(apply, d, draw, { goal, rounding: 1e-12, basis });
    estimates[r] = estimate.value;
    standardErrors[r] = Math.sqrt(estimate.variance);
    products[r] = estimate.products;
  }
  return {
    eigenvalue: values[0] > -values[d - 1] ? values[0] : values[d - 1],
    exact: logs.reduce((sum, log) => sum + log, 0),
    probes,
    probeDeviation: Math.sqrt(2 * offDiagonal),
    estimates,
    standardErrors,
    products,
  };
}

function calibrateCoupling(flow: Flow, paths: Ensemble, key: Key, keyCount: number): CalibratedCoupling {
  const { pathCount: N } = paths;
  const K = flow.energy.componentCount;
  const state = initialize(flow, paths);
  const scale = flow.stepSize / flow.lossScale;
  const forces = forcesOf(flow, paths);
  const [naive, corrected] = [vector(keyCount), vector(keyCount)];
  for (let r = 0; r < keyCount; r++) {
    const method = stochasticJacobian({ probeKey: foldIn(key, r) });
    const out = pathJacobians(N, K);
    method({ ...flow, ensembleSize: N }).evaluate(paths, forces, undefined, out, { stepNumber: 0, firstPath: 0 });
    naive[r] = couplingFactor(out.couplings, K, scale / N);
    corrected[r] = stepDeterminant(flow, state, method).collapse[0];
  }
  return { ensembleSize: N, exact: stepDeterminant(flow, state, denseJacobian).collapse[0], naive, corrected };
}

/** ln|det(I_K − scale Σ coupling)| over the couplings of all paths, [N, K, K]. */
function couplingFactor(couplings: Vector, order: number, scale: number): number {
  const factor = vector(order * order);
  for (let i = 0; i < couplings.length; i++) factor[i % factor.length] -= scale * couplings[i];
  for (let k = 0; k < order; k++) factor[k * (order + 1)] += 1;
  return smallLogDeterminant(factor, order).logAbs;
}

/** v ↦ Av for a symmetric matrix. */
function product(symmetric: Matrix): SymmetricOperator {
  return (v, out) => {
    out.fill(0);
    for (let i = 0; i < v.length; i++) {
      const row = symmetric.row(i);
      for (let j = 0; j < out.length; j++) out[j] += v[i] * row[j];
    }
  };
}

/** Adds factor · u uᵀ. */
function addOuter(out: Matrix, u: Vector, factor: number): void {
  for (let i = 0; i < u.length; i++) {
    const [row, scaled] = [out.row(i), factor * u[i]];
    for (let j = 0; j < u.length; j++) row[j] += scaled * u[j];
  }
}

/** `probeCalibration` of a stored result. */
export const probeCalibrationAgain = rebuilder(
  record({
    signalLength: count,
    kinkEigenvalue: number,
    keyCount: count,
    goal: number,
    coupledLength: count,
    coupledStepShare: number,
    ensembleSizes: listOf(count),
    coupledKeyCount: count,
    targetPathCount: count,
  }),
  experimentOf,
);
