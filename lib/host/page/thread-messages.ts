/*
 * A worker asks its page for threads, and the page makes them: in Firefox, `new Worker` in a worker of an isolated page sometimes
 * never returns (version 153: 4 of 50 times).
 */

/** Name of the workers that are threads of another worker's computation. */
export const threadName = 'microcanon thread';

/** What a worker says to its page about threads, beside the messages of its cells. */
export type ThreadRequest =
  /** `port` carries assignments and replies; `parts` are texts that the worker's own script does not hold. */
  | {
      readonly microcanonThread: 'start';
      readonly thread: number;
      readonly port: MessagePort;
      readonly parts: readonly string[];
    }
  | { readonly microcanonThread: 'end'; readonly thread: number };

/** What the page says to its worker: a thread has failed. */
export interface ThreadLoss {
  readonly microcanonThread: 'lost';
  readonly thread: number;
  readonly reason: string;
}

/** The first message of a thread. */
export type ThreadStart = Pick<Extract<ThreadRequest, { microcanonThread: 'start' }>, 'port' | 'parts'>;

/** Whether a message is about threads: the handlers of cells get no such message. */
export function isAboutThreads(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'microcanonThread' in data;
}
