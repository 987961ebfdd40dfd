import { host } from '../../host/index.js';
import { packed } from './core-part.js';
import { bundled } from './part.js';
import { registerPlugin } from './register-plugin.js';

/** A part that brings packages which are too large for the core. */
export interface PackagePart {
  /** Names of the packages whose use asks for the part. */
  readonly packages: readonly string[];
  code(): Promise<string>;
}

/** Only the file for one thread: a worker of a page from the file system has no shared memory. */
const tensorKernels = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';

/** What registers all that the package `@tensorflow/tfjs` has of the core, without its layers, data sets, converter and WebGL. */
const tensorModules = [
  '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js',
  '@tensorflow/tfjs-core/dist/register_all_gradients.js',
  '@tensorflow/tfjs-backend-cpu',
];

export const packageParts: Readonly<Record<string, PackagePart>> = {
  tensorflow: {
    packages: ['@tensorflow/tfjs', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'],
    code: () => {
      const assets = { [tensorKernels]: packed(host.bytes(tensorKernels)) };
      return bundled(
        [
          "import * as core from '@tensorflow/tfjs-core';",
          ...tensorModules.map((module) => `import '${module}';`),
          "import * as wasm from '@tensorflow/tfjs-backend-wasm';",
          "import { supply } from './host/page/index.js';",
          "import { tensorPackages } from './live/packages/tensorflow.js';",
          `supply({ packedAssets: ${JSON.stringify(assets)}, packages: tensorPackages(core, wasm) });`,
        ],
        [registerPlugin((module) => module.startsWith('live/packages/'))],
      );
    },
  },
  parquet: {
    packages: ['hyparquet-writer'],
    code: () =>
      bundled(
        [
          "import * as writer from 'hyparquet-writer';",
          "import { supply } from './host/page/index.js';",
          "supply({ packages: { 'hyparquet-writer': () => writer } });",
        ],
        [registerPlugin(() => false)],
      ),
  },
};
