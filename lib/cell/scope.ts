/**
 * Storage of one variable: an object whose only property has the variable's name. With one object per variable, loops stay fast
 * for any number of variables, because V8 tracks the type of each property and a new variable changes no other object's shape.
 */
export type Box = Record<string, unknown>;

/** The variables that all cells share, one per name. */
export interface CellScope {
  /** The box of a name; the same object at each call. */
  box(name: string): Box;
  /** Names of variables that have a value. */
  names(): ReadonlySet<string>;
}

/** Prototype of an empty box: reading throws, as a read before the declaration does; writing gives the box its property. */
function emptiness(name: string): object {
  return Object.create(null, {
    [name]: {
      get() {
        throw new ReferenceError(`Cannot access '${name}' before initialization`);
      },
      set(this: Box, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    },
  });
}

/** A scope without variables. */
export function cellScope(): CellScope {
  const boxes = new Map<string, Box>();
  return {
    box(name) {
      const box = boxes.get(name) ?? (Object.create(emptiness(name)) as Box);
      boxes.set(name, box);
      return box;
    },
    names: () => new Set([...boxes].flatMap(([name, box]) => (Object.hasOwn(box, name) ? [name] : []))),
  };
}

/**
 * Puts an import into a box, whose property then reads the module's export at each access. A function of a package is copied once
 * instead, because packages do not replace their functions and a plain property makes loops that call the function ten times faster.
 * The first write turns the property into a variable. What a package does not export as a value, such as a type, leaves the box as
 * it is.
 */
export function showImport(box: Box, name: string, isPackage: boolean, read: () => unknown): void {
  const value = read();
  if (isPackage && value === undefined) return;
  delete box[name];
  if (isPackage && typeof value === 'function') {
    box[name] = value;
    return;
  }
  Object.defineProperty(box, name, {
    get: read,
    set(written: unknown) {
      delete box[name];
      box[name] = written;
    },
    enumerable: true,
    configurable: true,
  });
}
