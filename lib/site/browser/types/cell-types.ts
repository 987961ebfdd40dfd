import { adviceOnName } from '../../../cell/advice.js';
import { infoTexts } from '../../../jupyter/quick-info.js';
import { cellProgram } from './cell-program.js';
import type { Compiler, DeclarationFiles } from './compiler.js';

/** A stretch of a cell's code, in UTF-16 units. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** An error that the compiler finds in a cell. */
export interface Problem extends Stretch {
  /** Number of the compiler's message. */
  readonly code: number;
  readonly message: string;
}

/** A name that may stand at a place. */
export interface Candidate {
  readonly name: string;
  /** The compiler's word for what the name is: `const`, `function`, `method`, … */
  readonly kind: string;
}

/** The names that may stand in a stretch of code, best first. */
export interface Completion extends Stretch {
  readonly candidates: readonly Candidate[];
}

/** Type and documentation of a name. */
export interface Description {
  readonly signature: string;
  /** Plain text: what the docstring says, arguments, result, errors; may be empty. */
  readonly text: string;
}

/** What the compiler knows of the cells of a page. A cell sees the names that the cells above it declare. */
export interface CellTypes {
  /** Replaces the code of all cells, in the order of the page. */
  setCells(cells: readonly string[]): void;
  /** Errors of a cell. */
  problems(cell: number): readonly Problem[];
  /** What may stand at a place of a cell; undefined where nothing may. */
  complete(cell: number, position: number): Completion | undefined;
  /** What a candidate at a place is. */
  describe(cell: number, position: number, name: string): Description | undefined;
  /** What stands at a place of a cell. */
  inspect(cell: number, position: number): (Description & Stretch) | undefined;
}

const importedName = /(?:\bfrom|\bimport|\brequire\()\s*['"]([^'"\n]*)$/;

/** Names of the packages that cells may import. */
function packageNames(declarations: DeclarationFiles): readonly string[] {
  const names = Object.keys(declarations).flatMap((file) => {
    const [, name] =
      /^\/packages\/(microcanon\/(?:chapter\/)?[^/]+|@[^/]+\/[^/]+|[^@/][^/]*)\/index\.d\.ts$/.exec(file) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...names, ...new Set(Object.values(declarations).flatMap(ambientModules))].sort();
}

const ambientModules = (text: string): string[] =>
  [...text.matchAll(/^declare module ["'](node:[^"']+)["']/gm)].map(([, name]) => name);

function descriptionOf(info: Parameters<typeof infoTexts>[0]): Description {
  const signature = (info.displayParts ?? []).map(({ text }) => text).join('');
  return { signature, text: infoTexts(info).plain.slice(signature.length).trim() };
}

/** The line of a text in which a place stands. */
function lineAt(text: string, position: number): string {
  const end = text.indexOf('\n', position);
  return text.slice(text.lastIndexOf('\n', position - 1) + 1, end === -1 ? undefined : end);
}

/**
 * Types of cells.
 * @param compiler TypeScript
 * @param declarations what cells may import, and the globals of cells
 * Cost: the first question takes a second, one after a change a tenth of it, others milliseconds.
 */
export function cellTypes(compiler: Compiler, declarations: DeclarationFiles): CellTypes {
  const program = cellProgram(compiler, declarations);
  const packages = packageNames(declarations);
  let cells: readonly string[] = [];

  function problems(cell: number): Problem[] {
    const service = program.service();
    const file = program.fileOf(cell);
    const found = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)];
    return found.map(({ start = 0, length = 0, code, messageText }) => {
      const message = compiler.flattenDiagnosticMessageText(messageText, '\n');
      const advice = adviceOnName(message, lineAt(cells[cell], start));
      return { from: start, to: start + length, code, message: advice ? `${message}\n${advice}` : message };
    });
  }

  function complete(cell: number, position: number): Completion | undefined {
    const before = cells[cell].slice(0, position);
    const typed = importedName.exec(before)?.[1];
    if (typed !== undefined) {
      const names = packages.filter((name) => name.startsWith(typed));
      return {
        from: position - typed.length,
        to: position,
        candidates: names.map((name) => ({ name, kind: 'module' })),
      };
    }
    const info = program.service().getCompletionsAtPosition(program.fileOf(cell), position, {});
    if (!info || info.entries.length === 0) return undefined;
    const word = /[\w$\u0080-\uffff]*$/.exec(before)![0];
    const span = info.entries.find(({ replacementSpan }) => replacementSpan)?.replacementSpan;
    const from = span?.start ?? info.optionalReplacementSpan?.start ?? position - word.length;
    const entries = [...info.entries].sort(
      (a, b) => a.sortText.localeCompare(b.sortText) || a.name.localeCompare(b.name),
    );
    return { from, to: position, candidates: entries.map(({ name, kind }) => ({ name, kind })) };
  }

  return {
    setCells(next) {
      cells = next;
      program.setCells(next);
    },
    problems,
    complete,
    describe(cell, position, name) {
      const details = program
        .service()
        .getCompletionEntryDetails(program.fileOf(cell), position, name, undefined, undefined, undefined, undefined);
      return details && descriptionOf(details);
    },
    inspect(cell, position) {
      const info = program.service().getQuickInfoAtPosition(program.fileOf(cell), position);
      if (!info) return undefined;
      const { start, length } = info.textSpan;
      return { ...descriptionOf(info), from: start, to: start + length };
    },
  };
}
