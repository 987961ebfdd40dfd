import { runAlgorithm } from '../../algorithm/index.js';
import { type Ensemble, ensemble, type Matrix, matrix, meanRows, type Vector, vector } from '../../array/index.js';
import { meanFieldLangevin } from '../../chain/index.js';
import { alongModes, canonicalModels, canonicalSpectrum, meanFieldLimit } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { factoriseDense } from '../../linear-algebra/index.js';
import { ar, gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { cos } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { lagModes, precisions } from './lag-forms.js';

/** Descents towards the autocovariances of AR(1), and how canonical the paths are that they make. */
export interface SteinParameters {
  /** φ. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly pathCount: number;
  /** c, the strength of the drift; the temperature of the noisy ones is 1. */
  readonly strength: number;
  /** h. */
  readonly stepSize: number;
  readonly stepCount: number;
}

/** Multipliers of paths by score matching, and what is left of Stein's identity along further lags. */
export interface SteinRow {
  readonly paths: string;
  /** θ from E[ΔΦ − J x] = G θ: lag 1, then lag 0. */
  readonly multipliers: Vector;
  /** Residuals for lags 2 to 5, each in units of √E|∇f|²; 0 for paths of the form q₀ e^{−θ·Φ}. */
  readonly residuals: readonly Estimate[];
}

/** Rows of ensembles, and of the law that the mean field without noise ends at. */
export interface SteinData {
  /** Multipliers of largest entropy at the target, and those of the law at rest with noise, which misses the target by θ/c. */
  readonly canonical: Vector;
  readonly noisy: Vector;
  readonly rows: readonly SteinRow[];
  /** The mean field of infinitely many paths, small steps: in closed form. */
  readonly limit: SteinRow;
  /** Its E|∇ln p − ∇ln q_θ|², of which each squared residual is a part. */
  readonly limitFisher: number;
}

/** Lags of the test fields: Φ's own, then those that nothing asks for. */
const LAGS = [1, 0, 2, 3, 4, 5];
const OWN = 2;

/** Stein's identity for ensembles that the descents make from white noise. */
export function steinTest(
  changes: Partial<SteinParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<SteinParameters, SteinData, Stage> {
  const parameters: SteinParameters = {
    ...{ coefficient: 0.6, signalLength: 32, pathCount: 512 },
    ...{ strength: 400, stepSize: 0.01, stepCount: 250 },
    ...changes,
  };
  return experimentOf(parameters, seed);
}

const ways = [
  { name: 'regular descent', together: false, temperature: 0 },
  { name: 'mean-field descent', together: true, temperature: 0 },
  { name: 'mean field with noise', together: true, temperature: 1 },
] as const;
type Stage = (typeof ways)[number]['name'];

function experimentOf(parameters: SteinParameters, seed: number): Experiment<SteinParameters, SteinData, Stage> {
  const stages = { 'regular descent': 1, 'mean-field descent': 1, 'mean field with noise': 2 };
  return { id: 'stein-test', module: 'chapter/without-sampling/stein', parameters, seed, stages, run: runStein };
}

async function runStein(p: SteinParameters, key: Key, context: RunContext<Stage>): Promise<SteinData> {
  const { signalLength: d, pathCount } = p;
  const [drawKey, startKey, noiseKey] = split(key, 3);
  const truth = ar([p.coefficient], { signalLength: d });
  const { target } = canonicalModels(truth);
  const model = canonicalSpectrum(lagModes(d), { target });
  const base = gaussian({ signalLength: d });
  const exact = base.sample(drawKey, pathCount);
  const canonicalDraws = exact.data.map((x, i) => x * x * model.spectrum[i % d]);
  const rows = [steinRow('drawn from the canonical law', ensemble(pathCount, d, canonicalDraws))];
  const energy = autocovariance({ signalLength: d });
  for (const { name, together, temperature } of ways) {
    const algorithm = meanFieldLangevin(energy, target, {
      ...{ strength: p.strength, temperature, stepSize: p.stepSize, base },
      ensembleSize: together ? pathCount : 1,
    });
    const { state } = await context.stage(name, async (options) => {
      const start = base.sample(startKey, pathCount);
      const space = await runAlgorithm(algorithm, start, p.stepCount, { ...options, key: noiseKey });
      return { state: space.state.paths.slice() };
    });
    const along = alongModes(ensemble(pathCount, d, state));
    rows.push(
      steinRow(
        name,
        ensemble(
          pathCount,
          d,
          along.data.map((y) => y * y),
        ),
      ),
    );
  }
  const { variances } = meanFieldLimit(truth, { stepSize: SMALL_STEP });
  const limit = steinRow('mean-field descent, N → ∞', ensemble(1, d, variances));
  const gap = precisions(limit.multipliers, d);
  return {
    canonical: model.multipliers,
    noisy: canonicalSpectrum(lagModes(d), { target, ridge: 1 / p.strength }).multipliers,
    rows,
    limit,
    limitFisher: variances.reduce((sum, value, j) => sum + (1 / value - gap[j]) * (1 / value - gap[j]) * value, 0),
  };
}

/** γ of the limit: small enough for its law to be that of the flow. */
const SMALL_STEP = 0.05;

/**
 * Stein's identity E[Δf − ∇f·(x + Jᵀθ)] = 0 of the law q₀ e^{−θ·Φ} along f = (1/d) Σ cos(lθⱼ) yⱼ², y the coordinates along the modes. θ
 * solves it for Φ's own lags; further lags are freed of what they share with these.
 * @internal exported for its test
 * @param squares yⱼ² of each path, or the variances of a Gaussian law as a single one
 */
export function steinRow(paths: string, squares: Ensemble): SteinRow {
  const { pathCount, signalLength: d } = squares;
  const fields = LAGS.map((lag) => vector(d).map((_, j) => cos((Math.PI * lag * (j + 1)) / (d + 1))));
  const power = vector(d);
  meanRows(matrix(pathCount, d, squares.data), 0, pathCount, power);
  /** E ∇f·∇g. */
  const inner = (f: Vector, g: Vector): number =>
    f.reduce((sum, value, j) => sum + (4 / (d * d)) * value * g[j] * power[j], 0);
  const gram = matrixOf(OWN, (k, l) => inner(fields[k], fields[l]));
  const multipliers = vector(OWN).map((_, k) =>
    fields[k].reduce((sum, value, j) => sum + (2 / d) * value * (1 - power[j]), 0),
  );
  factoriseDense(matrix(OWN, OWN, gram.data.slice())).solve(multipliers);
  const slopes = precisions(multipliers, d);
  const residuals = fields.slice(OWN).map((field) => {
    const shares = vector(OWN).map((_, k) => inner(field, fields[k]));
    factoriseDense(matrix(OWN, OWN, gram.data.slice())).solve(shares);
    const free = field.map((value, j) => value - shares[0] * fields[0][j] - shares[1] * fields[1][j]);
    const scale = Math.sqrt(inner(free, free));
    const values = vector(pathCount).map((_, n) =>
      squares.path(n).reduce((sum, y, j) => sum + ((2 / d) * free[j] * (1 - y * slopes[j])) / scale, 0),
    );
    return pathCount > 1 ? meanEstimate(values) : { value: values[0], standardError: 0 };
  });
  return { paths, multipliers, residuals };
}

function matrixOf(order: number, entry: (k: number, l: number) => number): Matrix {
  return matrix(
    order,
    order,
    vector(order * order).map((_, at) => entry(Math.floor(at / order), at % order)),
  );
}

/** `steinTest` of a stored result. */
export const steinTestAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    pathCount: count,
    strength: number,
    stepSize: number,
    stepCount: count,
  }),
  experimentOf,
);
