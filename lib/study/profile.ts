import { type Profile, settings } from '../host/index.js';

export type { Profile } from '../host/index.js';

/** The profile of this process's settings: what MICROCANON_PROFILE names, `quick` when it is not set. */
export function currentProfile(): Profile {
  return settings().profile ?? 'quick';
}
