/// <reference types="@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops" preserve="true" />
import type { Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import type { Vector } from '../array/index.js';
import { logistic, softplus, tanh } from '../special/index.js';

/** σ(u), σ′(u) and σ″(u) as tensors of the shape of u; the derivatives are computed when asked for. */
export interface ActivationTensors {
  readonly values: Tensor2D;
  slopes(): Tensor2D;
  curvatures(): Tensor2D;
}

/** The function σ that the units of hidden layers apply to their sums, with two derivatives. */
export interface Activation {
  readonly name: string;
  /** Writes σ, σ′ and σ″ of each entry of `sums`, in double precision; vectors that are left out are not computed. */
  fill(sums: Vector, values: Vector, slopes?: Vector, curvatures?: Vector): void;
  /** The same on tensors; first-order gradients of all three are those of TensorFlow.js. */
  tensors(sums: Tensor2D): ActivationTensors;
}

/** σ = tanh: bounded, odd. */
export const tanhUnit: Activation = {
  name: 'tanh',
  fill(sums, values, slopes, curvatures) {
    for (let i = 0; i < sums.length; i++) {
      const y = tanh(sums[i]);
      values[i] = y;
      if (slopes) slopes[i] = 1 - y * y;
      if (curvatures) curvatures[i] = -2 * y * (1 - y * y);
    }
  },
  tensors(sums) {
    const values = sums.tanh();
    const slopes = (): Tensor2D => values.square().neg().add(1);
    return { values, slopes, curvatures: () => values.mul(slopes()).mul(-2) };
  },
};

/** σ = ln(1 + e^u): positive, convex, linear far out. */
export const softplusUnit: Activation = {
  name: 'softplus',
  fill(sums, values, slopes, curvatures) {
    for (let i = 0; i < sums.length; i++) {
      const u = sums[i];
      values[i] = softplus(u);
      if (!slopes && !curvatures) continue;
      const s = logistic(u);
      if (slopes) slopes[i] = s;
      if (curvatures) curvatures[i] = s * (1 - s);
    }
  },
  tensors(sums) {
    const share = (): Tensor2D => sums.sigmoid();
    return {
      values: sums.softplus(),
      slopes: share,
      curvatures() {
        const s = share();
        return s.sub(s.square());
      },
    };
  },
};

/** σ = u/(1 + e^{−u}): linear far out to the right, 0 to the left. */
export const siluUnit: Activation = {
  name: 'silu',
  fill(sums, values, slopes, curvatures) {
    for (let i = 0; i < sums.length; i++) {
      const u = sums[i];
      const s = logistic(u);
      values[i] = u * s;
      if (slopes) slopes[i] = s * (1 + u * (1 - s));
      if (curvatures) curvatures[i] = s * (1 - s) * (2 + u * (1 - 2 * s));
    }
  },
  tensors(sums) {
    const s = sums.sigmoid();
    const rest = (): Tensor2D => s.neg().add(1);
    return {
      values: sums.mul(s),
      slopes: () => s.mul(sums.mul(rest()).add(1)),
      curvatures: () => s.mul(rest()).mul(sums.mul(s.mul(-2).add(1)).add(2)),
    };
  },
};

const known: readonly Activation[] = [tanhUnit, softplusUnit, siluUnit];

/**
 * The activation of a name, for networks that are made again from plain data.
 * @throws RangeError when there is none
 */
export function activationOf(name: string): Activation {
  const found = known.find((one) => one.name === name);
  if (found) return found;
  const names = known.map((one) => one.name).join(', ');
  throw new RangeError(`activationOf: name expects one of ${names}, got ${name}; choose one of these`);
}
