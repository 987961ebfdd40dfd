import { interruptible } from '../cell/index.js';
import { host } from '../host/index.js';

/** Longest time without a turn of the event loop, while a cell awaits what is there already. */
const patienceMilliseconds = 50;

/**
 * A wait that settles as its value does, or rejects at the next interrupt. A loop of awaits that need no event of their own would
 * keep all events out, and with them the page's request to stop: from time to time such a wait takes a turn of the event loop.
 */
export function yieldingWait(): <T>(value: T | PromiseLike<T>) => Promise<T> {
  let last = performance.now();
  return (value) => {
    const now = performance.now();
    if (now - last < patienceMilliseconds) return interruptible(value);
    last = now;
    return interruptible(Promise.all([value, host.turn()]).then(([result]) => result));
  };
}
