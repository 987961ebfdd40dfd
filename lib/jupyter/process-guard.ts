import { AsyncLocalStorage } from 'node:async_hooks';

/** What the kernel does about what nobody catches. */
export interface ProcessHandlers {
  /** An error that no code caught, such as one of a timer. */
  uncaught(error: unknown): void;
  /** A promise was rejected and nobody awaits it so far. */
  rejected(reason: unknown, promise: Promise<unknown>): void;
  /** Somebody awaits a promise after `rejected` was told of it. */
  handled(promise: Promise<unknown>): void;
  /** The process got SIGINT. */
  interrupted(): void;
}

type Listener = (...args: unknown[]) => unknown;

/** Ends what a foreign handler does when it wants to end the process. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * Keeps SIGINT, which comes from outside, from ending the process: Node watches for it only while there is a listener, and
 * its vm takes all listeners off while a cell runs, for good when the inspector ends the cell.
 */
export function watchSignal(): void {
  if (process.listenerCount('SIGINT') === 0) process.on('SIGINT', () => undefined);
}

/**
 * Lets nothing that packages or cells register on the process end the kernel: what is uncaught goes to the kernel's own
 * handlers first. Listeners that others added are called as well, but an error that they throw goes no further, and
 * `process.exit`, `abort` and `kill` of the process itself do nothing within them, later in their own callbacks too.
 */
export function guardProcess(handlers: ProcessHandlers): void {
  const foreign = new AsyncLocalStorage<true>();
  const told = new WeakSet<object>();

  /** Calls code of others with an error; what that code throws in turn is uncaught too, unless it is the error itself. */
  function call(listener: Listener, args: unknown[]): void {
    const failed = (thrown: unknown): void => {
      if (thrown !== args[0] && !(thrown instanceof Refusal)) handlers.uncaught(thrown);
    };
    try {
      const returned = foreign.run(true, () => Reflect.apply(listener, process, args));
      if (returned instanceof Promise) returned.catch(failed);
    } catch (thrown) {
      failed(thrown);
    }
  }

  function tell(event: string, args: unknown[]): void {
    // A listener that throws the same error again, later, is not called with it for ever.
    const key = event === 'unhandledRejection' || event === 'uncaughtException' ? args[0] : undefined;
    if (isObject(key)) {
      if (told.has(key)) return;
      told.add(key);
    }
    for (const listener of process.rawListeners(event as 'exit') as Listener[]) call(listener, args);
  }

  const own: Record<string, (args: unknown[]) => void> = {
    uncaughtException: ([error]) => handlers.uncaught(error),
    unhandledRejection: ([reason, promise]) => handlers.rejected(reason, promise as Promise<unknown>),
    rejectionHandled: ([promise]) => handlers.handled(promise as Promise<unknown>),
    uncaughtExceptionMonitor: () => undefined,
    SIGINT: () => handlers.interrupted(),
  };
  const emit = process.emit as (event: string | symbol, ...args: unknown[]) => boolean;
  Object.defineProperty(process, 'emit', {
    configurable: true,
    value: (event: string | symbol, ...args: unknown[]): boolean => {
      if (typeof event !== 'string' || !Object.hasOwn(own, event))
        return Reflect.apply(emit, process, [event, ...args]);
      if (args[0] instanceof Refusal) return true;
      own[event](args);
      tell(event, args);
      return true;
    },
  });

  const capture = process.setUncaughtExceptionCaptureCallback.bind(process);
  process.setUncaughtExceptionCaptureCallback = (callback) =>
    capture(typeof callback === 'function' ? (error) => call(callback as Listener, [error]) : callback);

  function refuseWithin<Name extends 'exit' | 'reallyExit' | 'abort' | 'kill'>(
    name: Name,
    concerns: (args: unknown[]) => boolean,
  ): void {
    const holder = process as unknown as Record<Name, Listener>;
    const act = holder[name];
    holder[name] = (...args) => {
      if (foreign.getStore() && concerns(args))
        throw new Refusal(`process.${name}: a handler of uncaught errors cannot end the kernel`);
      return Reflect.apply(act, process, args);
    };
  }
  for (const name of ['exit', 'reallyExit', 'abort'] as const) refuseWithin(name, () => true);
  refuseWithin('kill', ([pid, signal]) => pid === process.pid && signal !== 0);
}
