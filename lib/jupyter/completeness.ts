import ts = require('typescript');

/** The answer to `is_complete_request`. */
export type Completeness = { status: 'complete' } | { status: 'invalid' } | { status: 'incomplete'; indent: string };

/** Codes of the compiler's errors for an unterminated template literal (1160) and comment (1010). */
const unterminated = new Set([1160, 1010]);

function indentAfter(code: string): string {
  const line = code.slice(code.lastIndexOf('\n') + 1);
  const indent = /^\s*/.exec(line)![0];
  return /[{([]\s*$/.test(line) ? `${indent}  ` : indent;
}

/** Whether a cell is complete, needs more lines, or stays invalid whatever follows. */
export function completeness(code: string): Completeness {
  const file = ts.createSourceFile(
    'cell.ts',
    code,
    ts.ScriptTarget.Latest,
    false,
    ts.ScriptKind.TS,
  ) as ts.SourceFile & {
    parseDiagnostics: ts.DiagnosticWithLocation[];
  };
  const [first] = file.parseDiagnostics;
  if (!first) return { status: 'complete' };
  const reachesEnd = first.start >= code.trimEnd().length;
  if (reachesEnd || unterminated.has(first.code)) return { status: 'incomplete', indent: indentAfter(code) };
  return { status: 'invalid' };
}
