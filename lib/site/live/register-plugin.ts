import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { compiledFolder } from '../../host/node/library-folder.js';
import { moduleFolder } from './part.js';

const namespace = 'register';

/** Names that a module exports. */
function exportedNames(module: string): string[] {
  const exports: object = createRequire(__filename)(join(compiledFolder, `${module}.js`));
  return Object.keys(exports).filter((name) => name !== 'default');
}

/**
 * Turns imports of the library's modules that are not `isOwn` into look-ups in the register of modules, so that no module is in two
 * parts. Each name becomes a constant of the part: the speed of loops is that of one bundle.
 */
export function registerPlugin(isOwn: (module: string) => boolean): Plugin {
  const moduleOf = (path: string): string => relative(moduleFolder, path).split(sep).join('/').replace(/\.js$/, '');
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        if (!`${resolveDir}${sep}`.startsWith(`${moduleFolder}${sep}`)) return undefined;
        const module = moduleOf(join(resolveDir, path));
        return isOwn(module) ? undefined : { path: module, namespace };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path: module }) => ({
        contents: [
          `const found = /* @__PURE__ */ microcanonModules.get(${JSON.stringify(module)});`,
          ...exportedNames(module).map((name) => `export const ${name} = /* @__PURE__ */ (() => found.${name})();`),
        ].join('\n'),
        loader: 'js',
      }));
    },
  };
}
