import type { Channel } from './channel.js';
import type { Header } from './wire.js';

type StreamName = 'stdout' | 'stderr';

/** Number of texts in a burst that are sent at once; later texts of the burst are gathered. */
const burst = 64;
const burstMilliseconds = 20;
const gatherLimit = 1 << 15;

/** The text that cells print, between `process.stdout` and the transport. */
export interface PrintedOutput {
  /** Sets the request to which text printed from now on belongs. */
  setParent(parent: Header): void;
  /** Sends the gathered text, so that the text arrives before the next message. */
  flush(): void;
}

/**
 * Sends what the process prints to the front end. Single texts are sent at once, also during synchronous code; a rapid series of
 * texts is gathered into few messages, which makes a hundred thousand printed lines cheap.
 */
export function redirectOutput(channel: Channel, nobody: Header): PrintedOutput {
  let parent = nobody;
  let gathered = '';
  let gatheredName: StreamName = 'stdout';
  let burstStart = 0;
  let burstCount = 0;
  let _timer: NodeJS.Timeout | undefined;

  function flush(): void {
    if (gathered === '') return;
    const text = gathered;
    gathered = '';
    channel.send({ kind: 'stream', name: gatheredName, text, parent });
  }

  function print(name: StreamName, text: string): void {
    if (text === '') return;
    if (name !== gatheredName) flush();
    gatheredName = name;
    gathered += text;
    const now = performance.now();
    if (now - burstStart > burstMilliseconds) {
      burstStart = now;
      burstCount = 0;
    }
    if (++burstCount <= burst || gathered.length > gatherLimit) {
      flush();
      return;
    }
    _timer ??= setTimeout(() => {
      _timer = undefined;
      flush();
    }, burstMilliseconds).unref();
  }

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
