import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Figure } from 'microcanon/figure';
import { root } from '../support.js';
import { plottingCells } from './drawing-cell.js';
import { pictureText, samePicture } from './picture-text.js';
import { cellPictures } from './pictures.js';

const folder = join(root, 'test', 'figure', 'pictures');
const fresh = join(folder, 'new');

/** What `pictures.ts` beside the tests of a chapter may export, by names of cells and of pictures. */
interface PicturesOfChapter {
  readonly cellPictures?: Readonly<Record<string, () => Promise<Figure>>>;
  readonly figurePictures?: Readonly<Record<string, () => Figure | Promise<Figure>>>;
}

const chapters = join(root, 'dist', 'test', 'chapter');
const ofChapters = readdirSync(chapters)
  .map((chapter) => join(chapters, chapter, 'pictures.js'))
  .filter((file) => existsSync(file))
  .map((file): PicturesOfChapter => require(file));
const ofCells: Record<string, () => Promise<Figure>> = Object.assign(
  {},
  cellPictures,
  ...ofChapters.map((found) => found.cellPictures),
);
const pictures: NonNullable<PicturesOfChapter['figurePictures']> = Object.assign(
  {},
  ofCells,
  ...ofChapters.map((found) => found.figurePictures),
);
const fileOf = (name: string): string => `${name.replaceAll(' ', '-')}.svg`;

let cache = '';
const variable = process.env.MICROCANON_CACHE;

before(() => {
  rmSync(fresh, { recursive: true, force: true });
  // Only results that come with the sources are the same everywhere.
  cache = mkdtempSync(join(tmpdir(), 'microcanon-pictures-'));
  process.env.MICROCANON_CACHE = cache;
});

after(() => {
  rmSync(cache, { recursive: true, force: true });
  if (variable === undefined) delete process.env.MICROCANON_CACHE;
  else process.env.MICROCANON_CACHE = variable;
});

test('every cell that plots has a picture, and no picture is without its figure', () => {
  assert.deepEqual(Object.keys(ofCells).sort(), plottingCells().sort());
  const files = readdirSync(folder).filter((file) => file.endsWith('.svg'));
  const known = Object.keys(pictures).map(fileOf);
  assert.deepEqual(
    files.filter((file) => !known.includes(file)),
    [],
    'remove these from test/figure/pictures',
  );
});

for (const [name, draw] of Object.entries(pictures)) {
  test(`the picture of ${name} is the one that is kept`, async () => {
    const [kept, drawn] = [folder, fresh].map((place) => join(place, fileOf(name)));
    const text = pictureText(await (await draw()).toSvg());
    if (existsSync(kept) && samePicture(readFileSync(kept, 'utf8'), text)) return;
    mkdirSync(fresh, { recursive: true });
    writeFileSync(drawn, text);
    assert.fail(
      `${drawn} differs from ${kept}; npm run gallery shows both, npm run gallery -- --accept keeps the new one`,
    );
  });
}

test('pictures that differ by less than can be seen are the same, others are not', () => {
  const svg =
    '<svg width="10"><path d="M0.04,1.26L2,-3.5"/><text x="1.5" y="2" style="fill: #d55e00;">0.05</text></svg>';
  const text = pictureText(svg);
  assert.ok(text.includes('d="M0,1.3L2,-3.5"') && text.includes('>0.05<'));
  assert.ok(samePicture(text, pictureText(svg.replace('1.26', '1.2600001'))));
  for (const [from, to] of [
    ['1.26', '1.6'],
    ['0.05', '0.06'],
    ['#d55e00', '#d55e01'],
    ['L2', 'M2'],
    ['width="10"', 'width="11"'],
  ]) {
    assert.ok(!samePicture(text, pictureText(svg.replace(from, to))), `${from} is not ${to}`);
  }
  const named = '<g id="clip0a1b2cxy"/><g class="trace scatter trace9f8e7d" clip-path="url(#clip0a1b2cxy)"/>';
  assert.equal(pictureText(named), pictureText(named.replaceAll('0a1b2c', 'ffeedd').replace('9f8e7d', '012345')));
});
