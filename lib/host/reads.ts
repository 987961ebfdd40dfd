/** Where a process notes what it has read: a global symbol, since the kernel and a notebook may load two copies of the library. */
const slot = globalThis as { [key: symbol]: Set<string> | undefined };
const name = Symbol.for('microcanon.reads');

/** Notes that this process has read an asset, written one that a later process reads, or loaded a package late: a page that computes the same may need it. */
export function noteRead(what: string): void {
  slot[name] ??= new Set();
  slot[name].add(what);
}

/** Assets, `PACKAGE/PATH`, and names of packages that this process has read or written so far, sorted. */
export function reads(): string[] {
  return [...(slot[name] ?? [])].sort();
}
