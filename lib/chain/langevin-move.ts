import { type Ensemble, ensemble, type Vector } from '../array/index.js';
import { draws, type Key } from '../random/index.js';

/** x − h ∇U + √(2h) ξ, with the noise of walker n drawn under a key of its own. */
export function langevinMove(
  paths: Ensemble,
  gradient: Vector,
  { stepSize, keyOf }: { readonly stepSize: number; readonly keyOf: (n: number) => Key },
): Ensemble {
  const { pathCount, shape, signalLength: size } = paths;
  const moved = ensemble(pathCount, shape);
  const spread = Math.sqrt(2 * stepSize);
  for (let n = 0; n < pathCount; n++) {
    const { normal } = draws(keyOf(n));
    for (let i = n * size; i < (n + 1) * size; i++) {
      moved.data[i] = paths.data[i] - stepSize * gradient[i] + spread * normal();
    }
  }
  return moved;
}
