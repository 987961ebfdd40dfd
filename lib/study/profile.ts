/** How much an experiment computes: `quick` takes fewer paths or steps where full size takes minutes, `paper` the paper's. */
export type Profile = 'quick' | 'paper';

/**
 * The profile that MICROCANON_PROFILE names, `quick` when it is not set.
 * @throws RangeError when it names another
 */
export function currentProfile(): Profile {
  const name = process.env.MICROCANON_PROFILE || 'quick';
  if (name !== 'quick' && name !== 'paper') {
    throw new RangeError(
      `currentProfile: MICROCANON_PROFILE expects quick or paper, got ${JSON.stringify(name)}; unset it for quick`,
    );
  }
  return name;
}
