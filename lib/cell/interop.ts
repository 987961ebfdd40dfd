/** Exports of a module, as `require` gives them. */
type Exports = { readonly __esModule?: boolean; readonly default?: unknown } | null | undefined;

const isModule = (exports: unknown): boolean => Boolean((exports as Exports)?.__esModule);

/** The object whose property `default` is what `import x from` gives: the exports of a CommonJS module are the default export. */
export const withDefault = (exports: unknown): { readonly default?: unknown } =>
  isModule(exports) ? (exports as { default?: unknown }) : { default: exports };

/** The value of `x` after `import * as x from`. */
export function namespaceOf(exports: unknown): unknown {
  if (isModule(exports)) return exports;
  const namespace = {};
  for (const name of exports === null || exports === undefined ? [] : Object.getOwnPropertyNames(exports)) {
    if (name !== 'default')
      Object.defineProperty(namespace, name, {
        get: () => (exports as Record<string, unknown>)[name],
        enumerable: true,
      });
  }
  return Object.defineProperty(namespace, 'default', { value: exports, enumerable: true });
}
