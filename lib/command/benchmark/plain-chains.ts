import { ensemble, type Vector, vector } from '../../array/index.js';
import { evaluatorOf, scatteringMean } from '../../energy/index.js';
import { task } from '../../parallel/index.js';
import { draws, foldIn, type Key, key, normals } from '../../random/index.js';

/** A chain of the plain code, as libraries of pure transition functions hold it. */
interface PlainState {
  readonly position: readonly number[];
  readonly logDensity: number;
  readonly gradient: readonly number[];
}

function plainState(position: readonly number[]): PlainState {
  return {
    position,
    logDensity: -0.5 * position.reduce((sum, x) => sum + x * x, 0),
    gradient: position.map((x) => -x),
  };
}

/** ln of the density of the proposal x′ from x, without its constant. */
function logProposal(from: PlainState, to: readonly number[], stepSize: number): number {
  const square = from.position.reduce((sum, x, i) => sum + (to[i] - x - stepSize * from.gradient[i]) ** 2, 0);
  return -square / (4 * stepSize);
}

/**
 * A transition of Metropolis-adjusted Langevin on standard normal values, written for one chain.
 * @internal Exported for its test, which holds it against the kernel that it is compared with.
 */
export function plainTransition(seed: Key, state: PlainState, stepSize: number): PlainState {
  const { normal, uniform } = draws(seed);
  const { position, gradient, logDensity } = state;
  const proposed = position.map((x, i) => x + stepSize * gradient[i] + Math.sqrt(2 * stepSize) * normal());
  const next = plainState(proposed);
  const logRatio =
    next.logDensity + logProposal(next, position, stepSize) - logDensity - logProposal(state, proposed, stepSize);
  return Math.log(uniform()) < logRatio ? next : state;
}

/** Chains of one shard, and how long they run. */
export interface PlainPayload {
  readonly first: number;
  readonly chainCount: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
}

/** Milliseconds of the steps of some chains, from independent starts. */
export const plainChains = task(
  'command/benchmark/plain-chains#chains',
  ({ first, chainCount, signalLength, stepSize, stepCount }: PlainPayload): number => {
    let states = Array.from({ length: chainCount }, (_, n) =>
      plainState(Array.from(normals(foldIn(key(1), first + n), signalLength))),
    );
    const step = (t: number): void => {
      states = states.map((state, n) => plainTransition(foldIn(foldIn(key(2), t), first + n), state, stepSize));
    };
    // The first step includes the compilation of its code, and is not timed.
    step(0);
    const start = performance.now();
    for (let t = 1; t <= stepCount; t++) step(t);
    return performance.now() - start;
  },
);

/** Paths of one shard, and how often they are evaluated. */
export interface PullbackPayload {
  readonly pathCount: number;
  readonly signalLength: number;
  readonly passCount: number;
}

/** Paths evaluated together, as potentials evaluate them. */
const BLOCK = 16;

/** Milliseconds of the values and pullbacks of the scattering mean, compiled, in double precision, from start to end. */
export const pullbacks = task(
  'command/benchmark/plain-chains#pullbacks',
  ({ pathCount, signalLength, passCount }: PullbackPayload): number => {
    const energy = scatteringMean({ signalLength });
    const kernel = evaluatorOf(energy).derivatives(BLOCK, 'double');
    const paths = ensemble(pathCount, signalLength, normals(key(1), pathCount * signalLength));
    const weights: Vector = vector(energy.componentCount).fill(1);
    const [values, gradient] = [vector(BLOCK * energy.componentCount), vector(BLOCK * signalLength)];
    const pass = (): void => {
      for (let n = 0; n + BLOCK <= pathCount; n += BLOCK) {
        kernel.load(paths.data.subarray(n * signalLength, (n + BLOCK) * signalLength));
        kernel.values(values);
        kernel.pullback(weights, gradient);
      }
    };
    pass();
    const start = performance.now();
    for (let p = 0; p < passCount; p++) pass();
    return performance.now() - start;
  },
);
