import { host } from '../host/index.js';
import { Interrupted, onInterrupt } from './interruption.js';

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

/**
 * As `restInTurn`, for a loop of its own in the calling thread: the rest rejects with Interrupted where the reader has interrupted.
 * @param name of the computation, for the message
 */
export function interruptibleRest(name: string): () => Promise<void> {
  const rest = restInTurn();
  return async () => {
    let isInterrupted = false;
    const forget = onInterrupt(() => {
      isInterrupted = true;
    });
    try {
      await rest();
    } finally {
      forget();
    }
    if (isInterrupted) throw new Interrupted(`${name}: interrupted`);
  };
}
