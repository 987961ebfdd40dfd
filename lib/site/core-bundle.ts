import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'fflate';
import { type CodeHashes, codeHashes, codeHashesAsset } from '../host/code-hashes.js';
import { host, toBase64 } from '../host/index.js';
import { libraryFolder } from '../host/node/library-folder.js';
import { classicScript } from './classic-script.js';

/** Rooms whose exports a page may import as `microcanon/NAME`. */
const coreRooms: readonly string[] = [
  'array',
  'random',
  'special',
  'statistics',
  'linear-algebra',
  'grid',
  'wavelet',
  'parallel',
  'energy',
  'model',
  'data-set',
  'algorithm',
  'lattice',
  'flow',
  'chain',
  'neural',
  'transport',
  'divergence',
  'training',
  'expectation',
  'study',
  'figure',
];

/**
 * The library for a page or its worker, in one classic script, because a page from the file system can load no modules: sets
 * `globalThis.microcanon`, an object of the rooms' exports by their names, and under `chapter/NAME` those of the chapters named.
 * WebAssembly kernels are in the script, as are the assets asked for.
 * @param options.assets names of further assets, `PACKAGE/PATH`
 * @throws Error when a module of the library asks for something that a page has not
 * Cost: about 0.3 s; 0.2 MB and more.
 */
export function coreBundle(
  options: { readonly chapters?: readonly string[]; readonly assets?: readonly string[] } = {},
): string {
  const { chapters = [], assets = [] } = options;
  const root = libraryFolder();
  const rooms = [...coreRooms, ...chapters.map((chapter) => `chapter/${chapter}`)];
  const packed = (bytes: Uint8Array): string => toBase64(gzipSync(bytes, { mtime: 0 }));
  const brought = {
    ...Object.fromEntries([...kernels(root), ...assets].map((name) => [name, packed(host.bytes(name))])),
    [codeHashesAsset]: packed(new TextEncoder().encode(JSON.stringify(chapterHashes()))),
  };
  const lines = [
    "import { supply } from './host/page/index.js';",
    ...rooms.map((room, r) => `import * as room${r} from './${room}/index.js';`),
    `supply(${JSON.stringify({ packedAssets: brought, revision: host.revision(), version: host.version() })});`,
    `globalThis.microcanon = { ${rooms.map((room, r) => `'${room}': room${r}`).join(', ')} };`,
  ];
  return classicScript({
    stdin: { contents: lines.join('\n'), resolveDir: join(root, 'dist', 'esm') },
    minify: true,
    platform: 'browser',
  });
}

/** The hashes of the code that results ask for: the experiments that name a module stand in chapters, which build on each other. */
function chapterHashes(): CodeHashes {
  const { library, modules } = codeHashes();
  const named = Object.entries(modules).filter(([module]) => module.startsWith('chapter/'));
  return { library, modules: Object.fromEntries(named) };
}

function kernels(root: string): string[] {
  return readdirSync(join(root, 'dist', 'lib', 'compiled'))
    .filter((file) => file.endsWith('.wasm'))
    .map((file) => `microcanon/dist/lib/compiled/${basename(file)}`);
}
