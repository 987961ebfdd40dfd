import type { Vector } from '../array/index.js';
import type { Effort } from '../linear-algebra/index.js';

/**
 * Which estimate of a path an effort belongs to: 'whole', that of logAbs, or 'block', that of the block by itself in scope
 * 'parts'. Efforts of N paths stand in one vector, [N, 2 (estimate), 3 (probes, share, variance)].
 */
export type EffortPart = 'whole' | 'block';

/** Numbers per path in a vector of efforts. */
export const EFFORT_NUMBERS = 6;

/** The effort that a path's last step left; undefined before the first step, which 0 probes stand for. */
export function effortOf(efforts: Vector, path: number, part: EffortPart): Effort | undefined {
  const at = positionOf(path, part);
  if (efforts[at] === 0) return undefined;
  return { probes: efforts[at], share: efforts[at + 1], variance: efforts[at + 2] };
}

/** Leaves an effort for the path's next step; undefined for none. */
export function leaveEffort(efforts: Vector, path: number, part: EffortPart, effort: Effort | undefined): void {
  const at = positionOf(path, part);
  efforts[at] = effort?.probes ?? 0;
  efforts[at + 1] = effort?.share ?? 0;
  efforts[at + 2] = effort?.variance ?? 0;
}

function positionOf(path: number, part: EffortPart): number {
  return path * EFFORT_NUMBERS + (part === 'whole' ? 0 : 3);
}
