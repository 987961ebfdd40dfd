import { dirname, join } from 'node:path';
import type { Command } from './command.js';

/** `microcanon pictures`: draws the README's figures. */
export const picturesCommand: Command = {
  name: 'pictures',
  summary: 'Draws the README’s figures into data/readme, from results computed or loaded.',
  options: {},
  async run() {
    const { writePictures } = await import('../site/pictures.js');
    const root = dirname(require.resolve('microcanon/package.json'));
    for (const file of await writePictures(join(root, 'data', 'readme'))) process.stdout.write(`${file}\n`);
    return 0;
  },
};
