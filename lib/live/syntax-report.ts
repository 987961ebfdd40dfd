import { adviceOnSyntax, type ErrorReport, excerpt } from '../cell/index.js';
import type { UnreadableCell } from './type-erasure.js';

/** The report of a cell that cannot be read, which marks the place with a caret and has advice for spellings of other languages. */
export function syntaxReport({ message, place }: UnreadableCell, number: number, code: string): ErrorReport {
  const advice = adviceOnSyntax(code);
  return {
    ename: 'SyntaxError',
    evalue: `line ${place.line}:${place.column} - ${message}`,
    traceback: [
      `cell [${number}]:${place.line}:${place.column} - ${message}`,
      ...excerpt(code, place),
      ...(advice === undefined ? [] : [`Advice: ${advice}`]),
    ],
  };
}
