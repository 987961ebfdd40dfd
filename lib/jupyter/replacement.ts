/** A function of Node, whose replacement passes on what it gets. */
export type AnyFunction = (...args: any[]) => any;

/** Replaces a method; `make` gets the original and gives the replacement. */
export function replaceMethod(holder: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const target = holder as Record<string, AnyFunction>;
  Object.defineProperty(target, name, { configurable: true, writable: true, value: make(target[name]) });
}
