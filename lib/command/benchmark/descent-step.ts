import { type Vector, vector, vectorOf } from '../../array/index.js';
import { lagKernel, type PathKernel } from '../../compiled/index.js';
import { type Range, type Shard, task } from '../../parallel/index.js';
import { ensembleMean, type MeanExchange } from './ensemble-mean.js';

/** Lags of the stylized features, section 5.2: variance and lag 1; squares at lags 1 to 20. */
const linearLags = 1;
const squareLags = 20;
export const componentCount = linearLags + 1 + squareLags;

/** One shard of a mean-field descent of the stylized energy. */
export interface DescentPayload {
  readonly naive: boolean;
  readonly signalLength: number;
  /** Paths of the whole ensemble, [N, d]. */
  readonly paths: Vector;
  readonly range: Range;
  readonly exchange: MeanExchange;
  readonly target: Vector;
  readonly stepSize: number;
  readonly stepCount: number;
}

export interface DescentTimes {
  /** Mean time per step, without the first step. */
  readonly millisecondsPerStep: number;
  /** Mean energy after `comparedStep` steps. */
  readonly comparedMean: Vector;
}

/** Implementations are compared after this step; each takes at least so many. */
export const comparedStep = 3;

/** Runs the steps, x ← x − γ Jᵀ(Φ̄ − α)/‖α‖², eq. (6), and times them without loading. */
function timedDescent(payload: DescentPayload, shard: Shard): DescentTimes {
  const { naive, signalLength, range, exchange, target, stepSize, stepCount } = payload;
  const shape = { signalLength, linearLags, squareLags, pathCount: range.end - range.start };
  const kernel = naive ? naiveKernel(signalLength, shape.pathCount) : lagKernel(shape);
  kernel.load(payload.paths.subarray(range.start * signalLength, range.end * signalLength));
  const scale = target.reduce((sum, entry) => sum + entry * entry, 0);
  const meanOf = ensembleMean(exchange, range, shard);
  const rows = vector(shape.pathCount * componentCount);
  const mean = vector(componentCount);
  const weights = vector(componentCount);
  kernel.values(rows);
  meanOf(rows, mean);
  const step = (): void => {
    for (let k = 0; k < componentCount; k++) weights[k] = (stepSize * (mean[k] - target[k])) / scale;
    kernel.move(weights);
    kernel.values(rows);
    meanOf(rows, mean);
  };
  // The first step includes the compilation of its code, and is not timed.
  step();
  shard.barrier();
  const start = performance.now();
  let comparedMean = mean;
  for (let t = 2; t <= stepCount; t++) {
    step();
    if (t === comparedStep) comparedMean = vectorOf(mean);
  }
  return { millisecondsPerStep: (performance.now() - start) / (stepCount - 1), comparedMean };
}

export const descend = task('command/benchmark/descent-step#descend', timedDescent);

/** Φ and its gradients by their definitions: the naive implementation of the comparison. */
function naiveKernel(signalLength: number, pathCount: number): PathKernel {
  const d = signalLength;
  let x = vector(pathCount * d);
  return {
    pathCount,
    signalLength,
    componentCount,
    load: (paths) => {
      x = vectorOf(paths);
    },
    store: (paths) => paths.set(x),
    values(out) {
      out.fill(0);
      for (let n = 0; n < pathCount; n++) {
        const path = x.subarray(n * d, (n + 1) * d);
        const row = out.subarray(n * componentCount, (n + 1) * componentCount);
        for (let i = 0; i < d; i++) {
          for (let l = 0; l <= Math.min(i, linearLags); l++) row[l] += path[i] * path[i - l];
          for (let l = 1; l <= Math.min(i, squareLags); l++)
            row[linearLags + l] += path[i] * path[i] * path[i - l] * path[i - l];
        }
        for (let k = 0; k < componentCount; k++) row[k] /= d;
      }
    },
    move(weights) {
      const gradient = vector(d);
      for (let n = 0; n < pathCount; n++) {
        const path = x.subarray(n * d, (n + 1) * d);
        gradient.fill(0);
        for (let i = 0; i < d; i++) {
          for (let l = 0; l <= Math.min(i, linearLags); l++) {
            gradient[i] += weights[l] * path[i - l];
            gradient[i - l] += weights[l] * path[i];
          }
          for (let l = 1; l <= Math.min(i, squareLags); l++) {
            gradient[i] += 2 * weights[linearLags + l] * path[i] * path[i - l] * path[i - l];
            gradient[i - l] += 2 * weights[linearLags + l] * path[i - l] * path[i] * path[i];
          }
        }
        for (let i = 0; i < d; i++) path[i] -= gradient[i] / d;
      }
    },
  };
}

/** Microseconds per barrier: median over many rows of barriers. */
function timedBarriers({ rows, barriers }: { rows: number; barriers: number }, shard: Shard): number {
  const times: number[] = [];
  for (let row = 0; row < rows; row++) {
    shard.barrier();
    const start = performance.now();
    for (let i = 0; i < barriers; i++) shard.barrier();
    times.push(((performance.now() - start) * 1000) / barriers);
  }
  return times.sort((a, b) => a - b)[rows >> 1];
}

export const barrierMicroseconds = task('command/benchmark/descent-step#barriers', timedBarriers);

/** Does nothing, so that the measured time is the cost of the run itself. */
export const nothing = task('command/benchmark/descent-step#nothing', (_: unknown) => {});
