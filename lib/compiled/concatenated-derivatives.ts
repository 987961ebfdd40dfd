import { type Vector, vector } from '../array/index.js';
import { checkedDerivatives } from './checked-derivatives.js';
import type { DerivativeKernel } from './derivative-kernel.js';

/**
 * Joins kernels of several energies at the same paths into one kernel; its components are those of the kernels in their
 * order. Its groups are as wide as those of the widest kernel, and contain whole groups of the others.
 * @param kernels of the same number of paths and the same signal length; one or more
 * @throws RangeError when their numbers of paths, or signal lengths, differ, or a width does not divide the widest
 * Cost: the sum of theirs. Memory: a copy of a gradient and of the weights more.
 */
export function concatenateDerivatives(kernels: readonly DerivativeKernel[]): DerivativeKernel {
  const { pathCount, signalLength } = kernels[0];
  const width = Math.max(...kernels.map((kernel) => kernel.width));
  for (const kernel of kernels) {
    if (kernel.pathCount !== pathCount || kernel.signalLength !== signalLength || width % kernel.width !== 0) {
      throw new RangeError(
        `concatenateDerivatives: kernels expect ${pathCount} paths of length ${signalLength} in groups whose size divides ${width}, ` +
          `got ${kernel.pathCount} of length ${kernel.signalLength} in groups of ${kernel.width}; make them for the same paths`,
      );
    }
  }
  const componentCount = kernels.reduce((sum, kernel) => sum + kernel.componentCount, 0);
  let start = 0;
  const parts = kernels.map((kernel) => {
    const own = {
      kernel,
      start,
      values: vector(pathCount * kernel.componentCount),
      out: vector(kernel.width * signalLength),
      rates: vector(kernel.width * kernel.componentCount),
      directions: vector(kernel.width * signalLength),
    };
    start += kernel.componentCount;
    return own;
  });
  const gradient = vector(pathCount * signalLength);

  return checkedDerivatives('concatenateDerivatives', {
    pathCount,
    signalLength,
    componentCount,
    width,
    rounding: Math.max(...kernels.map((kernel) => kernel.rounding)),
    load(paths) {
      for (const kernel of kernels) kernel.load(paths);
    },
    values(out) {
      for (const { kernel, start: first, values } of parts) {
        kernel.values(values);
        copyColumns(values, 0, kernel.componentCount, out, first, componentCount, pathCount, kernel.componentCount);
      }
    },
    pullback(weights, out) {
      const rows = weights.length / componentCount;
      parts.forEach(({ kernel, start: first }, p) => {
        const own = vector(rows * kernel.componentCount);
        copyColumns(weights, first, componentCount, own, 0, kernel.componentCount, rows, kernel.componentCount);
        kernel.pullback(own, p === 0 ? out : gradient);
        if (p > 0) for (let i = 0; i < out.length; i++) out[i] += gradient[i];
      });
    },
    hessianProduct(group, directions, c, out, rates) {
      const rowCount = Math.min(width, pathCount - group * width);
      out.fill(0, 0, rowCount * signalLength);
      for (const part of parts) addGroups(part, group, directions, c, out, rates, rowCount);
    },
  });

  /** Adds the products of one kernel for the paths of a group, by the kernel's own smaller groups. */
  function addGroups(
    part: (typeof parts)[number],
    group: number,
    directions: Vector,
    c: number,
    out: Vector,
    rates: Vector,
    rowCount: number,
  ): void {
    const { kernel, start: first } = part;
    for (let row = 0; row < rowCount; row += kernel.width) {
      const at = row * signalLength;
      part.directions.set(directions.subarray(at, at + part.directions.length));
      kernel.hessianProduct((group * width + row) / kernel.width, part.directions, c, part.out, part.rates);
      const taken = Math.min(kernel.width, rowCount - row);
      for (let i = 0; i < taken * signalLength; i++) out[at + i] += part.out[i];
      const count = kernel.componentCount;
      copyColumns(part.rates, 0, count, rates, row * componentCount + first, componentCount, taken, count);
    }
  }
}

/** Copies `columnCount` columns of `rowCount` rows between two arrays with the given numbers per row. */
function copyColumns(
  from: Vector,
  fromStart: number,
  fromStride: number,
  to: Vector,
  toStart: number,
  toStride: number,
  rowCount: number,
  columnCount: number,
): void {
  for (let n = 0; n < rowCount; n++) {
    for (let k = 0; k < columnCount; k++) to[toStart + n * toStride + k] = from[fromStart + n * fromStride + k];
  }
}
