// Runs in the reader's browser when a cell is edited for the first time, after `live.js`.

import type { LivePage } from '../live/live-page.js';
import { changeStore, factsOf, storageName } from './change-store.js';
import { type Editing, editing } from './editing.js';
import { exportedNotebook } from './exported-notebook.js';
import { withPictures } from './figure-pictures.js';
import { publishedNotebook } from './published-notebook.js';

/** What the page's script asks of the editor. */
export interface CellEditing extends Editing {
  /** Offers the notebook with what the reader changed and ran, as a file. */
  download(): Promise<void>;
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

async function download({ cells, say }: LivePage, name: string): Promise<void> {
  try {
    const notebook = await publishedNotebook(name);
    const exported = exportedNotebook(
      notebook,
      cells.map(({ number, code, published, latest, outputs }) => ({
        number,
        code,
        published,
        outputs: latest?.code === code ? outputs : undefined,
      })),
    );
    const complete = await withPictures(exported, (figure) => microcanonPage.pictureOf(figure));
    offer(`${name}.ipynb`, `${JSON.stringify(complete, null, 1)}\n`);
    say(`${name}.ipynb has the cells as they stand here.`);
  } catch (error) {
    say(`The notebook cannot be written: ${(error as Error).message}.`);
  }
}

const facts = factsOf(document.querySelector<HTMLElement>('article[data-notebook]')!);
const page = globalThis.microcanonLive!;
const store = changeStore(storageName(facts), () => localStorage);
const save = (): Promise<void> => download(page, facts.name);
globalThis.microcanonEditing = { ...editing(page, store, () => void save()), download: save };
