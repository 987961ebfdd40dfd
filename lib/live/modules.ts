import { host } from '../host/index.js';

/** Exports of a module by their names. */
export type Exports = Readonly<Record<string, unknown>>;

/** The modules of the library that a page or its worker has, by their paths inside lib without extension. */
type Register = Map<string, Exports>;

/**
 * The register stands under a name of the global object, because the parts of a page are scripts of their own: those of chapters
 * find in it what the core part has.
 */
function register(): Register {
  const slot = globalThis as { microcanonModules?: Register };
  slot.microcanonModules ??= new Map();
  return slot.microcanonModules;
}

/**
 * Enters modules under their paths. Exports are copied into plain properties, because loops read those faster than the accessors of
 * a bundle's namespaces; functions and classes get their exported names back, which a minifier has shortened and outputs show.
 */
export function enterModules(modules: Readonly<Record<string, object>>): void {
  for (const [path, namespace] of Object.entries(modules)) {
    const entries = Object.entries(namespace);
    for (const [name, value] of entries) {
      if (typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'name')?.writable === false)
        Object.defineProperty(value, 'name', { value: name, configurable: true });
    }
    const exports = Object.fromEntries(entries);
    Object.defineProperty(exports, '__esModule', { value: true });
    register().set(path, exports);
  }
}

/**
 * A module as `import` in a cell names it: `microcanon/ROOM`, `microcanon/chapter/NAME`, or a package that pages bring.
 * @throws Error when this page has no such module
 */
export function moduleNamed(specifier: string): unknown {
  const own = /^microcanon\/(.+?)(\/index(\.js)?)?$/.exec(specifier)?.[1];
  if (own === undefined) return host.load(specifier);
  const exports = register().get(`${own}/index`);
  if (exports === undefined) {
    throw Object.assign(
      new Error(`Cannot find module '${specifier}': the part of the library that holds it is not in this page`),
      { code: 'MODULE_NOT_FOUND' },
    );
  }
  return exports;
}
