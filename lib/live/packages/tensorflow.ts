import type * as Wasm from '@tensorflow/tfjs-backend-wasm';
import type * as Core from '@tensorflow/tfjs-core';
import { host } from '../../host/index.js';

/**
 * TensorFlow.js for a page, which may fetch nothing: the bytes of its WebAssembly come with the page's part. The variant for one
 * thread is chosen, whose results Node has too.
 */
export function tensorPackages(core: typeof Core, wasm: typeof Wasm): Readonly<Record<string, () => unknown>> {
  const environment = core.env();
  environment.set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const fetch = async (path: string) => {
    const bytes = host.bytes(path);
    return { ok: true, arrayBuffer: async () => bytes.buffer } as unknown as Response;
  };
  Object.assign(environment.platform, { fetch });
  const backend = { ...wasm, setWasmPaths: (prefix: string) => wasm.setWasmPaths(prefix, true) };
  return {
    '@tensorflow/tfjs': () => core,
    '@tensorflow/tfjs-core': () => core,
    '@tensorflow/tfjs-backend-wasm': () => backend,
  };
}
