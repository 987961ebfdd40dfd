import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import type { Command } from './command.js';

/** `microcanon pictures`: draws the README's figures. */
export const picturesCommand: Command = {
  name: 'pictures',
  summary: 'Draws the README’s figures into data/readme, from results computed or loaded.',
  options: {},
  async run() {
    const { writePictures } = await import('./pictures.js');
    for (const file of await writePictures(join(libraryFolder(), 'data', 'readme'))) process.stdout.write(`${file}\n`);
    return 0;
  },
};
