/**
 * Where one variable of the cells lives: an object whose only property has the variable's name. An object per variable
 * keeps loops fast, however many variables there are: the engine knows the type of the property, and a new variable changes no other's object.
 */
export type Box = Record<string, unknown>;

/** The variables that all cells share, one per name. */
export interface CellScope {
  /** The box of a name; the same one whenever it is asked for. */
  box(name: string): Box;
  /** Names that have a value. */
  names(): ReadonlySet<string>;
}

/** What an empty box falls back to: reading is an error, as before a declaration; writing gives the box its property. */
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
 * Puts what a module exports under a name into a box: its value as it is now and later, as an import does. A function of a package is taken
 * once, which makes loops that call it ten times faster; packages do not exchange their functions. The first write makes the box a variable again.
 */
export function showImport(box: Box, name: string, isPackage: boolean, read: () => unknown): void {
  const value = read();
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
