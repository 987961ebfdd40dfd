import { type Connection, connect } from './connection.js';
import type { LiveEvent } from './live-page.js';

/** The worker of a page: started at the first run, and again after it was lost or closed. */
export interface WorkerSession {
  /** @throws Error when the worker cannot start; a later call tries again */
  connected(): Promise<Connection>;
  readonly isOpen: boolean;
  /** Gives this worker, and each later one, a file, under whose path cells find it. */
  give(path: string, content: Uint8Array): void;
  /** Tells the cell that runs to stop; resolves when it has been told. */
  stop(): Promise<void>;
  /** Ends the worker with all variables of its cells. */
  close(): Promise<void>;
}

/** What hears of a worker. */
export interface SessionHooks {
  emit(event: LiveEvent): void;
  /** The worker and its variables are gone. */
  gone(): void;
  /** The worker has died of itself. */
  lost(reason: string): void;
}

/** @param parts names of the scripts that the worker needs, in their order */
export function workerSession(parts: readonly string[], { emit, gone, lost }: SessionHooks): WorkerSession {
  let connection: Promise<Connection> | undefined;
  const files = new Map<string, Uint8Array>();

  function leave(): void {
    connection = undefined;
    gone();
    emit({ kind: 'session', state: 'gone' });
  }

  function onLoss(reason: string): void {
    // What had run is known until the page forgets it.
    lost(reason);
    leave();
  }

  async function open(): Promise<Connection> {
    emit({ kind: 'session', state: 'starting' });
    try {
      const made = await connect(parts, { onLoss });
      for (const [path, content] of files) made.give(path, content);
      emit({ kind: 'session', state: 'ready' });
      return made;
    } catch (error) {
      connection = undefined;
      throw error;
    }
  }

  return {
    connected() {
      connection ??= open();
      return connection;
    },
    get isOpen() {
      return connection !== undefined;
    },
    give(path, content) {
      files.set(path, content);
      void connection?.then((made) => made.give(path, content)).catch(() => undefined);
    },
    stop: async () => (await connection)?.stop(),
    async close() {
      if (connection === undefined) return;
      const made = await connection;
      leave();
      made.close();
    },
  };
}
