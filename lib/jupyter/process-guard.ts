import { AsyncLocalStorage } from 'node:async_hooks';

/** The kernel's handlers of errors that no code catches, and of signals. */
export interface ProcessHandlers {
  /** An error that no code caught, such as one of a timer. */
  uncaught(error: unknown): void;
  /** A promise was rejected and has no handler so far. */
  rejected(reason: unknown, promise: Promise<unknown>): void;
  /** A promise that `rejected` got before has a handler now. */
  handled(promise: Promise<unknown>): void;
  /** The process got SIGINT. */
  interrupted(): void;
}

type Listener = (...args: unknown[]) => unknown;

/** Thrown in a foreign handler that tries to end the process. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * Adds a listener of SIGINT if there is none, so that a signal from outside does not end the process. Node's vm removes all
 * listeners while a cell runs, and does not restore them when the inspector ends the cell.
 */
export function watchSignal(): void {
  if (process.listenerCount('SIGINT') === 0) process.on('SIGINT', () => undefined);
}

/** Calls of code that others registered on the process. */
interface ForeignCalls {
  /** Calls a listener with an error; what the listener throws in turn is uncaught too, unless it is the error itself. */
  call(listener: Listener, args: unknown[]): void;
  /** Calls the listeners of an event. */
  tell(event: string, args: unknown[]): void;
  /** Whether code runs that such a call has started, in callbacks of its own too. */
  isInside(): boolean;
}

function foreignCalls(uncaught: ProcessHandlers['uncaught']): ForeignCalls {
  const inside = new AsyncLocalStorage<true>();
  const told = new WeakSet<object>();

  function call(listener: Listener, args: unknown[]): void {
    const failed = (thrown: unknown): void => {
      if (thrown !== args[0] && !(thrown instanceof Refusal)) uncaught(thrown);
    };
    try {
      const returned = inside.run(true, () => Reflect.apply(listener, process, args));
      if (returned instanceof Promise) returned.catch(failed);
    } catch (thrown) {
      failed(thrown);
    }
  }

  return {
    call,
    tell(event, args) {
      // A listener may throw the error again later: calling it once per error prevents an endless loop.
      const key = event === 'unhandledRejection' || event === 'uncaughtException' ? args[0] : undefined;
      if (isObject(key)) {
        if (told.has(key)) return;
        told.add(key);
      }
      for (const listener of process.rawListeners(event as 'exit') as Listener[]) call(listener, args);
    },
    isInside: () => inside.getStore() === true,
  };
}

/** Makes a method that ends the process throw inside foreign calls, if `concerns` says that its arguments mean this process. */
function refuseWithin<Name extends 'exit' | 'reallyExit' | 'abort' | 'kill'>(
  { isInside }: ForeignCalls,
  name: Name,
  concerns: (args: unknown[]) => boolean,
): void {
  const holder = process as unknown as Record<Name, Listener>;
  const act = holder[name];
  holder[name] = (...args) => {
    if (isInside() && concerns(args))
      throw new Refusal(`process.${name}: a handler of uncaught errors cannot end the kernel`);
    return Reflect.apply(act, process, args);
  };
}

/**
 * Prevents listeners that packages or cells add to the process from ending the kernel: uncaught errors go to the kernel's own
 * handlers first. Foreign listeners are called after them, but errors that these listeners throw are only reported, and
 * `process.exit`, `abort` and `kill` of the process throw inside these listeners and their callbacks.
 */
export function guardProcess(handlers: ProcessHandlers): void {
  const foreign = foreignCalls(handlers.uncaught);
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
      foreign.tell(event, args);
      return true;
    },
  });

  const capture = process.setUncaughtExceptionCaptureCallback.bind(process);
  process.setUncaughtExceptionCaptureCallback = (callback) =>
    capture(typeof callback === 'function' ? (error) => foreign.call(callback as Listener, [error]) : callback);

  for (const name of ['exit', 'reallyExit', 'abort'] as const) refuseWithin(foreign, name, () => true);
  refuseWithin(foreign, 'kill', ([pid, signal]) => pid === process.pid && signal !== 0);
}
