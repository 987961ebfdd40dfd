import type { FromTransport } from './channel.js';

export type Request = Extract<FromTransport, { kind: 'request' }>;

/** Requests that wait for the main thread. */
export interface RequestQueue {
  add(request: Request): void;
  next(): Promise<Request>;
  /** Removes and returns all that wait now. */
  drain(): Request[];
  /** Called at an interrupt, ahead of the queue; does nothing until the service sets it. */
  interrupt: () => void;
}

export function requestQueue(): RequestQueue {
  const waiting: Request[] = [];
  let wake = (): void => undefined;
  return {
    add(request) {
      waiting.push(request);
      wake();
    },
    async next() {
      while (waiting.length === 0) await new Promise<void>((done) => (wake = done));
      return waiting.shift()!;
    },
    drain: () => waiting.splice(0),
    interrupt: () => undefined,
  };
}
