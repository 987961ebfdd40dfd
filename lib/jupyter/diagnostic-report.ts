import { adviceOnName, adviceOnSyntax, type ErrorReport, excerpt } from '../cell/index.js';
import type { Diagnostic } from './tslab.js';

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
