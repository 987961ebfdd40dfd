import type { CodePlace } from './code-places.js';
import type { CellPlace, CompiledCells } from './compiled-cells.js';
import { stackFrames } from './stack-frames.js';
import { isErrorLike, property, textOf } from './thrown.js';

/** An error as the Jupyter protocol carries it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

/** What a traceback reads of the cells that ran, and of the code around them. */
export interface TracedCells extends Pick<CompiledCells, 'cellOf' | 'awaitOf'> {
  /** How a frame outside of cells is shown, as V8 writes frames; undefined leaves it out. */
  outsideFrame(frame: string): string | undefined;
}

/** Number of source lines shown above and below the line of an error. */
const context = 2;
const maximalFrames = 20;

/** Lines of a cell around a place, which a caret marks. */
export function excerpt(code: string, place: CodePlace): string[] {
  const lines = code.split('\n');
  const first = Math.max(1, place.line - context);
  const last = Math.min(lines.length, place.line + context);
  const width = String(last).length;
  const shown: string[] = [];
  for (let line = first; line <= last; line++) {
    const marker = line === place.line ? '>' : ' ';
    shown.push(`${marker} ${String(line).padStart(width)} | ${lines[line - 1]}`);
    if (line === place.line) shown.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, place.column - 1))}^`);
  }
  return shown;
}

const scriptPlace = /(microcanon-cell-\d+):(\d+):(\d+)/;

function locate(frame: string, cells: TracedCells): CellPlace | undefined {
  const match = scriptPlace.exec(frame);
  const cell = match ? cells.cellOf(match[1]) : undefined;
  const place = match && cell?.originOf({ line: Number(match[2]), column: Number(match[3]) });
  return cell && place ? { cell, place } : undefined;
}

/** Names of frames that are a cell's own code, or a function without a name that a timer calls. */
const nameless = /^(eval|<anonymous>|(Timeout|Immediate)\._on.*)$|microcanon-cell/;

function rewritten(frame: string, { cell, place }: CellPlace): string {
  const where = `cell [${cell.number}]:${place.line}:${place.column}`;
  const name = /at (?:async )?(.+?)(?: \[as [^\]]+\])? \(/.exec(frame)?.[1];
  const isCell = name === undefined || nameless.test(name);
  return isCell ? `    at ${where}` : `    at ${name.replace(/^(exports|Proxy|Object|[^.]+\$)\./, '')} (${where})`;
}

/** The frames of an error's stack with the places in the cells' TypeScript, and the first frame that lies in a cell. */
function stackOf(error: unknown, cells: TracedCells): { frames: string[]; origin: CellPlace | undefined } {
  const frames: string[] = [];
  let origin: CellPlace | undefined;
  for (const line of stackFrames(error)) {
    const located = locate(line, cells);
    origin ??= located;
    const shown = located ? rewritten(line, located) : scriptPlace.test(line) ? undefined : cells.outsideFrame(line);
    if (shown !== undefined) frames.push(shown);
  }
  return { frames: frames.slice(0, maximalFrames), origin };
}

const textOr = (value: unknown, otherwise: string): string =>
  value === undefined || value === '' ? otherwise : textOf(value);

const headOf = (error: unknown): string =>
  `${textOr(property(error, 'name'), 'Error')}: ${textOr(property(error, 'message'), '')}`;

const maximalDepth = 4;
const maximalParts = 5;

/** The errors behind an error: its cause, and those that an `AggregateError` gathers. */
function errorsBehind(error: unknown): { relation: string; behind: unknown }[] {
  const gathered = property(error, 'errors');
  const parts = Array.isArray(gathered) ? gathered.slice(0, maximalParts) : [];
  return [
    { relation: 'Caused by', behind: property(error, 'cause') },
    ...parts.map((behind) => ({ relation: 'One of its errors:', behind })),
  ].filter(({ behind }) => isErrorLike(behind));
}

function causes(error: unknown, cells: TracedCells, depth = 0): string[] {
  if (depth > maximalDepth) return [];
  return errorsBehind(error).flatMap(({ relation, behind }) => [
    `${relation} ${headOf(behind)}`,
    ...stackOf(behind, cells).frames,
    ...causes(behind, cells, depth + 1),
  ]);
}

/** The frames of an error. Where no frame lies in a cell, the `await` of the cell whose promise was rejected follows below them. */
function framesOf(error: unknown, cells: TracedCells): string[] {
  const { frames, origin } = stackOf(error, cells);
  const awaited = origin ? undefined : cells.awaitOf(error);
  return awaited
    ? [...frames, `    at await (cell [${awaited.cell.number}]:${awaited.place.line}:${awaited.place.column})`]
    : frames;
}

/** The first place in a cell that an error's stack names, else the first place that an error behind it names. */
function firstPlace(error: unknown, cells: TracedCells, depth = 0): CellPlace | undefined {
  const { origin } = stackOf(error, cells);
  if (origin || depth > maximalDepth) return origin;
  const awaited = cells.awaitOf(error);
  if (awaited) return awaited;
  for (const { behind } of errorsBehind(error)) {
    const found = firstPlace(behind, cells, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The execution count of the first cell that an error's stack names; undefined where it names none. */
export const originOf = (thrown: unknown, cells: TracedCells): number | undefined =>
  firstPlace(thrown, cells)?.cell.number;

/** The report of a thrown value, with a traceback that points at the cell's TypeScript. Does not throw, whatever the value's getters do. */
export function errorReport(thrown: unknown, cells: TracedCells): ErrorReport {
  if (!isErrorLike(thrown)) {
    const text = textOf(thrown);
    return { ename: 'Error', evalue: text, traceback: [`Thrown, not an Error: ${text}`] };
  }
  const origin = firstPlace(thrown, cells);
  const source = origin
    ? [`cell [${origin.cell.number}], line ${origin.place.line}:`, ...excerpt(origin.cell.code, origin.place)]
    : [];
  return {
    ename: textOr(property(thrown, 'name'), 'Error'),
    evalue: textOr(property(thrown, 'message'), ''),
    traceback: [headOf(thrown), ...framesOf(thrown, cells), ...source, ...causes(thrown, cells)],
  };
}

/** The report of a cell that the reader stopped; its name is that of the library's own `Interrupted`. */
export function interruptionReport(cell: number): ErrorReport {
  const evalue = 'the cell was interrupted';
  return { ename: 'Interrupted', evalue, traceback: [`Interrupted: ${evalue}`, `    at cell [${cell}]`] };
}
