import type { Vector } from '../array/index.js';
import { checkedDerivatives } from './checked-derivatives.js';
import { type DerivativeKernel, ROUNDING } from './derivative-kernel.js';
import { checkFilterLengths, checkKernelSizes } from './lane-groups.js';
import {
  type ScatteringMeanKernelOptions,
  type ScatteringMeanMemory,
  scatteringMeanMemory,
} from './scattering-mean-memory.js';
import { ScatteringMeanPhases } from './scattering-mean-phases.js';

export type { ScatteringMeanKernelOptions } from './scattering-mean-memory.js';

/** The shortest paths that the kernel takes. */
export const shortestScatteringMean = 32;

const factory = 'scatteringMeanKernel';

/**
 * A kernel for time means of |x ⋆ ψ₁| and ||x ⋆ ψ₁| ⋆ ψ₂|, circular, over all pairs, second filter fastest: K = F + FS for F
 * first-order and S second-order filters.
 *
 * A lane is a path. Two moduli share a complex transform. With z a filtered signal and p = z/|z|, the kernel stores only the
 * Hermitian part of spectrum(p)·ψ̂, folded: it determines the real part of the signal, which is all that pullbacks, the
 * derivatives of all Φₖ along a direction and the Gauss-Newton term need, so that these take no further transforms of second
 * order. Turns i p/√|z|, from which second derivatives come without a division, are stored from the first Hessian product on.
 * Where z = 0 the derivatives of |z| are taken as 0. Entries of filters below 1e-12 of the greatest (1e-20 in double
 * precision) count as 0.
 * @throws RangeError when an option is out of range, or the paths do not fit into 4 GB
 * Cost: transforms of O(d log d) a path: 1 + 3F/2 + 2FS for `load`, 1 + 3F/2 for `pullback`, 2 + 3F + 2FS for `hessianProduct`.
 * Storage: d(1 + 5F + 3FS) numbers per path.
 */
export function scatteringMeanKernel(options: ScatteringMeanKernelOptions): DerivativeKernel {
  const { signalLength, pathCount, first, second } = options;
  checkKernelSizes(factory, options, shortestScatteringMean);
  checkFilterLengths(factory, 'first', first, signalLength);
  checkFilterLengths(factory, 'second', second, signalLength);
  const memory = scatteringMeanMemory(options);
  const { kernel, groups, slots, numberBytes, paths, pathSlope, signal, componentCount, width } = memory;
  const phases = new ScatteringMeanPhases(memory);
  const weights = new Float64Array(pathCount * componentCount);
  /** Whether turns of second order are stored: from the first Hessian product on. */
  let keepsTurns = false;

  function evaluate(group: number): void {
    const slot = slots.of(group);
    phases.evaluate(group, slot, keepsTurns);
    slot.group = group;
    slot.turned = keepsTurns;
    slot.pulledBack = false;
  }

  function placeWeights(group: number): void {
    const weight = (lane: number, k: number): number => weights[groups.pathIn(group, lane) * componentCount + k];
    placeNumbers(memory, memory.weights, 1 / signalLength, weight);
  }

  function pullBack(group: number): void {
    placeWeights(group);
    phases.pullBack(slots.of(group));
    slots.of(group).pulledBack = true;
  }

  /** Evaluates a group again where its slot holds another group. */
  function restore(group: number): void {
    if (slots.of(group).group !== group) evaluate(group);
  }

  /** As `restore`, with the turns and slopes that Hessian products need. */
  function restoreForProducts(group: number): void {
    const slot = slots.of(group);
    if (slot.group !== group || !slot.turned) evaluate(group);
    if (!slot.pulledBack) pullBack(group);
  }

  const rowsOf = (values: Vector, first: number, count: number) => ({ values, first, count, length: signalLength });

  return checkedDerivatives(factory, {
    pathCount,
    signalLength,
    componentCount,
    width,
    rounding: ROUNDING[options.precision ?? 'single'],
    load(given) {
      for (let group = 0; group < groups.count; group++) {
        const rows = rowsOf(given, group * width, groups.sizeOf(group));
        kernel.copyIn(rows, paths + group * signalLength * numberBytes, 1);
        evaluate(group);
      }
    },
    values(out) {
      for (let n = 0; n < pathCount; n++) {
        const groupSums = memory.sums + Math.floor(n / width) * componentCount * width * 8;
        writeMeans(memory, groupSums, n % width, out, n * componentCount);
      }
    },
    pullback(given, out) {
      if (given.length !== componentCount) weights.set(given);
      else for (let n = 0; n < pathCount; n++) weights.set(given, n * componentCount);
      slots.forgetPullbacks();
      for (let group = 0; group < groups.count; group++) {
        restore(group);
        pullBack(group);
        kernel.copyOut(pathSlope, 2, rowsOf(out, group * width, groups.sizeOf(group)));
      }
    },
    hessianProduct(group, directions, c, out, rates) {
      keepsTurns = true;
      restoreForProducts(group);
      const count = groups.sizeOf(group);
      kernel.copyIn(rowsOf(directions, 0, count), signal, 1);
      placeWeights(group);
      phases.along(slots.of(group), c, () => {
        placeNumbers(memory, memory.rateWeights, c / signalLength, (lane, k) =>
          meanOf(memory, memory.rateSums, lane, k),
        );
      });
      for (let lane = 0; lane < count; lane++) writeMeans(memory, memory.rateSums, lane, rates, lane * componentCount);
      kernel.copyOut(pathSlope, 2, rowsOf(out, 0, count));
    },
  });
}

/** Writes `factor` times a number for every component and lane to the components' addresses. */
function placeNumbers(
  { kernel, componentCount, width, numberBytes }: ScatteringMeanMemory,
  addresses: readonly number[],
  factor: number,
  number: (lane: number, k: number) => number,
): void {
  const { elements } = kernel;
  const elementBytes = numberBytes / width;
  for (let k = 0; k < componentCount; k++) {
    for (let lane = 0; lane < width; lane++) elements[addresses[k] / elementBytes + lane] = factor * number(lane, k);
  }
}

/** The mean over time of component k in a lane, from the sums at an address. */
function meanOf({ kernel, width, length }: ScatteringMeanMemory, sums: number, lane: number, k: number): number {
  return kernel.doubles[sums / 8 + k * width + lane] / length;
}

/** Writes the means of all components in a lane to `out`, from index `row` on. */
function writeMeans(memory: ScatteringMeanMemory, sums: number, lane: number, out: Vector, row: number): void {
  for (let k = 0; k < memory.componentCount; k++) out[row + k] = meanOf(memory, sums, lane, k);
}
