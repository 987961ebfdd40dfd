import { checkCount, type Ensemble, shapeSize, type Vector, vector } from '../array/index.js';
import { foldIn, type Key } from '../random/index.js';
import { exp } from '../special/index.js';
import { type DualAveraging, dualAveraging } from './dual-averaging.js';
import { type ChainState, type Kernel, stateAt } from './kernel.js';
import type { Potential } from './potential.js';

/** A kernel of a step size and a diagonal mass, [d]: one of both may be left unused. */
export type KernelFamily = (stepSize: number, mass: Vector) => Kernel;

/** What a warm-up aims at. */
export interface WarmUpOptions {
  /** Wanted mean of min(1, e^{log acceptance}): 0.234 for a random walk, 0.574 for Langevin, 0.651 and more for Hamiltonian trajectories. */
  readonly acceptance: number;
  /** Steps of the warm-up, whole number from 20. */
  readonly stepCount: number;
  /** Step size of the first step, positive; any power of ten will do. 0.1 when left out. */
  readonly firstStepSize?: number;
  readonly key: Key;
}

/** Settings that a warm-up has found. */
export interface WarmUp {
  /** The kernel with these settings, which change no more: an exact kernel is exact again. */
  readonly kernel: Kernel;
  readonly stepSize: number;
  /** Inverse variances of the values over all chains, [d]. */
  readonly mass: Vector;
  /** Where the chains stand: a start for the run. The steps that led there are no draws of the law. */
  readonly paths: Ensemble;
  /** Step size of each step and the share of proposals that it took, [stepCount]. */
  readonly stepSizes: Vector;
  readonly acceptances: Vector;
}

/** Shares of a warm-up before the first and after the last mass: there the step size alone is tuned. */
const [OPENING, CLOSING] = [0.15, 0.25];

/**
 * Tunes step size and diagonal mass of a kernel on chains that run side by side: the step by dual averaging of the mean acceptance of all
 * chains, the mass by the variances of their draws, in windows that double. Everything is frozen at the end, since a kernel that goes on
 * learning from its own draws need not keep the law.
 *
 * The variances are those of draws on the way: chains that start far from the law and do not reach it in the warm-up leave a wrong mass
 * behind, which costs time, not exactness.
 * @param family of exact kernels
 * @param paths starts, [N, d], one chain per path; ten chains or more make a steady acceptance
 * @throws RangeError when the kernel takes every move, so that no acceptance can be aimed at, an option lies outside its range, there
 *   is no path or one of another shape than the potential's, or the potential is not finite at a start
 * Cost: `stepCount` steps of all chains, in the calling thread.
 */
export function warmUp(potential: Potential, family: KernelFamily, paths: Ensemble, options: WarmUpOptions): WarmUp {
  const { acceptance: target, stepCount, firstStepSize = 0.1, key } = options;
  checkCount('warmUp: stepCount', stepCount, 20);
  if (paths.pathCount === 0 || paths.signalLength !== shapeSize(potential.shape)) {
    throw new RangeError(
      `warmUp: paths expects one or more of ${shapeSize(potential.shape)} values like ${potential.name}, got ${paths.pathCount} of ` +
        `${paths.signalLength}; give a start per chain`,
    );
  }
  let mass: Vector = vector(paths.signalLength).fill(1);
  let search: DualAveraging = dualAveraging(firstStepSize, target);
  let kernel = family(search.stepSize, mass);
  if (!kernel.isExact) {
    throw new RangeError(
      `warmUp: family expects kernels that refuse proposals, got ${kernel.name}; choose its step by its bias`,
    );
  }
  const ends = windowEnds(stepCount);
  const [stepSizes, acceptances] = [vector(stepCount), vector(stepCount)];
  let state: ChainState = stateAt(kernel, potential, paths);
  let moments = startMoments(paths.signalLength);
  for (let t = 0; t < stepCount; t++) {
    const moved = kernel.move(state, potential, { key: foldIn(key, t), first: 0 });
    state = moved.state;
    stepSizes[t] = search.stepSize;
    acceptances[t] = meanAcceptance(moved.info.logAcceptance);
    search = search.after(acceptances[t]);
    if (t >= ends[0]) addDraws(moments, state.paths);
    if (t + 1 === ends[0]) moments = startMoments(paths.signalLength);
    if (ends.indexOf(t + 1) > 0) {
      mass = massOf(moments, mass);
      moments = startMoments(paths.signalLength);
      search = dualAveraging(search.average, target);
    }
    kernel = family(search.stepSize, mass);
  }
  const stepSize = search.average;
  return { kernel: family(stepSize, mass), stepSize, mass, paths: state.paths, stepSizes, acceptances };
}

/** Steps after which windows of the mass end, doubling from a tenth; the first entry ends the opening. */
function windowEnds(stepCount: number): number[] {
  const last = Math.floor((1 - CLOSING) * stepCount);
  const ends = [Math.floor(OPENING * stepCount)];
  for (let length = Math.ceil(0.08 * stepCount); ; length *= 2) {
    const end = ends[ends.length - 1] + length;
    // A window that would leave less than twice its length to the next one takes the rest as well.
    if (end + 2 * length > last) return [...ends, last];
    ends.push(end);
  }
}

function meanAcceptance(logAcceptance: Vector): number {
  let sum = 0;
  for (const value of logAcceptance) if (!Number.isNaN(value)) sum += exp(Math.min(0, value));
  return sum / logAcceptance.length;
}

/** Running means and sums of squared deviations of each value, by Welford's recursion. */
interface Moments {
  count: number;
  readonly mean: Vector;
  readonly squares: Vector;
}

function startMoments(signalLength: number): Moments {
  return { count: 0, mean: vector(signalLength), squares: vector(signalLength) };
}

function addDraws(moments: Moments, { pathCount, signalLength, data }: Ensemble): void {
  const { mean, squares } = moments;
  for (let n = 0; n < pathCount; n++) {
    moments.count += 1;
    for (let i = 0; i < signalLength; i++) {
      const before = data[n * signalLength + i] - mean[i];
      mean[i] += before / moments.count;
      squares[i] += before * (data[n * signalLength + i] - mean[i]);
    }
  }
}

/** Inverse variances; the old mass where a value never moved. */
function massOf({ count, squares }: Moments, old: Vector): Vector {
  return squares.map((value, i) => (value > 0 ? count / value : old[i]));
}
