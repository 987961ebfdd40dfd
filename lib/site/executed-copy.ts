import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBase64, toBase64 } from '../host/base64.js';
import { plotlyType } from './cell-output.js';
import { figureDescription, pngSize } from './figure-output.js';
import { html } from './markup.js';
import { type Notebook, readNotebook, textOf, writeNotebook } from './notebook.js';
import { withFigureBundles } from './published-figures.js';

/*
 * The executed copies of notebooks in a site's folder `notebooks`. The pictures of figures, half of such a file, lie in the site's folder
 * `figures` already: a copy shows them from there in programs that do not draw figures.
 */

const pictureType = 'image/png';

function fileOf(site: string, name: string): string {
  return join(site, 'notebooks', `${name}.ipynb`);
}

/**
 * Writes the executed copy of a notebook.
 * @param addressOf where a picture lies in the site
 */
export function writeExecutedCopy(
  { site, name }: { readonly site: string; readonly name: string },
  notebook: Notebook,
  addressOf: (png: Uint8Array) => string,
): void {
  const copy = withFigureBundles(notebook, (bundle) => {
    const { [pictureType]: picture, ...others } = bundle;
    if (picture === undefined || others['text/html'] !== undefined) return bundle;
    const png = fromBase64(textOf(picture).replace(/\s/g, ''));
    const description = figureDescription(bundle[plotlyType] as object, textOf(bundle['text/plain']));
    const image = html`<img src="../${addressOf(png)}" width="${Math.round(pngSize(png).width / 2)}" alt="${description}">`;
    return { ...others, 'text/html': image.text };
  });
  writeNotebook(fileOf(site, name), copy);
}

/**
 * The executed copy of a notebook, with the pictures of its figures as far as they are in the site.
 * @throws CommandError when there is no such copy, or none that can be read
 */
export function readExecutedCopy(site: string, name: string): Notebook {
  return withFigureBundles(readNotebook(fileOf(site, name)), (bundle) => {
    const address = /^<img src="\.\.\/(figures\/[0-9a-f]+\.png)" /.exec(textOf(bundle['text/html']))?.[1];
    if (address === undefined || !existsSync(join(site, address))) return bundle;
    const { [plotlyType]: figure, 'text/html': _, ...others } = bundle;
    return { [plotlyType]: figure, [pictureType]: toBase64(readFileSync(join(site, address))), ...others };
  });
}
