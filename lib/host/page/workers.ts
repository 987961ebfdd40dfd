import type { ThreadListener, Workers } from '../host.js';
import {
  isAboutThreads,
  type ThreadLoss,
  type ThreadRequest,
  type ThreadStart,
  threadName,
} from './thread-messages.js';

/** The global object of a worker, with what this file uses of it. */
interface WorkerScope {
  readonly name: string;
  onmessage: ((event: MessageEvent<ThreadStart>) => void) | null;
  postMessage(message: ThreadRequest, transfer?: MessagePort[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ThreadLoss>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const isWorker = typeof (globalThis as { WorkerGlobalScope?: unknown }).WorkerGlobalScope === 'function';
const isIsolated = isWorker && (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;

/** Whether this is a thread of another worker's computation, which runs no cells. */
export const isThread = isWorker && scope.name === threadName;

/** Texts of parts that came after the worker's own script: its threads need them too. */
const lateParts: string[] = [];

/** Evaluates the text of a part that this worker's script does not hold. */
export function addPart(text: string): void {
  lateParts.push(text);
  new Function(text)();
}

/** A cell may put something else in the place of a global function. */
const post = isWorker ? scope.postMessage.bind(scope) : undefined;
const listeners = new Map<number, ThreadListener>();
let latest = 0;

/** Tells who listens to a thread that the page says is lost. */
function hearOfLosses(): void {
  scope.addEventListener('message', (event) => {
    if (!isAboutThreads(event.data)) return;
    event.stopImmediatePropagation();
    const { thread, reason } = event.data;
    const listener = listeners.get(thread);
    listeners.delete(thread);
    listener?.error(new Error(reason));
    listener?.exit(1);
  });
}
if (isIsolated && !isThread) hearOfLosses();

function start(listener: ThreadListener): ReturnType<Workers['start']> {
  const thread = ++latest;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => listener.message(data);
  port1.onmessageerror = () => listener.error(new Error('a thread sent what cannot be copied'));
  listeners.set(thread, listener);
  post?.({ microcanonThread: 'start', thread, port: port2, parts: lateParts }, [port2]);
  return {
    post: (message) => port1.postMessage(message),
    // A page lives as long as its reader wants.
    ref: () => undefined,
    unref: () => undefined,
    terminate() {
      post?.({ microcanonThread: 'end', thread });
      port1.close();
      if (listeners.delete(thread)) listener.exit(1);
    },
  };
}

const isolatedWorkers: Workers = {
  count: Math.max(1, (globalThis.navigator as Navigator | undefined)?.hardwareConcurrency ?? 1),
  start: (_module, listener) => start(listener),
  serve(answer, onUnsent) {
    // The module that serves is part of the script of every worker: only a thread answers.
    if (!isThread) return;
    scope.onmessage = ({ data: { port, parts } }) => {
      for (const text of parts) addPart(text);
      port.onmessage = async ({ data }) => {
        const reply = await answer(data);
        try {
          port.postMessage(reply);
        } catch (error) {
          port.postMessage(onUnsent(error, data));
        }
      };
    };
  },
  // All modules that a page has are in its parts.
  load: async () => undefined,
};

/** Threads where the browser shares memory between them: in a worker of a page that is isolated from others. */
export const workers: Workers | undefined = isIsolated ? isolatedWorkers : undefined;
