/**
 * Whether a descent that measures every so many steps measures the state after `t` steps of `stepCount`, and the step that follows:
 * the last step is always measured, so that nothing is extrapolated.
 * @param measureEvery whole number from 1
 */
export function isMeasured(measureEvery: number, t: number, stepCount: number): boolean {
  return t % measureEvery === 0 || t >= stepCount - 1;
}
