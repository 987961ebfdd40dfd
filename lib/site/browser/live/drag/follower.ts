import type { LiveCell, LivePage } from '../live-page.js';
import { type CellNames, cellNames } from './names.js';
import { cellsToRun } from './plan.js';

/** Runs what depends on a cell whose code changes again and again. */
export interface Follower {
  /** The cell's code has changed, and will again: outputs on the screen follow, from few paths. */
  draft(cell: LiveCell): void;
  /** No further change comes soon: all that depends on what has changed runs at its full size. */
  settle(): void;
}

/** Milliseconds after which a run for an older value is stopped: shorter ones end, so that something is seen while dragging. */
const patience = 1000;

export function follower(page: LivePage): Follower {
  const { cells } = page;
  const placeOf = new Map(cells.map((cell, i) => [cell, i]));
  const known = new Map<LiveCell, { readonly code: string; readonly names: CellNames }>();
  /** By name, the place of the cell that ran last of those that declare the name. */
  const owners = new Map<string, number>();
  /** Places of cells whose outputs are not those of their code at full size. */
  const stale = new Set<number>();
  let wanted: 'draft' | 'settle' | undefined;
  let sweeping: { readonly isDraft: boolean; readonly start: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function namesOf(cell: LiveCell): CellNames {
    const found = known.get(cell);
    if (found?.code === cell.code) return found.names;
    const names = cellNames(cell.code);
    known.set(cell, { code: cell.code, names });
    return names;
  }

  page.on((event) => {
    if (event.kind === 'session' && event.state === 'gone') owners.clear();
    if (event.kind !== 'ended' || event.run.status === 'skipped') return;
    const place = placeOf.get(event.cell)!;
    for (const name of cellNames(event.run.code).declares) owners.set(name, place);
    if (sweeping?.isDraft) return;
    delete event.cell.element.dataset.sketch;
    if (event.run.status !== 'stopped' && event.run.code === event.cell.code) stale.delete(place);
  });

  async function sweep(isDraft: boolean): Promise<void> {
    const names = cells.map(namesOf);
    const situation = { cells: names, changed: stale, owners };
    const isWanted = isDraft ? (place: number): boolean => isOnScreen(cells[place]) : undefined;
    const plan = cellsToRun({ ...situation, isWanted });
    if (!isDraft) for (const place of plan) stale.add(place);
    const failed = new Set<string>();
    for (const place of plan) {
      if (isOvertaken()) return;
      const cell = cells[place];
      if (names[place].uses.some((name) => failed.has(name))) {
        for (const name of names[place].declares) failed.add(name);
        continue;
      }
      if (isDraft) stale.add(place);
      const [run] = await page.run([cell], { isDraft });
      if (isDraft && run.status === 'ok') cell.element.dataset.sketch = '';
      // A stop that no newer value has caused is the reader's.
      if (run.status === 'stopped' || run.status === 'skipped') return;
      if (run.status === 'error') for (const name of names[place].declares) failed.add(name);
    }
  }

  /** Whether a newer value waits, and the sweep that runs has no right to its end. */
  const isOvertaken = (): boolean =>
    wanted !== undefined &&
    sweeping !== undefined &&
    (!sweeping.isDraft || performance.now() - sweeping.start > patience);

  async function work(): Promise<void> {
    while (wanted !== undefined) {
      const isDraft = wanted === 'draft';
      wanted = undefined;
      sweeping = { isDraft, start: performance.now() };
      await sweep(isDraft);
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
    const left = sweeping.isDraft ? sweeping.start + patience - performance.now() : 0;
    timer = setTimeout(() => isOvertaken() && page.stop(), Math.max(0, left));
  }

  return {
    draft(cell) {
      stale.add(placeOf.get(cell)!);
      want('draft');
    },
    settle: () => want('settle'),
  };
}

/** Whether an output of the cell is in the window. */
function isOnScreen({ element }: LiveCell): boolean {
  const outputs = element.querySelector('.outputs');
  if (outputs === null || outputs.childElementCount === 0) return false;
  const { top, bottom } = outputs.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
