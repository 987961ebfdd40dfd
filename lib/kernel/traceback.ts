import { inspect } from 'node:util';
import type { Diagnostic } from 'tslab/dist/converter';
import { adviceOnName, adviceOnSyntax } from './advice';
import type { CellCompiler, CompiledCell } from './cell-compiler';
import type { Place } from '../cell';

/** An error as the Jupyter protocol carries it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

/** Lines of source shown above and below the one at fault. */
const context = 2;
const maximalFrames = 20;

function excerpt(code: string, place: Place): string[] {
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
 * What the compiler has against a cell: name `TypeScriptError` for a type error, `SyntaxError` for text that
 * is not TypeScript; the traceback shows each place with a caret, and advice where the cell is as another language has it.
 */
export function diagnosticReport(diagnostics: readonly Diagnostic[], cell: number, code: string): ErrorReport {
  const lineCount = code.split('\n').length;
  // tslab adds a line to the cell, about which the compiler may complain too.
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
  const advice = [...new Set(shown.map(adviceOn).filter((text) => text !== undefined))].map((text) => `Advice: ${text}`);
  const [first] = shown;
  return {
    ename: first.code < 2000 ? 'SyntaxError' : 'TypeScriptError',
    evalue: `line ${first.start.line + 1}:${first.start.character + 1} - ${first.messageText}`,
    traceback: [...traceback, ...advice],
  };
}

interface Located {
  readonly cell: CompiledCell;
  readonly place: Place;
}

/** tslab's and the kernel's own frames tell the reader nothing. */
const machinery = /node_modules\/tslab\/|\/lib\/(kernel|cell)\/|\(?node:|__microcanonAwait/;
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
  return isCell ? `    at ${where}` : `    at ${name.replace(/^(exports|Proxy|Object)\./, '')} (${where})`;
}

/** The stack of an error in the words of the reader's cells, and where in them it first lies. */
function readableStack(stack: string, compiler: CellCompiler): { frames: string[]; origin: Located | undefined } {
  const frames: string[] = [];
  let origin: Located | undefined;
  for (const line of stack.split('\n').filter((text) => /^\s+at /.test(text))) {
    const located = locate(line, compiler);
    origin ??= located;
    if (located) frames.push(rewritten(line, located));
    else if (!machinery.test(line) && !scriptPlace.test(line)) frames.push(line);
  }
  return { frames: frames.slice(0, maximalFrames), origin };
}

function causes(error: Error, compiler: CellCompiler, depth = 0): string[] {
  if (!(error.cause instanceof Error) || depth > 4) return [];
  const { cause } = error;
  return [
    `Caused by ${cause.name}: ${cause.message}`,
    ...readableStack(cause.stack ?? '', compiler).frames,
    ...causes(cause, compiler, depth + 1),
  ];
}

/** The execution count of the cell in which an error's stack first lies; undefined where it lies in none. */
export function originOf(thrown: unknown, compiler: CellCompiler): number | undefined {
  const stack = (thrown as Error | null | undefined)?.stack;
  return typeof stack === 'string' ? readableStack(stack, compiler).origin?.cell.number : undefined;
}

/** Whatever a cell threw, with a traceback that points at the cell's own lines of TypeScript. */
export function errorReport(thrown: unknown, compiler: CellCompiler): ErrorReport {
  const isError = typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'stack' in thrown;
  if (!isError) {
    const text = typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 2 });
    return { ename: 'Error', evalue: text, traceback: [`Thrown, not an Error: ${text}`] };
  }
  const error = thrown as Error;
  const ename = String(error.name || 'Error');
  const evalue = String(error.message);
  const { frames, origin } = readableStack(String(error.stack), compiler);
  const source = origin
    ? [`cell [${origin.cell.number}], line ${origin.place.line}:`, ...excerpt(origin.cell.code, origin.place)]
    : [];
  return { ename, evalue, traceback: [`${ename}: ${evalue}`, ...frames, ...source, ...causes(error, compiler)] };
}

/** The report of a cell that the reader stopped; its name is that of the library's own `Interrupted`. */
export function interruptionReport(cell: number): ErrorReport {
  const evalue = 'the cell was interrupted';
  return { ename: 'Interrupted', evalue, traceback: [`Interrupted: ${evalue}`, `    at cell [${cell}]`] };
}
