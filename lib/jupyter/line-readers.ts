import { EventEmitter } from 'node:events';
import readline from 'node:readline';
import { promisify } from 'node:util';
import type { Input } from './input.js';
import { type Original, type Replacement, replaceMethod } from './replacement.js';

type Interface = readline.Interface & { readonly input?: unknown; readonly closed?: boolean };

/** The interfaces of `node:readline` that read lines of standard input. */
export interface LineReaders {
  /** Whether an interface waits for a line. */
  isReading(): boolean;
  /** Forgets all interfaces. */
  clear(): void;
}

/** `question` as a method that takes a callback, and as `util.promisify` gives it. */
function questionByAsking(input: Input, isOurs: (reader: Interface) => boolean, original: Original): Replacement {
  function question(this: Interface, query: string, ...rest: unknown[]): void {
    const callback = rest.at(-1);
    if (!isOurs(this) || typeof callback !== 'function') {
      Reflect.apply(original, this, [query, ...rest]);
      return;
    }
    input.check();
    // The callback runs outside the promise: an error that it throws is uncaught, as with Node's own interface.
    void input.ask(String(query)).then(
      (answer) => setImmediate(() => callback(answer)),
      () => undefined,
    );
  }
  const promised = (original as { [promisify.custom]?: Original })[promisify.custom];
  return Object.assign(question, {
    [promisify.custom](this: Interface, query: string, ...rest: unknown[]) {
      return isOurs(this) ? input.ask(String(query)) : Reflect.apply(promised!, this, [query, ...rest]);
    },
  });
}

/**
 * Lets the interfaces of `node:readline` over standard input ask the front end for their lines.
 * @param isInput whether an interface's input is standard input
 * @param wait called when an interface begins to wait for a line
 */
export function linesByAsking(input: Input, isInput: (stream: unknown) => boolean, wait: () => void): LineReaders {
  const readers = new Set<Interface>();
  const isOurs = (reader: Interface): boolean => isInput(reader.input) && !reader.closed;
  const lineEvents = Object.getPrototypeOf(readline.promises.Interface.prototype);
  for (const name of ['on', 'addListener']) {
    replaceMethod(
      lineEvents,
      name,
      () =>
        function (this: Interface, event: string, listener: () => void) {
          if (event === 'line' && isOurs(this)) {
            readers.add(this);
            wait();
          }
          return EventEmitter.prototype.on.call(this, event, listener);
        },
    );
  }
  replaceMethod(
    readline.promises.Interface.prototype,
    'question',
    (original) =>
      function (this: Interface, query: string, ...rest: unknown[]) {
        return isOurs(this) ? input.ask(String(query)) : Reflect.apply(original, this, [query, ...rest]);
      },
  );
  replaceMethod(readline.Interface.prototype, 'question', (original) => questionByAsking(input, isOurs, original));
  return {
    isReading() {
      for (const reader of readers) if (reader.closed || reader.listenerCount('line') === 0) readers.delete(reader);
      return readers.size > 0;
    },
    clear: () => readers.clear(),
  };
}
