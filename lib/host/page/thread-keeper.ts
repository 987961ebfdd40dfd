import {
  isAboutThreads,
  type ThreadLoss,
  type ThreadRequest,
  type ThreadStart,
  threadName,
} from './thread-messages.js';

/**
 * In a page: makes and ends the threads that a worker asks for. Called before anything else listens to the worker.
 * @param address of the worker's script, which its threads run too
 * @returns a function that ends all threads of the worker
 */
export function keepThreads(worker: Worker, address: string): () => void {
  const threads = new Map<number, Worker>();

  function start({ thread, port, parts }: Extract<ThreadRequest, { microcanonThread: 'start' }>): void {
    const made = new Worker(address, { name: threadName });
    made.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || 'a thread failed';
      worker.postMessage({ microcanonThread: 'lost', thread, reason } satisfies ThreadLoss);
    };
    made.postMessage({ port, parts } satisfies ThreadStart, [port]);
    threads.set(thread, made);
  }

  worker.addEventListener('message', (event: MessageEvent<ThreadRequest>) => {
    if (!isAboutThreads(event.data)) return;
    event.stopImmediatePropagation();
    if (event.data.microcanonThread === 'start') return start(event.data);
    threads.get(event.data.thread)?.terminate();
    threads.delete(event.data.thread);
  });
  return () => {
    for (const thread of threads.values()) thread.terminate();
    threads.clear();
  };
}
