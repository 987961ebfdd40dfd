import type { CodePlace } from '../cell/index.js';
import { adviceOnName, adviceOnSyntax } from './advice.js';
import type { CellCompiler, AwaitPlace as Located } from './cell-compiler.js';
import { isErrorLike, property, textOf } from './thrown.js';
import { localFileOf } from './transpilation.js';
import type { Diagnostic } from './tslab.js';

/** An error as the Jupyter protocol carries it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

/** Number of source lines shown above and below the line of an error. */
const context = 2;
const maximalFrames = 20;

function excerpt(code: string, place: CodePlace): string[] {
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

/**
 * The report of the compiler's errors in a cell: name `TypeScriptError` for a type error, `SyntaxError` for text that
 * is not TypeScript; the traceback marks each place with a caret, and has advice for spellings of other languages.
 */
export function diagnosticReport(diagnostics: readonly Diagnostic[], cell: number, code: string): ErrorReport {
  const lineCount = code.split('\n').length;
  // tslab adds a line behind the cell: an error in this line counts only where the cell itself has none.
  const own = diagnostics.filter(({ start, fileName }) => fileName !== undefined || start.line < lineCount);
  const shown = own.length > 0 ? own : diagnostics;
  const isSyntax = shown.some(({ code: number, fileName }) => fileName === undefined && number < 2000);
  const adviceOn = ({ messageText, start }: Diagnostic): string | undefined =>
    isSyntax ? adviceOnSyntax(code) : adviceOnName(String(messageText), code.split('\n')[start.line] ?? '');
  const traceback = shown.flatMap(({ start, messageText, code: number, fileName }) => {
    const place = { line: start.line + 1, column: start.character + 1 };
    const where = fileName ?? `cell [${cell}]`;
    const head = `${where}:${place.line}:${place.column} - TS${number}: ${messageText}`;
    return fileName === undefined ? [head, ...excerpt(code, place)] : [head];
  });
  const advice = [...new Set(shown.map(adviceOn).filter((text) => text !== undefined))].map(
    (text) => `Advice: ${text}`,
  );
  const [first] = shown;
  return {
    ename: first.code < 2000 ? 'SyntaxError' : 'TypeScriptError',
    evalue: `line ${first.start.line + 1}:${first.start.character + 1} - ${first.messageText}`,
    traceback: [...traceback, ...advice],
  };
}

/** Frames of tslab and of the kernel, which tracebacks leave out. */
const machinery = /node_modules\/tslab\/|\/lib\/(jupyter|cell)\/|\(?node:|__microcanonAwait/;
const scriptPlace = /(microcanon-cell-\d+):(\d+):(\d+)/;

function locate(frame: string, compiler: CellCompiler): Located | undefined {
  const match = scriptPlace.exec(frame);
  const cell = match ? compiler.cellOf(match[1]) : undefined;
  const place = match && cell?.originOf({ line: Number(match[2]), column: Number(match[3]) });
  return cell && place ? { cell, place } : undefined;
}

function rewritten(frame: string, { cell, place }: Located): string {
  const where = `cell [${cell.number}]:${place.line}:${place.column}`;
  const name = /at (?:async )?(.+?) \(/.exec(frame)?.[1];
  const isCell = name === undefined || name === 'eval' || name.includes('microcanon-cell') || name === '<anonymous>';
  return isCell ? `    at ${where}` : `    at ${name.replace(/^(exports|Proxy|Object|[^.]+\$)\./, '')} (${where})`;
}

const filePlace = /(\/[^():]+\.js|[A-Za-z]:[^():]+\.js):(\d+):(\d+)/;

/** A frame of a file beside the notebook, with the place in its TypeScript. */
function inLocalFile(frame: string): string {
  const [whole, path, line, column] = filePlace.exec(frame) ?? [];
  const file = path === undefined ? undefined : localFileOf(path.replaceAll('\\', '/'));
  const place = file?.originOf({ line: Number(line), column: Number(column) });
  return file && place ? frame.replace(whole!, () => `${file.path}:${place.line}:${place.column}`) : frame;
}

/** The frames of an error's stack with the places in the cells' TypeScript, and the first frame that lies in a cell. */
function readableStack(stack: string, compiler: CellCompiler): { frames: string[]; origin: Located | undefined } {
  const frames: string[] = [];
  let origin: Located | undefined;
  for (const line of stack.split('\n').filter((text) => /^\s+at /.test(text))) {
    const located = locate(line, compiler);
    origin ??= located;
    if (located) frames.push(rewritten(line, located));
    else if (!machinery.test(line) && !scriptPlace.test(line)) frames.push(inLocalFile(line));
  }
  return { frames: frames.slice(0, maximalFrames), origin };
}

const textOr = (value: unknown, otherwise: string): string =>
  value === undefined || value === '' ? otherwise : textOf(value);

const headOf = (error: unknown): string =>
  `${textOr(property(error, 'name'), 'Error')}: ${textOr(property(error, 'message'), '')}`;

function stackOf(error: unknown, compiler: CellCompiler): { frames: string[]; origin: Located | undefined } {
  const stack = property(error, 'stack');
  return typeof stack === 'string' ? readableStack(stack, compiler) : { frames: [], origin: undefined };
}

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

function causes(error: unknown, compiler: CellCompiler, depth = 0): string[] {
  if (depth > maximalDepth) return [];
  return errorsBehind(error).flatMap(({ relation, behind }) => [
    `${relation} ${headOf(behind)}`,
    ...stackOf(behind, compiler).frames,
    ...causes(behind, compiler, depth + 1),
  ]);
}

/** The frames of an error. Where no frame lies in a cell, the `await` of the cell whose promise was rejected follows below them. */
function framesOf(error: unknown, compiler: CellCompiler): string[] {
  const { frames, origin } = stackOf(error, compiler);
  const awaited = origin ? undefined : compiler.awaitOf(error);
  return awaited
    ? [...frames, `    at await (cell [${awaited.cell.number}]:${awaited.place.line}:${awaited.place.column})`]
    : frames;
}

/** The first place in a cell that an error's stack names, else the first place that an error behind it names. */
function firstPlace(error: unknown, compiler: CellCompiler, depth = 0): Located | undefined {
  const { origin } = stackOf(error, compiler);
  if (origin || depth > maximalDepth) return origin;
  const awaited = compiler.awaitOf(error);
  if (awaited) return awaited;
  for (const { behind } of errorsBehind(error)) {
    const found = firstPlace(behind, compiler, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The execution count of the first cell that an error's stack names; undefined where it names none. */
export const originOf = (thrown: unknown, compiler: CellCompiler): number | undefined =>
  firstPlace(thrown, compiler)?.cell.number;

/** The report of a thrown value, with a traceback that points at the cell's TypeScript. Does not throw, whatever the value's getters do. */
export function errorReport(thrown: unknown, compiler: CellCompiler): ErrorReport {
  if (!isErrorLike(thrown)) {
    const text = textOf(thrown);
    return { ename: 'Error', evalue: text, traceback: [`Thrown, not an Error: ${text}`] };
  }
  const origin = firstPlace(thrown, compiler);
  const source = origin
    ? [`cell [${origin.cell.number}], line ${origin.place.line}:`, ...excerpt(origin.cell.code, origin.place)]
    : [];
  return {
    ename: textOr(property(thrown, 'name'), 'Error'),
    evalue: textOr(property(thrown, 'message'), ''),
    traceback: [headOf(thrown), ...framesOf(thrown, compiler), ...source, ...causes(thrown, compiler)],
  };
}

/** The report of a cell that the reader stopped; its name is that of the library's own `Interrupted`. */
export function interruptionReport(cell: number): ErrorReport {
  const evalue = 'the cell was interrupted';
  return { ename: 'Interrupted', evalue, traceback: [`Interrupted: ${evalue}`, `    at cell [${cell}]`] };
}
