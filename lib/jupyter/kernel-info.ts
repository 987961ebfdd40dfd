import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'typescript';
import { libraryFolder } from '../host/node/library-folder.js';
import { protocolVersion } from './wire.js';

/** The content of `kernel_info_reply`. */
export function kernelInfo(): Record<string, unknown> {
  const own = JSON.parse(readFileSync(join(libraryFolder(), 'package.json'), 'utf8')).version as string;
  return {
    status: 'ok',
    protocol_version: protocolVersion,
    implementation: 'microcanon',
    implementation_version: own,
    language_info: {
      name: 'typescript',
      version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: { name: 'javascript', typescript: true, mode: 'typescript' },
      nbconvert_exporter: 'script',
    },
    banner: `TypeScript ${version} on Node ${process.version}, with microcanon ${own}`,
    help_links: [],
    supported_features: [],
  };
}
