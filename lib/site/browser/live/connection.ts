import type { Content } from '../../../cell/content.js';
import type { FromWorker, RunEnd, ToWorker } from '../../../live/protocol.js';
import { partsNamedIn } from '../../live/part-names.js';
import { loadParts, startWorker } from './parts.js';

/** A run of a cell as its worker needs it, and what hears of it. */
export interface WorkerRun {
  /** The cell's execution count. */
  readonly number: number;
  readonly code: string;
  /** Whether experiments take few paths, for a first picture. */
  readonly isSketch: boolean;
  begun(): void;
  /** A message of an output; may come after the run's end. */
  message(type: string, content: Content): void;
  /** A file that the cell has written. */
  file(path: string, content: Uint8Array): void;
}

/** A session of cells in a worker. */
export interface Connection {
  /** @returns how the run ended; `undefined` when the worker was lost or closed before its end */
  run(run: WorkerRun): Promise<RunEnd | undefined>;
  stop(): void;
  /** Gives the worker a file, under whose path cells find it. */
  give(path: string, content: Uint8Array): void;
  /** Ends the worker with all variables of its cells. */
  close(): void;
}

/**
 * Starts a worker.
 * @param parts names of the scripts that it needs, in their order
 * @param options.onLoss told why, when the worker dies of itself
 * @throws Error when a script cannot be loaded, or the worker dies before it takes requests
 */
export async function connect(
  parts: readonly string[],
  options: { readonly onLoss: (reason: string) => void },
): Promise<Connection> {
  const { worker, parts: present, end: endWorker } = await startWorker(parts);
  const has = new Set(present);
  const runs = new Map<number, WorkerRun>();
  const ends = new Map<number, (end: RunEnd | undefined) => void>();
  let latest = 0;
  /** The run that has begun last. */
  let begun = 0;
  let isLost = false;
  let brought: Promise<void> = Promise.resolve();
  const send = (message: ToWorker): void => worker.postMessage(message);

  function close(): void {
    isLost = true;
    endWorker();
    for (const end of ends.values()) end(undefined);
    ends.clear();
  }

  function take(message: Exclude<FromWorker, { kind: 'ready' | 'part' | 'closed' }>): void {
    const run = runs.get(message.kind === 'file' ? begun : message.run);
    if (message.kind === 'begun') {
      begun = message.run;
      run?.begun();
    } else if (message.kind === 'file') run?.file(message.path, message.content);
    else if (message.kind === 'message') run?.message(message.type, message.content);
    else {
      ends.get(message.run)?.(message);
      ends.delete(message.run);
    }
  }

  /** Gives the worker the parts that code asks for and that it has not, since a reader may write another import into a cell. */
  async function bring(code: string): Promise<void> {
    const missing = partsNamedIn(code).filter((name) => !has.has(name));
    if (missing.length === 0) return;
    // A part that is not there is a chapter that is not there, of which the cell's import will tell.
    for (const { name, text } of await loadParts(missing, has).catch(() => [])) {
      has.add(name);
      send({ kind: 'part', name, text });
    }
  }

  await new Promise<void>((resolve, reject) => {
    let isReady = false;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'ready') {
        isReady = true;
        resolve();
      } else if (data.kind === 'closed') lose('a cell closed it');
      else if (data.kind !== 'part') take(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      lose(event.message || 'no reason given');
    };
    function lose(reason: string): void {
      if (isLost) return;
      close();
      if (isReady) options.onLoss(reason);
      else reject(new Error(reason));
    }
  });

  return {
    async run(run) {
      brought = bring(run.code);
      await brought;
      if (isLost) return undefined;
      const number = ++latest;
      runs.set(number, run);
      send({ kind: 'run', run: number, number: run.number, code: run.code, isSketch: run.isSketch });
      return new Promise((resolve) => ends.set(number, resolve));
    },
    // A run that waits for its parts is sent before it is stopped.
    stop: () => void brought.then(() => send({ kind: 'stop' })),
    give: (path, content) => send({ kind: 'file', path, content }),
    close,
  };
}
