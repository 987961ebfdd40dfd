import { Readable } from 'node:stream';
import type { Input } from './input.js';

/** Events by which code waits for input. */
const waitingEvents = new Set<unknown>(['data', 'readable', 'end', 'keypress']);

/** The streams that stand in for `process.stdin`. An interrupt, or a loop that breaks off, ends a stream; another takes its place. */
export interface StandardInputStream {
  /** The open stream; opens one where the latest has ended. */
  current(): Readable;
  /** The stream that was opened last; it may have ended. */
  latest(): Readable;
  /** Opens another stream, and ends the open one by an error. */
  replace(reason: Error): void;
  /** Whether code listens to the open stream by itself, apart from readline. */
  isRead(): boolean;
  isOurs(stream: unknown): boolean;
}

/**
 * @param wait called when code begins to wait for input, by listening or in a loop
 * @param onOpened called when another stream has taken the place of one that ended
 */
export function standardInputStream(input: Input, wait: () => void, onOpened: () => void): StandardInputStream {
  const streams = new WeakSet<object>();
  const readlineListeners = new WeakSet<object>();
  let stream = open();

  function open(): Readable {
    const opened = new Readable({
      read: () => undefined,
      // A loop that breaks off aborts the stream, which is no error of the interfaces that still listen to it.
      destroy: (error, done) => done(error?.name === 'AbortError' ? null : error),
    });
    const iterate = opened[Symbol.asyncIterator].bind(opened);
    Object.assign(opened, {
      fd: 0,
      isTTY: false,
      ref: () => opened,
      unref: () => opened,
      [Symbol.asyncIterator](): ReturnType<typeof iterate> {
        input.check();
        return iterate();
      },
    });
    streams.add(opened);
    // Without a listener the error by which an interrupt ends the stream would be uncaught.
    opened.on('error', () => undefined);
    opened.on('newListener', (event, listener) => {
      if (!waitingEvents.has(event)) return;
      // readline listens as soon as there is an interface, but waits only when it is asked for a line.
      if (/node:internal\/readline/.test(new Error().stack ?? '')) readlineListeners.add(listener);
      else wait();
    });
    return opened;
  }

  function reopen(): void {
    stream = open();
    onOpened();
  }

  return {
    current() {
      if (stream.destroyed) reopen();
      return stream;
    },
    latest: () => stream,
    replace(reason) {
      const left = stream;
      reopen();
      left.destroy(reason);
    },
    isRead: () =>
      !stream.destroyed &&
      ['data', 'readable', 'keypress'].some((event) =>
        stream.listeners(event).some((listener) => !readlineListeners.has(listener)),
      ),
    isOurs: (candidate) => typeof candidate === 'object' && candidate !== null && streams.has(candidate),
  };
}
