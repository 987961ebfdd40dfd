import { type Ensemble, type Vector, vector } from '../array/index.js';
import type { DerivativeKernel } from '../compiled/index.js';
import { type Energy, evaluatorOf } from '../energy/index.js';

/** Where θ·Φ, [N], Jᵀθ, [N, d], and Φ, [N, K], are written, each where it is given. */
export interface BlockOutputs {
  readonly values?: Vector;
  readonly gradient?: Vector;
  readonly energies?: Vector;
}

/** Paths evaluated together: few, so that what the kernel keeps of them stays small. */
const BLOCK = 16;

/** Kernels hold tens of megabytes: one for each energy of this thread, shared by all potentials that are made of it. */
const kernels = new WeakMap<Energy, DerivativeKernel>();

/**
 * Makes the function that evaluates θ·Φ and its gradient at any number of paths, in double precision: compiled where the energy is,
 * else by its own methods. The numbers of a path depend on that path and θ alone, to the bit.
 */
export function blockDerivatives(energy: Energy): (paths: Ensemble, theta: Vector, out: BlockOutputs) => void {
  const { signalLength: d, componentCount } = energy;
  const evaluator = evaluatorOf(energy);

  function plain(paths: Ensemble, theta: Vector, { values, gradient, energies }: BlockOutputs): void {
    if (gradient) gradient.set(energy.pullback(paths, theta).data);
    if (!(values || energies)) return;
    const { data } = energy.values(paths);
    energies?.set(data);
    if (values) weightedRows(data, theta, values);
  }

  function compiled(paths: Ensemble, theta: Vector, { values, gradient, energies }: BlockOutputs): void {
    const kernel = kernels.get(energy) ?? evaluator.derivatives(BLOCK, 'double');
    kernels.set(energy, kernel);
    const rows = vector(BLOCK * componentCount);
    for (let first = 0; first < paths.pathCount; first += BLOCK) {
      const held = Math.min(BLOCK, paths.pathCount - first);
      const [from, to] = [first * d, (first + held) * d];
      const own = paths.data.subarray(from, to);
      kernel.load(held === BLOCK ? own : filledUp(own, BLOCK * d));
      if (values || energies) {
        kernel.values(rows);
        const known = rows.subarray(0, held * componentCount);
        energies?.set(known, first * componentCount);
        if (values) weightedRows(known, theta, values.subarray(first, first + held));
      }
      if (!gradient) continue;
      const out = gradient.subarray(from, to);
      const pulled = held === BLOCK ? out : vector(BLOCK * d);
      kernel.pullback(theta, pulled);
      if (pulled !== out) out.set(pulled.subarray(0, held * d));
    }
  }

  return evaluator.isCompiled ? compiled : plain;
}

/** Paths of a block that is not full, with zeros for those that it lacks. */
function filledUp(paths: Vector, length: number): Vector {
  const block = vector(length);
  block.set(paths);
  return block;
}

/** Writes θ·Φ of each row. */
export function weightedRows(rows: Vector, theta: Vector, out: Vector): void {
  const width = theta.length;
  for (let n = 0; n < out.length; n++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += theta[k] * rows[n * width + k];
    out[n] = sum;
  }
}
