/** Where a process notes what it has read and stored: a global symbol, since the kernel and a notebook may load two copies of the library. */
const slot = globalThis as { [key: symbol]: Record<Note, Set<string>> | undefined };
const name = Symbol.for('microcanon.notes');

type Note = 'read' | 'sought' | 'written';

/** Files of the library's stores, `PACKAGE/PATH`: those that a process looked for, whether or not they were there, and those that it wrote. */
export interface StoreUse {
  readonly sought: readonly string[];
  readonly written: readonly string[];
}

function noted(): Record<Note, Set<string>> {
  slot[name] ??= { read: new Set(), sought: new Set(), written: new Set() };
  return slot[name];
}

/** Notes that this process has read an asset, written one that a later process reads, or loaded a package late: a page that computes the same may need it. */
export function noteRead(what: string): void {
  noted().read.add(what);
}

/** Notes that this process looked for a file of a store, or wrote one: processes that share the store may depend on each other by it. */
export function noteStoreUse(what: 'sought' | 'written', asset: string): void {
  noted()[what].add(asset);
}

/** Assets, `PACKAGE/PATH`, and names of packages that this process has read or written so far, sorted. */
export function reads(): string[] {
  return [...noted().read].sort();
}

/** What this process has looked for and written in stores so far, sorted. */
export function storeUse(): StoreUse {
  const { sought, written } = noted();
  return { sought: [...sought].sort(), written: [...written].sort() };
}
