import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { devNull } from 'node:os';
import readline from 'node:readline';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Interrupted } from '../parallel/interruption.js';
import type { Input } from './input.js';

/** How long a cell runs on after it began to read before the reader is asked: a cell that ends at once needs no answer. */
const patienceMilliseconds = 50;

/** Listeners with which code waits for what comes. */
const waitingEvents = new Set<unknown>(['data', 'readable', 'end', 'keypress']);
const stdinFiles = new Set<unknown>([0, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

/** Replaces file descriptor 0 by an empty file, so that nothing, child processes included, waits for a terminal that is not there. */
export function closeStandardInput(): void {
  fs.closeSync(0);
  // The lowest descriptor that is free is the next one to be opened.
  fs.openSync(devNull, 'r');
}

/** Standard input as the cells see it: whatever reads it asks the front end, or fails at once where that cannot be asked. */
export interface StandardInput {
  /** Asks for what code of earlier cells waits for. */
  beginCell(): void;
  /** Ends the reading of a cell that was interrupted. */
  interrupt(): void;
}

type Interface = readline.Interface & { readonly input?: unknown; readonly closed?: boolean };
/** Where the bytes go that `fs.readSync` reads. */
interface ReadRange {
  readonly offset?: number;
  readonly length?: number;
}

/** A function of Node, whose replacement passes on what it gets. */
type AnyFunction = (...args: any[]) => any;

/** Replaces a method; the replacement gets the original. */
function replace(holder: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const target = holder as Record<string, AnyFunction>;
  Object.defineProperty(target, name, { configurable: true, writable: true, value: make(target[name]) });
}

export function standardInput(input: Input): StandardInput {
  const streams = new WeakSet<object>();
  const readlineListeners = new WeakSet<object>();
  const lineReaders = new Set<Interface>();
  let stream = open();
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;

  function open(): Readable {
    const opened = new Readable({
      read: () => undefined,
      // A loop that breaks off aborts the stream, which is no error of the interfaces that still listen to it.
      destroy: (error, done) => done(error?.name === 'AbortError' ? null : error),
    });
    const iterate = opened[Symbol.asyncIterator].bind(opened);
    const begin = (): ReturnType<typeof iterate> => {
      input.check();
      return iterate();
    };
    Object.assign(opened, {
      fd: 0,
      isTTY: false,
      ref: () => opened,
      unref: () => opened,
      [Symbol.asyncIterator]: begin,
    });
    streams.add(opened);
    // An interrupt ends the stream by an error, which is nobody's.
    opened.on('error', () => undefined);
    opened.on('newListener', (event, listener) => {
      if (!waitingEvents.has(event)) return;
      // readline listens as soon as there is an interface; only who asks it for a line waits.
      if (/node:internal\/readline/.test(new Error().stack ?? '')) readlineListeners.add(listener);
      else wait();
    });
    return opened;
  }

  function isReading(): boolean {
    for (const reader of lineReaders)
      if (reader.closed || reader.listenerCount('line') === 0) lineReaders.delete(reader);
    const isOther = (listener: object): boolean => !readlineListeners.has(listener);
    return (
      lineReaders.size > 0 ||
      (!stream.destroyed && ['data', 'readable', 'keypress'].some((event) => stream.listeners(event).some(isOther)))
    );
  }

  async function askIfReading(): Promise<void> {
    if (isAsking || !input.isCellRunning || !isReading()) return;
    isAsking = true;
    const from = stream;
    try {
      const line = await input.ask('');
      if (from === stream) from.push(`${line}\n`);
    } catch (error) {
      from.destroy(error as Error);
    } finally {
      if (from === stream) isAsking = false;
    }
    later();
  }

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void askIfReading(), patienceMilliseconds).unref();
  }

  function wait(): void {
    input.check();
    later();
  }

  /** The stream that is open; a loop over one that breaks off destroys it. */
  function current(): Readable {
    if (stream.destroyed) {
      stream = open();
      isAsking = false;
    }
    return stream;
  }

  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get: current });

  const isOurs = (reader: Interface): boolean =>
    typeof reader.input === 'object' && reader.input !== null && streams.has(reader.input) && !reader.closed;
  const lineEvents = Object.getPrototypeOf(readline.promises.Interface.prototype);
  for (const name of ['on', 'addListener']) {
    replace(
      lineEvents,
      name,
      () =>
        function (this: Interface, event: string, listener: () => void) {
          if (event === 'line' && isOurs(this)) {
            lineReaders.add(this);
            wait();
          }
          return EventEmitter.prototype.on.call(this, event, listener);
        },
    );
  }
  replace(
    readline.promises.Interface.prototype,
    'question',
    (original) =>
      function (this: Interface, query: string, ...rest: unknown[]) {
        return isOurs(this) ? input.ask(String(query)) : Reflect.apply(original, this, [query, ...rest]);
      },
  );
  replace(readline.Interface.prototype, 'question', (original) => {
    function question(this: Interface, query: string, ...rest: unknown[]): void {
      const callback = rest.at(-1);
      if (!isOurs(this) || typeof callback !== 'function') {
        Reflect.apply(original, this, [query, ...rest]);
        return;
      }
      input.check();
      // A callback that throws is uncaught, as it is without a promise.
      void input.ask(String(query)).then(
        (answer) => setImmediate(() => callback(answer)),
        () => undefined,
      );
    }
    const asked = (original as { [promisify.custom]?: AnyFunction })[promisify.custom];
    return Object.assign(question, {
      [promisify.custom](this: Interface, query: string, ...rest: unknown[]) {
        return isOurs(this) ? input.ask(String(query)) : Reflect.apply(asked!, this, [query, ...rest]);
      },
    });
  });
  readFilesByAsking(input, current);

  return {
    beginCell: later,
    interrupt() {
      if (!isAsking && !isReading()) return;
      const left = stream;
      stream = open();
      isAsking = false;
      lineReaders.clear();
      left.destroy(new Interrupted('the cell was interrupted'));
    },
  };
}

