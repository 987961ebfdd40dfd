import { log2 } from '../special/index.js';

/** N paths in groups of as many as there are lanes; the last group may have fewer. */
export interface LaneGroups {
  /** Number of groups. */
  readonly count: number;
  /** Paths of a group. */
  sizeOf(group: number): number;
  /** Number of the path in a lane; lanes beyond the last path repeat the last path. */
  pathIn(group: number, lane: number): number;
}

export function laneGroups(pathCount: number, width: number): LaneGroups {
  return {
    count: Math.ceil(pathCount / width),
    sizeOf: (group) => Math.min(width, pathCount - group * width),
    pathIn: (group, lane) => Math.min(group * width + lane, pathCount - 1),
  };
}

/**
 * Checks the sizes of a kernel that transforms paths.
 * @throws RangeError when signalLength is no power of two from `shortest`, or pathCount no whole number from 1
 */
export function checkKernelSizes(
  factory: string,
  { signalLength, pathCount }: { readonly signalLength: number; readonly pathCount: number },
  shortest: number,
): void {
  if (!Number.isInteger(log2(signalLength)) || signalLength < shortest) {
    throw new RangeError(`${factory}: signalLength expects a power of two from ${shortest}, got ${signalLength}`);
  }
  if (!Number.isInteger(pathCount) || pathCount < 1) {
    throw new RangeError(`${factory}: pathCount expects a whole number from 1, got ${pathCount}`);
  }
}

/** Checks that every filter has `length` numbers. */
export function checkFilterLengths(
  factory: string,
  name: string,
  filters: readonly { readonly length: number }[],
  length: number,
): void {
  const wrong = filters.findIndex((filter) => filter.length !== length);
  if (wrong < 0) return;
  throw new RangeError(
    `${factory}: ${name} expects ${length} numbers per filter, got ${filters[wrong].length} in filter ${wrong}`,
  );
}
