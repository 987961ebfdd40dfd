import type { Vector } from '../array/index.js';
import type { DerivativeKernel } from './derivative-kernel.js';

/**
 * Wraps a kernel with checks of arguments and of the order of calls; errors name the kernel's factory. No number
 * changes.
 */
export function checkedDerivatives(factory: string, kernel: DerivativeKernel): DerivativeKernel {
  const { pathCount, signalLength, componentCount, width, rounding } = kernel;
  const groupCount = Math.ceil(pathCount / width);
  let loaded = false;
  let pulledBack = false;

  function checkLength(method: string, name: string, values: Vector, length: number): void {
    if (values.length !== length) {
      throw new RangeError(`${factory}.${method}: ${name} expects ${length} numbers, got ${values.length}`);
    }
  }

  function checkOrder(method: string, before: string, done: boolean): void {
    if (!done) throw new RangeError(`${factory}.${method}: call ${before} before ${method}`);
  }

  return {
    pathCount,
    signalLength,
    componentCount,
    width,
    rounding,
    load(paths) {
      checkLength('load', 'paths', paths, pathCount * signalLength);
      pulledBack = false;
      kernel.load(paths);
      loaded = true;
    },
    values(out) {
      checkLength('values', 'out', out, pathCount * componentCount);
      checkOrder('values', 'load', loaded);
      kernel.values(out);
    },
    pullback(weights, out) {
      if (weights.length !== componentCount) {
        const expected = `weights of ${componentCount} numbers, or one row per path,`;
        checkLength('pullback', expected, weights, pathCount * componentCount);
      }
      checkLength('pullback', 'out', out, pathCount * signalLength);
      checkOrder('pullback', 'load', loaded);
      kernel.pullback(weights, out);
      pulledBack = true;
    },
    hessianProduct(group, directions, c, out, rates) {
      if (!Number.isInteger(group) || group < 0 || group >= groupCount) {
        throw new RangeError(
          `${factory}.hessianProduct: group expects a whole number from 0 to ${groupCount - 1}, got ${group}`,
        );
      }
      checkLength('hessianProduct', 'directions', directions, width * signalLength);
      checkLength('hessianProduct', 'out', out, width * signalLength);
      checkLength('hessianProduct', 'rates', rates, width * componentCount);
      checkOrder('hessianProduct', 'pullback', pulledBack);
      kernel.hessianProduct(group, directions, c, out, rates);
    },
  };
}
