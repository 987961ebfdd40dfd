import { host } from '../host/index.js';

/** How long a computation keeps the calling thread before other work gets a turn. */
const sliceMilliseconds = 50;

/**
 * A rest for a computation in the calling thread: where the thread was kept long enough, a promise that lets messages and interrupts
 * in. Cost of a question: the time of reading the clock.
 */
export function restInTurn(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < sliceMilliseconds) return undefined;
    return host.turn().then(() => {
      last = performance.now();
    });
  };
}
