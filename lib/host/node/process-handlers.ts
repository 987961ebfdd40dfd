import { AsyncLocalStorage } from 'node:async_hooks';

const fatalEvents = new Set<unknown>(['uncaughtException', 'unhandledRejection']);
const registrations = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

/**
 * Does work that may install handlers of uncaught errors for the whole process, and leaves them out.
 *
 * Programs that Emscripten compiled, such as TensorFlow.js's WebAssembly backend, throw every uncaught error again out of
 * such a handler, which ends any process, one with handlers of its own too. Only what the work itself registers is left
 * out, during its awaits too; a handler that other code registers meanwhile stays.
 */
export async function withoutFatalHandlers<Result>(work: () => Promise<Result>): Promise<Result> {
  const inside = new AsyncLocalStorage<true>();
  const own = new Map(registrations.map((name) => [name, Object.getOwnPropertyDescriptor(process, name)]));
  for (const name of registrations) {
    const register = process[name] as (event: string, listener: () => void) => NodeJS.Process;
    Object.defineProperty(process, name, {
      configurable: true,
      writable: true,
      value: (event: string, listener: () => void) =>
        inside.getStore() && fatalEvents.has(event) ? process : Reflect.apply(register, process, [event, listener]),
    });
  }
  try {
    return await inside.run(true, work);
  } finally {
    inside.disable();
    for (const [name, descriptor] of own) {
      if (descriptor) Object.defineProperty(process, name, descriptor);
      else delete (process as unknown as Record<string, unknown>)[name];
    }
  }
}
