import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../array/index.js';

/** A picture that a test keeps, as SVG text. */
export interface GalleryPicture {
  readonly name: string;
  /** What is kept; absent for a figure that is new. */
  readonly kept?: string;
  /** What the last test drew, where that differs from what is kept. */
  readonly drawn?: string;
}

/** Where a test writes pictures that differ from those kept in `folder`. */
function newPictures(folder: string): string {
  return join(folder, 'new');
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => file.endsWith('.svg'));
}

/** All pictures of a folder by name, with those that its last test drew otherwise. */
export function galleryPictures(folder: string): GalleryPicture[] {
  const read = (place: string, file: string): string | undefined =>
    existsSync(join(place, file)) ? readFileSync(join(place, file), 'utf8') : undefined;
  const files = [...new Set([...namesIn(folder), ...namesIn(newPictures(folder))])].sort();
  return files.map((file) => ({
    name: file.replace(/\.svg$/, ''),
    kept: read(folder, file),
    drawn: read(newPictures(folder), file),
  }));
}

/** Keeps the pictures that the last test drew otherwise, in place of the old ones. Gives their files. */
export function acceptPictures(folder: string): string[] {
  return namesIn(newPictures(folder)).map((file) => {
    renameSync(join(newPictures(folder), file), join(folder, file));
    return join(folder, file);
  });
}

const style =
  'body{font:15px system-ui,sans-serif;margin:2rem;color:#222}' +
  'main{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:1.5rem}' +
  'figure{margin:0}figure.differs{grid-column:1/-1;display:grid;grid-template-columns:1fr 1fr;gap:1rem}' +
  'figcaption{grid-column:1/-1;font-weight:600}img{width:100%;border:1px solid #ddd}';

/** One page of all pictures, those that differ first with the kept one on the left and the new one on the right. */
export function galleryPage(pictures: readonly GalleryPicture[]): string {
  const differing = pictures.filter(({ drawn }) => drawn !== undefined);
  const same = pictures.filter(({ drawn }) => drawn === undefined);
  const told = `${pictures.length} pictures, ${differing.length} of them drawn otherwise by the last test`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title>',
    `<style>${style}</style></head><body><h1>Gallery</h1><p>${told}.</p><main>`,
    ...[...differing, ...same].map(pictureMarkup),
    '</main></body></html>',
    '',
  ].join('\n');
}

function pictureMarkup({ name, kept, drawn }: GalleryPicture): string {
  const image = (svg: string, what: string): string =>
    `<img loading="lazy" alt="${escapeHtml(`${name}${what}`)}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`;
  const images = [
    kept === undefined ? '' : image(kept, drawn === undefined ? '' : ', kept'),
    drawn === undefined ? '' : image(drawn, ', new'),
  ];
  return `<figure${drawn === undefined ? '' : ' class="differs"'}><figcaption>${escapeHtml(name)}</figcaption>${images.join('')}</figure>`;
}
