import { ensembleOf, matrixOf } from '../../lib/array/index.js';
import type { Energy } from '../../lib/energy/index.js';
import { assertClose, flat } from '../closeness.js';
import { fixture } from '../support.js';
import { unit } from './derivatives.js';

/** Value, pullback (vjp), pushforward (jvp, through pullbacks of single components) and Hessian product of a reference file. */
export function assertReference(name: `energy-${string}`, energyOf: (signalLength: number) => Energy): void {
  const { params, input, expected, tolerance } = fixture(name);
  const energy = energyOf(params.d);
  const [x, w, v] = [ensembleOf(input.x), matrixOf(input.w), ensembleOf(input.v)];
  const compare = (quantity: 'value' | 'vjp' | 'jvp' | 'hvp', got: ArrayLike<number>): void => {
    const reference = flat(expected[quantity]);
    const { abs, rel } = tolerance[quantity];
    assertClose(got, reference, abs + rel * Math.max(...reference.map(Math.abs)), `${name} ${quantity}`);
  };
  compare('value', energy.values(x).data);
  compare('vjp', energy.pullback(x, w).data);
  compare('hvp', energy.hessianProduct(x, w, v).data);
  const pushed = new Float64Array(params.N * params.K);
  for (let k = 0; k < params.K; k++) {
    const gradient = energy.pullback(x, unit(params.K, k));
    for (let n = 0; n < params.N; n++) {
      pushed[n * params.K + k] = gradient.path(n).reduce((sum, slope, i) => sum + slope * v.path(n)[i], 0);
    }
  }
  compare('jvp', pushed);
}
