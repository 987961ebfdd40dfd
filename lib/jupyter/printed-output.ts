import type { Channel } from './channel.js';
import type { Header } from './wire.js';

type StreamName = 'stdout' | 'stderr';

/** Texts of a burst that leave at once; later ones of the same burst are gathered. */
const burst = 64;
const burstMilliseconds = 20;
const gatherLimit = 1 << 15;

/** What a cell prints, on its way to the transport. */
export interface PrintedOutput {
  /** Names the request that what is printed from now on belongs to. */
  setParent(parent: Header): void;
  /** Hands on what was gathered, so that it comes before what is sent next. */
  flush(): void;
}

/**
 * Sends what the process prints to the front end. Single texts leave at once, even while a cell never
 * yields; a flood is gathered, so that a hundred thousand lines cost little.
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