/** Lets the functions of node:fs that read descriptor 0, or a file that means it, ask for a line. */
function readFilesByAsking(input: Input, stream: () => Readable): void {
  let left = Buffer.alloc(0);

  function take(target: NodeJS.ArrayBufferView, offset: number, length: number): number {
    if (left.length === 0) left = Buffer.from(`${input.askNow('')}\n`);
    const count = Math.min(length, left.length);
    left.copy(new Uint8Array(target.buffer, target.byteOffset, target.byteLength), offset, 0, count);
    left = left.subarray(count);
    return count;
  }
  /** Offset and length, which may be given one by one, in an object, or not at all. */
  function range(target: NodeJS.ArrayBufferView, [first, second]: (number | ReadRange | null)[]): [number, number] {
    const { offset, length } =
      typeof first === 'object' && first !== null ? first : { offset: first, length: second as number | undefined };
    return [offset ?? 0, length ?? target.byteLength - (offset ?? 0)];
  }
  const form = (
    line: string,
    options: BufferEncoding | { encoding?: BufferEncoding } | null | undefined,
  ): string | Buffer => {
    const bytes = Buffer.from(`${line}\n`);
    const encoding = typeof options === 'string' ? options : options?.encoding;
    return encoding ? bytes.toString(encoding) : bytes;
  };

  replace(
    fs,
    'readSync',
    (original) =>
      (fd, target, ...rest) =>
        fd === 0 ? take(target, ...range(target, rest)) : original(fd, target, ...rest),
  );
  replace(
    fs,
    'readFileSync',
    (original) => (path, options) => (stdinFiles.has(path) ? form(input.askNow(''), options) : original(path, options)),
  );
  replace(fs, 'readFile', (original) => (path, ...rest) => {
    if (!stdinFiles.has(path)) return original(path, ...rest);
    input.check();
    void input
      .ask('')
      .then((line) =>
        setImmediate(() => rest.at(-1)(null, form(line, rest.length > 1 ? (rest[0] as BufferEncoding) : undefined))),
      );
  });
  replace(
    fs,
    'createReadStream',
    (original) => (path, options) => (stdinFiles.has(path) || options?.fd === 0 ? stream() : original(path, options)),
  );
  replace(
    fs.promises,
    'readFile',
    (original) => async (path, options) =>
      stdinFiles.has(path) ? form(await input.ask(''), options) : original(path, options),
  );
  syncBuiltinESMExports();
}
