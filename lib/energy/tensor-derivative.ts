import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import type { TensorFlow } from './tensor-backend.js';

type TapeNode = ReturnType<TensorFlow['engine']>['state']['activeTape'][number];

/** Φ as tensors: paths [N, d] to values [N, K]. */
export type TensorValues = (paths: Tensor2D) => Tensor2D;

/** Jᵀw = ∇ₓ Σₙₖ wₙₖ Φₖ(xₙ), for weights [N, K] or [1, K]. It can itself be differentiated. */
export function tensorPullback(tf: TensorFlow, values: TensorValues, paths: Tensor2D, weights: Tensor2D): Tensor2D {
  return gradient(tf, (x) => touching(values(x).mul(weights).sum(), x), paths);
}

/**
 * (Σₖ wₖ∇²Φₖ) v = ∇ₓ ⟨Jᵀw, v⟩: reverse mode over reverse mode, since TensorFlow.js has no forward mode.
 */
export function tensorHessianProduct(
  tf: TensorFlow,
  values: TensorValues,
  paths: Tensor2D,
  weights: Tensor2D,
  directions: Tensor2D,
): Tensor2D {
  const slope = (x: Tensor2D) => {
    const result = touching(tensorPullback(tf, values, x, weights).mul(directions).sum(), x);
    sortTape(tf);
    return result;
  };
  return gradient(tf, slope, paths);
}

/**
 * The same by central differences of Jᵀw along v, for functions whose gradient has no gradient in TensorFlow.js.
 * The step is 0.005 of the path's root mean square: truncation and single-precision rounding are then of one size.
 */
export function tensorHessianDifference(
  tf: TensorFlow,
  values: TensorValues,
  paths: Tensor2D,
  weights: Tensor2D,
  directions: Tensor2D,
): Tensor2D {
  const rootMeanSquare = (x: Tensor) => x.square().mean(1, true).sqrt();
  const step = rootMeanSquare(paths).maximum(1e-6).div(rootMeanSquare(directions).maximum(1e-18)).mul(0.005);
  const move = directions.mul(step);
  const ahead = tensorPullback(tf, values, paths.add(move), weights);
  const behind = tensorPullback(tf, values, paths.sub(move), weights);
  return ahead.sub(behind).div(step.mul(2));
}

function gradient(tf: TensorFlow, f: (x: Tensor2D) => Tensor, paths: Tensor2D): Tensor2D {
  return tensorGradients(tf, ([x]) => f(x as Tensor2D), [paths])[0] as Tensor2D;
}

/** The gradients of the scalar `f`; where it fails, what TensorFlow.js saved for it is released, which `tidy` does not do. */
export function tensorGradients(tf: TensorFlow, f: (inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  let tape: TapeNode[] = [];
  try {
    return tf.grads((...xs: Tensor[]) => {
      tape = tf.engine().state.activeTape;
      return f(xs);
    })(inputs);
  } catch (error) {
    for (const saved of tape.flatMap((node) => node.saved ?? [])) saved.dispose();
    throw error;
  }
}

/** Adds 0 · Σx, for a result that does not depend on x has the gradient zero, where TensorFlow.js throws. */
export function touching(result: Tensor, x: Tensor): Tensor {
  return result.add(x.sum().mul(0));
}

/**
 * Puts the recorded operations into an order in which each follows those that made its inputs.
 *
 * TensorFlow.js records the copy of an operation's output, kept for its gradient, before the operation itself. Walking that
 * tape a second time loses every dependence through such a copy, and the second derivative of exp, tanh, sigmoid, softmax, …
 * comes out wrong without a word. Sorted, it is right.
 */
function sortTape(tf: TensorFlow): void {
  const tape = tf.engine().state.activeTape;
  const makers = new Map(tape.flatMap((node) => node.outputs.map((output) => [output.id, node])));
  const sorted = new Set<TapeNode>();
  const visited = new Set<TapeNode>();
  const visit = (node: TapeNode) => {
    if (visited.has(node)) return;
    visited.add(node);
    for (const input of Object.values(node.inputs)) {
      const maker = makers.get(input.id);
      if (maker) visit(maker);
    }
    sorted.add(node);
  };
  tape.forEach(visit);
  tape.splice(0, tape.length, ...sorted);
}
