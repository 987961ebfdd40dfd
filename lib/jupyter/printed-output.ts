import { printedText } from '../cell/index.js';
import type { Channel } from './channel.js';
import type { Header } from './wire.js';

/** The text that cells print, between `process.stdout` and the transport. */
export interface PrintedOutput {
  /** Sets the request to which text printed from now on belongs. */
  setParent(parent: Header): void;
  /** Sends the gathered text, so that the text arrives before the next message. */
  flush(): void;
}

/** Sends what the process prints to the front end. */
export function redirectOutput(channel: Channel, nobody: Header): PrintedOutput {
  let parent = nobody;
  const { print, flush } = printedText((name, text) => channel.send({ kind: 'stream', name, text, parent }));

  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    process[name].write = ((chunk: string | NodeJS.ArrayBufferView, encoding?: unknown, done?: unknown): boolean => {
      print(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk as never, { stream: true }));
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') process.nextTick(callback as () => void);
      return true;
    }) as typeof process.stdout.write;
  }

  return {
    setParent(next) {
      flush();
      parent = next;
    },
    flush,
  };
}
