import { dirname, join } from 'node:path';
import { placeOf } from '../host/index.js';
import { writingInto } from '../host/node/place.js';
import { writeWhole } from '../host/node/whole-file.js';
import type { Command } from './command.js';

/** `microcanon gallery`: shows all figures that tests keep as pictures. */
export const galleryCommand: Command = {
  name: 'gallery',
  summary: 'Writes one page that shows the picture of every figure, beside what the last test drew otherwise.',
  options: {
    accept: { help: 'keep the pictures that the last test drew otherwise, in place of the old ones' },
  },
  details:
    'The test is npm test -- pictures; it keeps pictures in test/figure/pictures. The page is site/gallery.html.',
  async run({ options }) {
    const { acceptPictures, galleryPage, galleryPictures } = await import('../site/gallery.js');
    const pictures = join(dirname(require.resolve('microcanon/package.json')), 'test', 'figure', 'pictures');
    if (options.accept) for (const file of acceptPictures(pictures)) process.stdout.write(`kept: ${file}\n`);
    const { folder } = placeOf('site');
    const page = join(folder, 'gallery.html');
    writingInto(placeOf('site'), () => writeWhole(page, galleryPage(galleryPictures(pictures))));
    process.stdout.write(`${page}\n`);
    return 0;
  },
};
