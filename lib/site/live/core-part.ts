import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type CodeHashes, codeHashes, codeHashesAsset } from '../../host/code-hashes.js';
import { host, toBase64 } from '../../host/index.js';
import { compiledFolder } from '../../host/node/library-folder.js';
import { fontAdvances } from './font-advances.js';
import { coreRooms, importsOf, modularParts, partOfModule } from './module-list.js';
import { bundled, moduleFolder } from './part.js';

/** Modules of rooms that are needed for what they do when they are loaded. */
const entries: readonly string[] = ['parallel/worker', 'live/worker'];

/** The font that measures captions, which a page replaces by the widths of its characters. */
const captionFont = 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf';

/**
 * The core part: the rooms that cells import, the modules of rooms that chapters import, kernels, and what the library asks of its
 * host. Evaluated in a worker, it starts a session for cells; in a thread of such a worker, it waits for shards.
 * Cost: about 1 s.
 */
export function corePart(): Promise<string> {
  const rooms = coreRooms.map((room) => `${room}/index`);
  const asked = modularParts()
    .flatMap(importsOf)
    .filter((module) => partOfModule(module) === 'core');
  const modules = [...new Set([...rooms, ...asked, 'host/page/index', 'live/modules'])];
  return bundled([
    "import { supply } from './host/page/index.js';",
    "import { enterModules } from './live/modules.js';",
    "import { ownPackages } from './live/packages/index.js';",
    ...modules.map((module, m) => `import * as module${m} from './${module}.js';`),
    `supply({ packages: ownPackages, packedAssets: ${JSON.stringify(coreAssets())}, revision: ${JSON.stringify(host.revision())}, version: ${JSON.stringify(host.version())} });`,
    `enterModules({ ${modules.map((module, m) => `'${module}': module${m}`).join(', ')} });`,
    ...entries
      .filter((module) => existsSync(join(moduleFolder, `${module}.js`)))
      .map((module) => `import './${module}.js';`),
  ]);
}

/** A file's content as parts carry it. */
export function packed(bytes: Uint8Array): string {
  return toBase64(gzipSync(bytes, { level: 9 }));
}

const packedText = (content: unknown): string => packed(new TextEncoder().encode(JSON.stringify(content)));

/** Code that brings assets. */
export function supplyCode(assets: Readonly<Record<string, string>>): string {
  return `microcanonModules.get('host/page/index').supply({ packedAssets: ${JSON.stringify(assets)} });`;
}

/** Assets that the rooms themselves read. */
function coreAssets(): Record<string, string> {
  // Kernels without SIMD stay away, since a page says that it cannot run where a browser has none.
  const kernels = readdirSync(join(compiledFolder, 'compiled'))
    .filter((file) => file.endsWith('.wasm') && !file.endsWith('.scalar.wasm'))
    .map((file) => `microcanon/dist/lib/compiled/${file}`);
  return {
    ...Object.fromEntries(kernels.map((name) => [name, packed(host.bytes(name))])),
    [codeHashesAsset]: packedText(chapterHashes()),
    [captionFont]: packedText(fontAdvances(captionFont)),
  };
}

/** The hashes of the code that results ask for: the experiments that name a module stand in chapters, which build on each other. */
function chapterHashes(): CodeHashes {
  const { library, modules } = codeHashes();
  const named = Object.entries(modules).filter(([module]) => module.startsWith('chapter/'));
  return { library, modules: Object.fromEntries(named) };
}
