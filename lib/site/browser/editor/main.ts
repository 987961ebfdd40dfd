// Runs in the reader's browser when a cell is edited for the first time, after `live.js`.

import type { Notebook } from '../../notebook-format.js';
import type {} from '../live/live-page.js';
import { changeStore, factsOf, storageName } from './change-store.js';
import { type Editing, editing } from './editing.js';
import { exportedNotebook } from './exported-notebook.js';
import { withPictures } from './figure-pictures.js';
import { publishedNotebook } from './published-notebook.js';

/** What the page's script asks of the editor. */
export interface CellEditing extends Editing {
  /** Offers the notebook with what the reader changed and ran, as a file. */
  download(): Promise<void>;
  /** Offers the notebook as it was published. */
  downloadPublished(): Promise<void>;
}

declare global {
  /** Undefined until `editor.js` has run. */
  var microcanonEditing: CellEditing | undefined;
}

/** Offers a file to the reader. */
function offer(name: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/x-ipynb+json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Offers a notebook with pictures of its figures. @param sentence what is said of the file when it is there */
async function download(name: string, sentence: string, change: (published: Notebook) => Notebook): Promise<void> {
  try {
    const notebook = change(await publishedNotebook(name));
    const complete = await withPictures(notebook, (figure) => microcanonPage.pictureOf(figure));
    offer(`${name}.ipynb`, `${JSON.stringify(complete, null, 1)}\n`);
    page.say(`${name}.ipynb ${sentence}.`);
  } catch (error) {
    page.say(`The notebook cannot be written: ${(error as Error).message}.`);
  }
}

/** A notebook with the cells as they stand on the page. */
function asItStands(published: Notebook): Notebook {
  const cells = page.cells.map(({ number, code, published, latest, outputs }) => ({
    number,
    code,
    published,
    outputs: latest?.code === code ? outputs : undefined,
  }));
  return exportedNotebook(published, cells);
}

const facts = factsOf(document.querySelector<HTMLElement>('article[data-notebook]')!);
const page = globalThis.microcanonLive!;
const store = changeStore(storageName(facts), () => localStorage);
const save = (): Promise<void> => download(facts.name, 'has the cells as they stand here', asItStands);
globalThis.microcanonEditing = {
  ...editing(page, store, () => void save()),
  download: save,
  downloadPublished: () => download(facts.name, 'is the notebook as it was published', (published) => published),
};
