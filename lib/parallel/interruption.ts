/** Thrown by a computation that the reader stopped. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

interface Interruption {
  listeners: Set<() => void>;
}

/** One register per process, under a global symbol: the kernel and a notebook may load two copies of the library. */
function register(): Interruption {
  const slot = globalThis as { [key: symbol]: Interruption | undefined };
  const name = Symbol.for('microcanon.interruption');
  slot[name] ??= { listeners: new Set() };
  return slot[name];
}

/** Calls `listener` at the next interrupts until the returned function is called. */
export function onInterrupt(listener: () => void): () => void {
  const { listeners } = register();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks every computation that listens to stop. */
export function interrupt(): void {
  for (const listener of [...register().listeners]) listener();
}
