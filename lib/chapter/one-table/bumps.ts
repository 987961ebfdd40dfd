import { ensemble, type Vector, vector } from '../../array/index.js';
import { type Energy, energyOfPaths } from '../../energy/index.js';
import { exp } from '../../special/index.js';

/** Where bumps stand along each axis, and how wide they are. */
export interface BumpOptions {
  /** d: 1 or 2. */
  readonly signalLength: 1 | 2;
  /** Bumps along each axis, evenly spaced from −reach to reach. */
  readonly countPerAxis: number;
  readonly reach: number;
  /** s of exp(−(x − c)²/(2s²)). */
  readonly width: number;
}

/**
 * The energies Φ_c(x) = exp(−‖x − c‖²/(2s²)), one for each centre c of a square lattice: how much of a law is near each place. They know
 * nothing of the target's modes.
 *
 * In the plane a bump is a product of one bump per axis.
 * Cost: countPerAxis exponentials per coordinate, and a multiplication per component.
 */
export function bumpEnergy({ signalLength, countPerAxis, reach, width }: BumpOptions): Energy {
  const spacing = (2 * reach) / (countPerAxis - 1);
  const centre = (i: number): number => -reach + i * spacing;
  const rows = signalLength === 2 ? countPerAxis : 1;
  const [first, second] = [axisOf(countPerAxis), axisOf(rows)];
  const look = (path: Vector, from = 0): void => {
    fill(first, path[from]);
    if (signalLength === 2) fill(second, path[from + 1]);
    else second.values[0] = 1;
  };
  const fill = (axis: Axis, x: number): void => {
    for (let i = 0; i < countPerAxis; i++) {
      const z = (x - centre(i)) / width;
      const value = exp(-0.5 * z * z);
      axis.values[i] = value;
      axis.slopes[i] = (-z / width) * value;
      axis.curvatures[i] = ((z * z - 1) / (width * width)) * value;
    }
  };
  /** Σ wᵢⱼ f(i) g(j) for factors of both axes. */
  const contracted = (weights: Vector, along: Vector, across: Vector): number => {
    let sum = 0;
    for (let j = 0, k = 0; j < rows; j++) {
      let part = 0;
      for (let i = 0; i < countPerAxis; i++, k++) part += weights[k] * along[i];
      sum += part * across[j];
    }
    return sum;
  };
  const labels = Array.from({ length: countPerAxis * rows }, (_, k) => {
    const x = centre(k % countPerAxis).toFixed(2);
    return signalLength === 2 ? `near (${x}, ${centre(Math.floor(k / countPerAxis)).toFixed(2)})` : `near ${x}`;
  });
  /** Writes Jᵀw of the place that was looked at. */
  const pull = (weights: Vector, out: Vector, to = 0): void => {
    out[to] = contracted(weights, first.slopes, second.values);
    if (signalLength === 2) out[to + 1] = contracted(weights, first.values, second.slopes);
  };
  const energy = energyOfPaths({
    name: `${labels.length} bumps`,
    signalLength,
    labels,
    value(path, out) {
      look(path);
      for (let j = 0, k = 0; j < rows; j++) {
        for (let i = 0; i < countPerAxis; i++, k++) out[k] = first.values[i] * second.values[j];
      }
    },
    pullback(path, weights, out) {
      look(path);
      pull(weights, out);
    },
    hessianProduct(path, weights, direction, out) {
      look(path);
      const [u, v] = direction;
      out[0] = contracted(weights, first.curvatures, second.values) * u;
      if (signalLength === 1) return;
      const mixed = contracted(weights, first.slopes, second.slopes);
      out[0] += mixed * v;
      out[1] = mixed * u + contracted(weights, first.values, second.curvatures) * v;
    },
  });
  return {
    ...energy,
    // Paths of one or two numbers: views of single paths would cost more than the bumps.
    pullback(paths, weights) {
      if ('row' in weights || weights.length !== labels.length || paths.signalLength !== signalLength)
        return energy.pullback(paths, weights);
      const result = ensemble(paths.pathCount, signalLength);
      for (let at = 0; at < result.data.length; at += signalLength) {
        look(paths.data, at);
        pull(weights, result.data, at);
      }
      return result;
    },
  };
}

/** Bumps along an axis at one place, with their first two derivatives. */
interface Axis {
  readonly values: Vector;
  readonly slopes: Vector;
  readonly curvatures: Vector;
}

function axisOf(count: number): Axis {
  return { values: vector(count), slopes: vector(count), curvatures: vector(count) };
}
