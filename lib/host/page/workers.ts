import type { Workers } from '../host.js';

/** The global object of a worker, with what this file uses of it. */
interface WorkerScope {
  readonly name: string;
  readonly location: { readonly href: string };
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;
const isWorker = typeof (globalThis as { WorkerGlobalScope?: unknown }).WorkerGlobalScope === 'function';

/** Name of the workers that are threads of another worker's computation. */
const threadName = 'microcanon thread';

/** Whether this is such a thread, which runs no cells. */
export const isThread = isWorker && scope.name === threadName;

/** Texts of parts that came after the worker's own script: its threads need them too. */
const lateParts: string[] = [];

/** What a thread's first message is, when parts came late. */
interface LateParts {
  readonly microcanonParts: readonly string[];
}

/** Evaluates the text of a part that this worker's script does not hold. */
export function addPart(text: string): void {
  lateParts.push(text);
  new Function(text)();
}

function start(listener: Parameters<Workers['start']>[1]): ReturnType<Workers['start']> {
  // The address of a worker from a blob names the blob, and so the script with all its parts.
  const worker = new Worker(scope.location.href, { name: threadName });
  worker.onmessage = ({ data }) => listener.message(data);
  worker.onmessageerror = () => listener.error(new Error('a thread sent what cannot be copied'));
  worker.onerror = (event) => {
    event.preventDefault();
    listener.error(new Error(event.message ?? 'a thread failed'));
    listener.exit(1);
  };
  if (lateParts.length > 0) worker.postMessage({ microcanonParts: lateParts } satisfies LateParts);
  return {
    post: (message) => worker.postMessage(message),
    // A page lives as long as its reader wants.
    ref: () => undefined,
    unref: () => undefined,
    terminate() {
      worker.terminate();
      listener.exit(1);
    },
  };
}

const isolatedWorkers: Workers = {
  count: Math.max(1, (globalThis.navigator as Navigator | undefined)?.hardwareConcurrency ?? 1),
  start: (_module, listener) => start(listener),
  serve(answer, onUnsent) {
    // The module that serves is part of the script of every worker: only a thread answers.
    if (!isThread) return;
    scope.onmessage = async ({ data }) => {
      const late = (data as Partial<LateParts> | undefined)?.microcanonParts;
      if (late) {
        for (const text of late) addPart(text);
        return;
      }
      const reply = await answer(data);
      try {
        scope.postMessage(reply);
      } catch (error) {
        scope.postMessage(onUnsent(error, data));
      }
    };
  },
  // All modules that a page has are in its parts.
  load: async () => undefined,
};

/** Threads where the browser shares memory between them: in a worker of a page that is isolated from others. */
export const workers: Workers | undefined =
  isWorker && (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true
    ? isolatedWorkers
    : undefined;
