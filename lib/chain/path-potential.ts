import { ensemble, type Shape, type Vector, vector } from '../array/index.js';
import type { PortableCall } from '../parallel/index.js';
import type { Potential } from './potential.js';

/** What defines a potential path by path. */
export interface PathPotential {
  readonly name: string;
  /** Axes of a path, `[d]` for series. */
  readonly shape: Shape;
  /** Plain data that tells this potential from others of its kind. */
  readonly identity: unknown;
  /** U of one path, nats; writes ∇U of the path to `gradient`, [d], which holds zeros. Both vectors serve the next path too. */
  evaluate(path: Vector, gradient: Vector): number;
  /** How another thread makes the same potential; without, chains stay in the calling thread. */
  readonly call?: PortableCall<Potential>;
}

/** A potential of ensembles from its value and gradient at one path: the way to write one by hand. */
export function potentialOfPaths({ name, shape, identity, evaluate, call }: PathPotential): Potential {
  const all: Potential['evaluate'] = (paths) => {
    const [values, gradient] = [vector(paths.pathCount), ensemble(paths.pathCount, shape)];
    const size = paths.signalLength;
    // Copies of one path: a view of each would cost more than the arithmetic of a short one.
    const [path, slope] = [vector(size), vector(size)];
    for (let n = 0, at = 0; n < paths.pathCount; n++, at += size) {
      for (let i = 0; i < size; i++) {
        path[i] = paths.data[at + i];
        slope[i] = 0;
      }
      values[n] = evaluate(path, slope);
      for (let i = 0; i < size; i++) gradient.data[at + i] = slope[i];
    }
    return { values, gradient };
  };
  return {
    name,
    shape,
    identity,
    values: (paths) => all(paths).values,
    gradient: (paths) => all(paths).gradient,
    evaluate: all,
    ...(call && { call }),
  };
}
