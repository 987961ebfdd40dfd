import { derivativeChecks } from '../../lib/command/verification/energy-checks.js';
import type { Energy } from '../../lib/energy/index.js';
import { assertClose, flat } from '../closeness.js';
import { fixture } from '../support.js';

/** Value, pullback (vjp), pushforward (jvp, through pullbacks of single components) and Hessian product of a reference file. */
export function assertReference(name: `energy-${string}`, energyOf: (signalLength: number) => Energy): void {
  const reference = fixture(name);
  for (const { quantity, got, expected, tolerance } of derivativeChecks(energyOf(reference.params.d), reference)) {
    const wanted = flat(expected);
    const { abs = 0, rel = 0 } = tolerance;
    assertClose(flat(got), wanted, abs + rel * Math.max(...wanted.map(Math.abs)), `${name} ${quantity}`);
  }
}
