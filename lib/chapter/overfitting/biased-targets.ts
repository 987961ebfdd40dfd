import { type Matrix, matrix, type Vector, vector, vectorOf } from '../../array/index.js';
import { type Curve, finiteEnsembleLaw, meanCurve, reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { meanFieldDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of descents towards targets that are means over few true paths. */
export interface BiasedTargetsParameters {
  /** φ of the true AR(1) model with unit variance. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** Number of true paths over which a target is averaged; Infinity stands for the exact mean energy. */
  readonly targetPathCounts: readonly number[];
  /** Number of independent targets of each kind. */
  readonly targetCount: number;
  /** N of the mean field, with one ensemble per target. */
  readonly ensembleSize: number;
  /** Number of paths of the regular descent per target. */
  readonly regularPathCount: number;
}

/** Descents towards targets of one kind. Divergences are D(q ‖ p) from the true model, nats per path. */
export interface BiasedTargetDescents {
  readonly targetPathCount: number;
  /** α̂, one row for each target, [R, 2]. */
  readonly targets: Matrix;
  /** Means over the targets, with the standard error over the targets. */
  readonly regular: Curve;
  readonly meanField: Curve;
  /** Divergence for each target, [T + 1, R]. */
  readonly regularByTarget: Matrix;
  readonly meanFieldByTarget: Matrix;
  /** The closed form of `meanField` for the same targets (`finiteEnsembleLaw`), and its limit of many paths, [T + 1, R]. */
  readonly law: Matrix;
  readonly limit: Matrix;
}

/** Divergence of descents towards targets from few true paths. */
export interface BiasedTargetsData {
  /** E_p Φ, [2]. */
  readonly exactTarget: Vector;
  readonly kinds: readonly BiasedTargetDescents[];
}

/**
 * Both descents of the AR(0.1) example towards the mean energy of 1, 4, 16 and infinitely many true paths.
 *
 * Paper: end of section 3.1, overfitting to the bias α − E_p[Φ(X)], which the paper states without an experiment. Target r of every
 * kind is a mean over the first of the same true paths, and its descents start from the same noise, so that kinds differ by their
 * targets only.
 * Size: 16 targets, 64 coupled and 24 single paths for each; in the paper's profile 64 targets and ensembles of 128.
 */
export function biasedTargets(
  changes: Partial<BiasedTargetsParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<BiasedTargetsParameters, BiasedTargetsData, Stage> {
  const parameters: BiasedTargetsParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 160,
    targetPathCounts: [1, 4, 16, Infinity],
    targetCount: profile === 'paper' ? 64 : 16,
    ensembleSize: profile === 'paper' ? 128 : 64,
    regularPathCount: profile === 'paper' ? 64 : 24,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: BiasedTargetsParameters,
  seed: number,
): Experiment<BiasedTargetsParameters, BiasedTargetsData, Stage> {
  return {
    id: 'biased-targets',
    module: 'chapter/overfitting/biased-targets',
    parameters,
    seed,
    stages: alike(parameters.targetPathCounts.map(stageOf)),
    run: runBiasedTargets,
  };
}

type Stage = `targets of ${number}`;
const stageOf = (targetPathCount: number): Stage => `targets of ${targetPathCount}`;

async function runBiasedTargets(
  p: BiasedTargetsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<BiasedTargetsData> {
  const { signalLength, stepSize, stepCount, targetCount } = p;
  const [truthKey, meanFieldKey, regularKey] = split(key, 3);
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const lawTowards = finiteEnsembleLaw(truth);
  const exactTarget = vectorOf([(p.coefficient * (signalLength - 1)) / signalLength, 1]);

  /** Divergence after each step, averaged over the paths that descend towards one target. */
  async function divergences(target: Vector, pathKey: Key, ensembleSize: number, pathCount: number): Promise<Vector> {
    const flow = meanFieldDescent(energy, target, { stepSize, ensembleSize });
    const { divergence } = await reverseDivergence(flow, base, truth, base.sample(pathKey, pathCount), stepCount);
    return divergence.values;
  }

  const kinds: BiasedTargetDescents[] = [];
  for (const targetPathCount of p.targetPathCounts) {
    kinds.push(
      await context.stage(stageOf(targetPathCount), async ({ onProgress }) => {
        const targets = matrix(targetCount, 2);
        const [regularByTarget, meanFieldByTarget, law, limit] = Array.from({ length: 4 }, () =>
          matrix(stepCount + 1, targetCount),
        );
        for (let r = 0; r < targetCount; r++) {
          const target =
            targetPathCount === Infinity
              ? exactTarget
              : meanRow(energy.values(truth.sample(foldIn(truthKey, r), targetPathCount)));
          targets.row(r).set(target);
          const expected = lawTowards({ target, stepSize, stepCount });
          setColumn(law, r, expected.divergence(p.ensembleSize));
          setColumn(limit, r, expected.limit);
          setColumn(
            meanFieldByTarget,
            r,
            await divergences(target, foldIn(meanFieldKey, r), p.ensembleSize, p.ensembleSize),
          );
          setColumn(regularByTarget, r, await divergences(target, foldIn(regularKey, r), 1, p.regularPathCount));
          onProgress?.(r + 1, targetCount);
        }
        const [regular, meanField] = [meanCurve(regularByTarget), meanCurve(meanFieldByTarget)];
        return { targetPathCount, targets, regular, meanField, regularByTarget, meanFieldByTarget, law, limit };
      }),
    );
  }
  return { exactTarget, kinds };
}

/** The mean of the rows, [K]. */
function meanRow(rows: Matrix): Vector {
  const mean = vector(rows.columnCount);
  for (let n = 0; n < rows.rowCount; n++)
    for (let k = 0; k < mean.length; k++) mean[k] += rows.row(n)[k] / rows.rowCount;
  return mean;
}

function setColumn(m: Matrix, column: number, values: Vector): void {
  for (let t = 0; t < m.rowCount; t++) m.row(t)[column] = values[t];
}

/** `biasedTargets` of a stored result. */
export const biasedTargetsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    targetPathCounts: listOf(number),
    targetCount: count,
    ensembleSize: count,
    regularPathCount: count,
  }),
  experimentOf,
);
