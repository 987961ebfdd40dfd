import { type Ensemble, type Vector, vector } from '../array/index.js';
import type { DerivativeKernel, GramKernel, JacobianKernel, PathKernel, Precision } from '../compiled/index.js';
import type { Energy } from './energy.js';
import { plainDerivatives } from './plain-derivatives.js';

/** Up to this signal length derivatives are taken in double precision when no precision is asked for: they are cheap there. */
export const SHORT_LENGTH = 64;

/** How an energy is evaluated: the one place that chooses between its accelerators and its own methods. */
export interface EnergyEvaluator {
  /** Whether exact Jacobians of a step are cheap: the weighted Hessian is a band. */
  readonly hasStructure: boolean;
  /** Whether values and derivatives come from compiled code. */
  readonly isCompiled: boolean;
  /** Compiled moves of `pathCount` paths; undefined where the energy has none. */
  moves(pathCount: number): PathKernel | undefined;
  /** Compiled Jacobians; undefined where the energy has none. */
  jacobians(): JacobianKernel | undefined;
  /** Compiled Gram matrices; undefined where the energy has none. */
  grams(): GramKernel | undefined;
  /**
   * Values and derivatives at `pathCount` paths: compiled where the energy can, else by its own methods in double precision.
   * @param precision of compiled code; double up to length 64 and single above when left out
   */
  derivatives(pathCount: number, precision?: Precision): DerivativeKernel;
  /**
   * Makes a function that evaluates up to `blockSize` paths at a time and writes Φ, a row per path, from the start of `out`:
   * compiled in single precision unless another precision is asked for, or by the energy's own method.
   */
  values(blockSize: number, precision?: Precision): (paths: Ensemble, out: Vector) => void;
}

/** The evaluator of an energy. Cost: none until a method is called. */
export function evaluatorOf(energy: Energy): EnergyEvaluator {
  const { accelerators = {}, bandedHessian, signalLength, componentCount } = energy;
  return {
    hasStructure: bandedHessian !== undefined || accelerators.jacobians !== undefined,
    isCompiled: accelerators.derivatives !== undefined,
    moves: (pathCount) => accelerators.moves?.(pathCount),
    jacobians: () => accelerators.jacobians?.(),
    grams: () => accelerators.grams?.(),
    derivatives(pathCount, precision = signalLength <= SHORT_LENGTH ? 'double' : 'single') {
      return accelerators.derivatives?.(pathCount, precision) ?? plainDerivatives(energy, pathCount);
    },
    values(blockSize, precision) {
      const kernel = accelerators.derivatives?.(blockSize, precision);
      if (kernel === undefined) return (paths, out) => out.set(energy.values(paths).data);
      const block = vector(blockSize * signalLength);
      const values = vector(blockSize * componentCount);
      return (paths, out) => {
        // A block that is not full keeps earlier paths in its last places; their values are not copied out.
        block.set(paths.data);
        kernel.load(block);
        kernel.values(values);
        out.set(values.subarray(0, paths.pathCount * componentCount));
      };
    },
  };
}
