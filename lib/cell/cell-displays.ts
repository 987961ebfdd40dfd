import type { Content } from './content.js';
import { publishDisplay } from './display.js';
import { completeBundle, pictureMetadata } from './mime-bundle.js';
import type { MimeData } from './output-list.js';

/** A bundle for the front end's pager, as `execute_reply` carries it. */
export interface DisplayPage {
  readonly source: 'page';
  readonly data: MimeData;
  readonly start: number;
}

/** Displays of a cell that runs. */
export interface CellDisplays {
  /** Clears the pages of the previous cell. */
  beginCell(): void;
  /** Payloads of `execute_reply` for the bundles that the cell opens in the front end's pager. */
  pages(): readonly DisplayPage[];
  /** Shows a bundle now, under an id that a later bundle may update. */
  show(type: 'display_data' | 'update_display_data', bundle: MimeData, id: string | undefined): void;
}

/** Publishes the bundles that the library shows in the middle of a cell. */
export function cellDisplays(publish: (type: string, content: Content) => void): CellDisplays {
  let pages: DisplayPage[] = [];

  function show(type: 'display_data' | 'update_display_data', bundle: MimeData, id: string | undefined): void {
    const data = completeBundle(bundle, () => '[display]');
    const transient = id === undefined ? {} : { display_id: String(id) };
    publish(type, { data, metadata: pictureMetadata(data), transient });
  }
  publishDisplay({
    show: (bundle, id) => show('display_data', bundle, id),
    update: (bundle, id) => show('update_display_data', bundle, id),
    clear: (wait = false) => publish('clear_output', { wait }),
    page: (bundle) => pages.push({ source: 'page', data: completeBundle(bundle, () => ''), start: 0 }),
  });

  return {
    beginCell() {
      pages = [];
    },
    pages: () => pages,
    show,
  };
}
