import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';
import type { Workers } from '../host.js';
import { compiledFolder } from './library-folder.js';

const loaded = new Set<string>();

export const workers: Workers = {
  count: availableParallelism(),
  start(module, listener) {
    // No inherited flags: some of those that a kernel or a test runner is started with are refused by threads.
    const thread = new Worker(join(compiledFolder, `${module}.js`), { execArgv: [] });
    thread.on('message', listener.message);
    thread.on('error', listener.error);
    thread.on('exit', listener.exit);
    return {
      post: (message) => thread.postMessage(message),
      ref: () => thread.ref(),
      unref: () => thread.unref(),
      terminate: () => void thread.terminate(),
    };
  },
  serve(answer, onUnsent) {
    const port = parentPort!;
    port.on('message', async (message: unknown) => {
      const reply = await answer(message);
      try {
        port.postMessage(reply);
      } catch (error) {
        port.postMessage(onUnsent(error, message));
      }
    });
  },
  async load(module) {
    if (loaded.has(module)) return;
    const file = resolve(compiledFolder, /\.[cm]?js$/.test(module) ? module : `${module}.js`);
    await import(pathToFileURL(file).href);
    loaded.add(module);
  },
};
