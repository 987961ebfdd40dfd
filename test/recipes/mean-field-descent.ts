import assert from 'node:assert/strict';
import { ensemble, type Vector } from 'microcanon/array';
import { autocovariance } from 'microcanon/energy';
import { descend, meanFieldDescent } from 'microcanon/flow';
import { gaussian } from 'microcanon/model';
import { key } from 'microcanon/random';

// The whole method, written out: N paths of white noise move until their mean energy is that of AR(0.1).

const [pathCount, signalLength, stepSize, stepCount] = [16, 64, 5, 40];
const target = [0.1, 1];

/** Φ(x) = (Σ xᵢxᵢ₋₁, Σ xᵢ²)/d: lag-1 autocovariance and power of a path. Paper: eq. (5). */
function energyOf(x: Vector): number[] {
  let [product, square] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    if (i > 0) product += x[i] * x[i - 1];
    square += x[i] * x[i];
  }
  return [product / x.length, square / x.length];
}

/** Jᵀw: the derivative of w·Φ at x. */
function pullback(x: Float64Array, [forProduct, forSquare]: readonly number[]): Vector {
  return x.map((value, i) => (forProduct * ((x[i - 1] ?? 0) + (x[i + 1] ?? 0)) + 2 * forSquare * value) / x.length);
}

/** Mean of the energies over all paths. */
function meanEnergy(paths: readonly Vector[]): number[] {
  const energies = paths.map(energyOf);
  return target.map((_, k) => energies.reduce((sum, energy) => sum + energy[k], 0) / paths.length);
}

/** One step, eq. (6): x ← x − γ Jᵀ(x)(Φ̄ − α)/‖α‖². The mean energy Φ̄ couples the paths, so that they keep apart. */
function step(paths: readonly Vector[]): Vector[] {
  const scale = stepSize / target.reduce((sum, value) => sum + value * value, 0);
  const mean = meanEnergy(paths);
  const weights = target.map((value, k) => scale * (mean[k] - value));
  return paths.map((x) => {
    const slope = pullback(x, weights);
    return x.map((value, i) => value - slope[i]);
  });
}

const noise = gaussian({ signalLength }).sample(key(1), pathCount);
let paths: Vector[] = Array.from({ length: pathCount }, (_, n) => noise.path(n).slice());
for (let t = 0; t < stepCount; t++) paths = step(paths);

// The library does the same in compiled code and worker threads.
const flow = meanFieldDescent(autocovariance({ signalLength }), target, { stepSize });
void descend(flow, noise, stepCount).then((descent) => {
  const byHand = ensemble(pathCount, signalLength, Float64Array.from(paths.flatMap((path) => [...path])));
  const gaps = byHand.data.map((value, i) => Math.abs(value - descent.paths.data[i]));
  assert.ok(Math.max(...gaps) < 1e-12, `largest gap ${Math.max(...gaps)}`);
  assert.ok(Math.hypot(...meanEnergy(paths).map((value, k) => value - target[k])) < 0.01);
});
