/** A function of Node as its replacement calls it. */
export type Original = (...given: unknown[]) => unknown;

/** A function in place of one of Node, which states what it takes. */
export type Replacement = (...given: never[]) => unknown;

/** Replaces a method; `make` gets the original and gives the replacement. */
export function replaceMethod(holder: object, name: string, make: (original: Original) => Replacement): void {
  const target = holder as Record<string, Original>;
  Object.defineProperty(target, name, { configurable: true, writable: true, value: make(target[name]) });
}
