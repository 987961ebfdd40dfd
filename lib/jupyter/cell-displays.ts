import { publishDisplay } from './display.js';
import { completeBundle, pictureMetadata } from './mime-bundle.js';
import type { MimeData } from './output-list.js';
import { takeTslabDisplays } from './tslab.js';

/** Displays of a cell that runs. */
export interface CellDisplays {
  /** Clears the pages of the previous cell. */
  beginCell(): void;
  /** Payloads of `execute_reply` for the bundles that the cell opens in the front end's pager. */
  pages(): readonly Record<string, unknown>[];
}

/** Publishes the bundles that the library, or tslab's display functions, show in the middle of a cell. */
export function cellDisplays(publish: (type: string, content: Record<string, unknown>) => void): CellDisplays {
  let pages: Record<string, unknown>[] = [];

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
  takeTslabDisplays((bundle, id, isUpdate) => show(isUpdate ? 'update_display_data' : 'display_data', bundle, id));

  return {
    beginCell() {
      pages = [];
    },
    pages: () => pages,
  };
}
