import { type Profile, settings } from '../host/index.js';

export type { Profile } from '../host/index.js';

/** How an experiment that has a sketch is chosen. */
export interface SketchableOptions {
  readonly seed?: number;
  readonly profile?: Profile;
  /** `isSketching()` when left out. */
  readonly isSketch?: boolean;
}

/**
 * Whether a first picture is wanted at once: a page's reader drags a number, and what is computed now is computed again at its full
 * size. Asked by an experiment that then takes its sketch, which is noted.
 */
export function isSketching(): boolean {
  const { sketch } = settings();
  if (sketch !== undefined) sketch.isTaken = true;
  return sketch !== undefined;
}

/** The profile of this process's settings: what MICROCANON_PROFILE names, `quick` when it is not set. */
export function currentProfile(): Profile {
  return settings().profile ?? 'quick';
}
