import { LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** A place in a text, both counted from 1. */
export interface CodePlace {
  readonly line: number;
  readonly column: number;
}

/** Maps a place in generated text to the place in its source; undefined where generated text has no source. */
export type PlaceFinder = (place: CodePlace) => CodePlace | undefined;

/** A finder that is made at the first question. */
export function lazily(make: () => PlaceFinder): PlaceFinder {
  let finder: PlaceFinder | undefined;
  return (place) => {
    finder ??= make();
    return finder(place);
  };
}

/** The finder of a source map in JSON, which is read at the first question. */
export function placeFinder(map: string): PlaceFinder {
  let trace: TraceMap | undefined;
  return ({ line, column }) => {
    trace ??= new TraceMap(map);
    const place = { line, column: column - 1 };
    const before = originalPositionFor(trace, place);
    // Generated text may open a line: what stands behind it has a source.
    const { line: from, column: offset } =
      before.line === null ? originalPositionFor(trace, { ...place, bias: LEAST_UPPER_BOUND }) : before;
    return from === null || offset === null ? undefined : { line: from, column: offset + 1 };
  };
}

/** The finder of a text that was generated in several steps; the finder of the last step comes first. */
export const inSteps =
  (...finders: PlaceFinder[]): PlaceFinder =>
  (place) =>
    finders.reduce<CodePlace | undefined>((found, find) => found && find(found), place);
