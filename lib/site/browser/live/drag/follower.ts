import type { CellRun, LiveCell, LivePage } from '../live-page.js';
import { type CellNames, cellNames } from './names.js';
import { affectedCells, cellsToRun } from './plan.js';

/** Runs what depends on a cell whose code changes again and again. */
export interface Follower {
  /** The cell's code has changed, and will again: outputs on the screen follow, from few paths. */
  draft(cell: LiveCell): void;
  /** No further change comes soon: all that depends on what has changed runs at its full size. */
  settle(): void;
}

/** A sketch of what is on the screen, its full size, and the full size of all. */
type Kind = 'draft' | 'settle on screen' | 'settle';

const sentences = {
  sketch:
    'What is on the screen follows the number as a sketch from few paths; at rest, all is computed at its full size.',
  draft: 'What is on the screen follows the number; at rest, so does what depends on it further down.',
};

/** Milliseconds after which a sketch of an older value is stopped: shorter ones end, so that something is seen while dragging. */
const patience = 4000;

export function follower(page: LivePage): Follower {
  const { cells } = page;
  const books = bookkeeping(page);
  let wanted: 'draft' | 'settle' | undefined;
  let sweeping: { readonly kind: Kind; readonly start: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether a newer value waits, and the sweep for the older one has no right to its end. */
  const isOvertaken = (): boolean =>
    wanted !== undefined &&
    sweeping !== undefined &&
    (sweeping.kind === 'settle' || performance.now() - sweeping.start > patience);

  async function sweep(kind: Kind): Promise<void> {
    const failed = new Set<string>();
    for (const place of books.plan(kind)) {
      if (isOvertaken()) return;
      const { declares, uses } = books.namesAt(place);
      const canRun = !uses.some((name) => failed.has(name));
      const run = canRun ? (await page.run([cells[place]], { isDraft: kind === 'draft' }))[0] : undefined;
      // A stop that no newer value has caused is the reader's.
      if (run?.status === 'stopped' || run?.status === 'skipped') return;
      if (run?.status !== 'ok') for (const name of declares) failed.add(name);
    }
  }

  async function work(): Promise<void> {
    while (wanted !== undefined) {
      sweeping = { kind: wanted, start: performance.now() };
      wanted = undefined;
      if (sweeping.kind === 'settle') await sweep('settle on screen');
      if (!isOvertaken()) await sweep(sweeping.kind);
      if (sweeping.kind === 'draft') page.say(books.hasSketches() ? sentences.sketch : sentences.draft);
      sweeping = undefined;
    }
  }

  function want(kind: 'draft' | 'settle'): void {
    wanted = kind;
    if (sweeping === undefined) {
      void work();
      return;
    }
    clearTimeout(timer);
    const left = sweeping.kind === 'draft' ? sweeping.start + patience - performance.now() : 0;
    timer = setTimeout(() => isOvertaken() && page.stop(), Math.max(0, left));
  }

  return {
    draft(cell) {
      books.change(cell);
      want('draft');
    },
    settle: () => want('settle'),
  };
}

/** What the session holds of each cell. */
interface Bookkeeping {
  namesAt(place: number): CellNames;
  change(cell: LiveCell): void;
  /** Whether an output comes from few paths. */
  hasSketches(): boolean;
  /** Places of the cells to run, in order. */
  plan(kind: Kind): readonly number[];
}

function bookkeeping(page: LivePage): Bookkeeping {
  const { cells } = page;
  const placeOf = new Map(cells.map((cell, i) => [cell, i]));
  const known = new Map<LiveCell, { readonly code: string; readonly names: CellNames }>();
  /** By name, the place of the cell that ran last of those that declare the name. */
  const owners = new Map<string, number>();
  /** Cells whose outputs come from older code, of their own or of cells that they depend on. */
  const outdated = new Set<number>();
  /** Cells whose outputs come from few paths. */
  const sketched = new Set<number>();

  function namesAt(place: number): CellNames {
    const cell = cells[place];
    const found = known.get(cell);
    if (found?.code === cell.code) return found.names;
    const names = cellNames(cell.code);
    known.set(cell, { code: cell.code, names });
    return names;
  }
  const allNames = (): CellNames[] => cells.map((_, i) => namesAt(i));

  function note(cell: LiveCell, { status, code, isSketch }: CellRun): void {
    const place = placeOf.get(cell)!;
    if (status === 'skipped') return;
    const { declares, uses } = code === cell.code ? namesAt(place) : cellNames(code);
    const isFromSketch = isSketch || uses.some((name) => isSketched(name, place));
    for (const name of declares) owners.set(name, place);
    if (isFromSketch) sketched.add(place);
    else sketched.delete(place);
    cell.element.toggleAttribute('data-sketch', isFromSketch);
    if (status !== 'stopped' && code === cell.code) outdated.delete(place);
  }

  /** Whether a cell reads a value that comes from few paths. */
  function isSketched(name: string, reader: number): boolean {
    const owner = owners.get(name);
    return owner !== undefined && owner !== reader && sketched.has(owner) && !namesAt(owner).imports.includes(name);
  }

  // Cells that ran before this script was loaded, in the order of the page.
  for (const { latest } of cells) if (latest !== undefined) note(latest.cell, latest);
  page.on((event) => {
    if (event.kind === 'session' && event.state === 'gone') owners.clear();
    if (event.kind === 'ended') note(event.cell, event.run);
  });

  return {
    namesAt,
    hasSketches: () => sketched.size > 0,
    change(cell) {
      outdated.add(placeOf.get(cell)!);
      for (const place of affectedCells(allNames(), outdated)) outdated.add(place);
    },
    plan(kind) {
      const names = allNames();
      const isWanted = (place: number): boolean => kind === 'settle' || isOnScreen(cells[place]);
      const changed = kind === 'draft' ? outdated : new Set([...outdated, ...sketched]);
      return cellsToRun({ cells: names, owners, changed, isWanted });
    },
  };
}

/** Whether an output of the cell is in the window. */
function isOnScreen({ element }: LiveCell): boolean {
  const outputs = element.querySelector('.outputs');
  if (outputs === null || outputs.childElementCount === 0) return false;
  const { top, bottom } = outputs.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
