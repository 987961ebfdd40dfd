import { type Ensemble, ensemble, type Vector, vector, vectorOf } from '../../array/index.js';
import { descendFrozenMeasured, type Schedule } from '../../flow/index.js';
import type { Key } from '../../random/index.js';

/** Fresh paths that a flow brings to an end. */
export interface Survivors {
  readonly start: Ensemble;
  readonly paths: Ensemble;
  /** ln|det| of the whole flow at each, [N]. */
  readonly logDeterminants: Vector;
}

/**
 * The paths that stay finite: a polynomial energy stretches far paths, and a fresh one may lie farther out than the pilot's. The flow
 * is then a density of less than unit mass, by the share of those that escape.
 * Cost: a descent, and for each path that escapes about log₂ N more of ever fewer paths.
 */
export async function survivors(plan: Schedule, start: Ensemble, probeKey: Key): Promise<Survivors> {
  try {
    const { paths, logDeterminants } = await descendFrozenMeasured(plan, start, [], { probeKey });
    return { start, paths, logDeterminants: logDeterminants.row(plan.stepCount) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (start.pathCount === 1) {
      const none = firstPaths(start, 0);
      return { start: none, paths: none, logDeterminants: vector(0) };
    }
    const half = Math.floor(start.pathCount / 2);
    const rest = ensemble(start.pathCount - half, start.shape, start.data.slice(half * start.signalLength));
    const parts = [
      await survivors(plan, firstPaths(start, half), probeKey),
      await survivors(plan, rest, probeKey),
    ] as const;
    return {
      start: joined(parts.map((part) => part.start)),
      paths: joined(parts.map((part) => part.paths)),
      logDeterminants: vectorOf(parts.flatMap((part) => Array.from(part.logDeterminants))),
    };
  }
}

/** The first `most` paths, or all. */
export function firstPaths({ pathCount, shape, signalLength, data }: Ensemble, most: number): Ensemble {
  const count = Math.min(pathCount, most);
  return ensemble(count, shape, data.slice(0, count * signalLength));
}

function joined(parts: readonly Ensemble[]): Ensemble {
  const pathCount = parts.reduce((sum, part) => sum + part.pathCount, 0);
  return ensemble(pathCount, parts[0].shape, vectorOf(parts.flatMap((part) => Array.from(part.data))));
}
