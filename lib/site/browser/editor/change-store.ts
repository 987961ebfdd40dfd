/** Codes that a reader wrote, by the numbers of their cells. */
export type Changes = Readonly<Record<number, string>>;

/** Where a page keeps what its reader wrote, until the page is published anew. */
export interface ChangeStore {
  /** What was kept; nothing where storage is denied or its text is not ours. */
  read(): Changes;
  /** Keeps changes in place of earlier ones. @returns false where storage is denied or full */
  write(changes: Changes): boolean;
}

/** The page as its element says: name of its notebook and revision that it was computed with. */
export interface PageFacts {
  readonly name: string;
  /** Empty for a page that was not computed. */
  readonly revision: string;
}

/** What an `article` with the cells of a notebook says of it. */
export function factsOf({ dataset: { notebook = '', revision = '' } }: HTMLElement): PageFacts {
  return { name: notebook, revision };
}

/** The name of a page's changes in the browser's storage. A revision has changes of its own: its cells may differ from another's. */
export const storageName = ({ name, revision }: PageFacts): string => `microcanon.code.${name}.${revision}`;

/** @param storage `localStorage`, which some browsers deny to pages from the file system */
export function changeStore(name: string, storage: () => Storage): ChangeStore {
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(storage().getItem(name) ?? '{}');
        if (typeof kept !== 'object' || kept === null) return {};
        return Object.fromEntries(
          Object.entries(kept).filter(([cell, code]) => /^\d+$/.test(cell) && typeof code === 'string'),
        );
      } catch {
        return {};
      }
    },
    write(changes) {
      try {
        if (Object.keys(changes).length === 0) storage().removeItem(name);
        else storage().setItem(name, JSON.stringify(changes));
        return true;
      } catch {
        return false;
      }
    },
  };
}
