import type { CellNames } from './names.js';

/** What is known of the cells of a page when some of them are to run again. */
export interface Situation {
  /** The cells in the page's order. */
  readonly cells: readonly CellNames[];
  /** Places of cells whose code or outcome is not what the session holds. */
  readonly changed: ReadonlySet<number>;
  /** For each name, the place of the cell that ran last of those that declare the name; absent before a run. */
  readonly owners: ReadonlyMap<string, number>;
  /** Whether somebody looks at a cell; all cells when left out. The cells on the way to such a cell run, too. */
  readonly isWanted?: (place: number) => boolean;
}

/**
 * Places of the cells to run, in order: those that changed, those below that use what these declare, directly or through others, and
 * before those the cells above that give names which the session lacks or which another cell has declared anew since.
 */
export function cellsToRun({ cells, changed, owners, isWanted = () => true }: Situation): readonly number[] {
  const definers = definersOf(cells);
  const affected = affectedCells(cells, changed);
  const chosen = new Set([...affected].filter((i) => isWanted(i)));
  for (let i = cells.length - 1; i >= 0; i--)
    if (chosen.has(i)) for (const [name, d] of definers[i]) if (affected.has(d) && isOwn(name, cells[d])) chosen.add(d);
  for (let found = true; found; ) found = addMissing(chosen, { cells, owners }, definers);
  return inOrder(chosen);
}

/** Places of the cells that changed or use what such cells declare, directly or through others. */
export function affectedCells(cells: readonly CellNames[], changed: ReadonlySet<number>): ReadonlySet<number> {
  const affected = new Set<number>();
  definersOf(cells).forEach((own, i) => {
    if (changed.has(i) || [...own].some(([name, d]) => affected.has(d) && isOwn(name, cells[d]))) affected.add(i);
  });
  return affected;
}

/** Whether the value of a name comes from the cell that declares it, not from a module. */
const isOwn = (name: string, { imports }: CellNames): boolean => !imports.includes(name);

/** By cell, for each name that it uses, the last cell above that declares the name. */
function definersOf(cells: readonly CellNames[]): readonly ReadonlyMap<string, number>[] {
  const last = new Map<string, number>();
  return cells.map(({ declares, uses }, i) => {
    const own = new Map(uses.flatMap((name) => (last.has(name) ? [[name, last.get(name)!] as const] : [])));
    for (const name of declares) last.set(name, i);
    return own;
  });
}

const inOrder = (places: ReadonlySet<number>): number[] => [...places].sort((a, b) => a - b);

/** Adds the cells above that the chosen ones need, as far as that is seen in one pass; false when there is none. */
function addMissing(
  chosen: Set<number>,
  { cells, owners }: Pick<Situation, 'cells' | 'owners'>,
  definers: readonly ReadonlyMap<string, number>[],
): boolean {
  const now = new Map(owners);
  const missing = new Set<number>();
  for (const i of inOrder(chosen)) {
    for (const [name, d] of definers[i]) if (now.get(name) !== d && !chosen.has(d)) missing.add(d);
    for (const name of cells[i].declares) now.set(name, i);
  }
  for (const d of missing) chosen.add(d);
  return missing.size > 0;
}
