import { Parser } from 'acorn';
import type { Program } from 'estree';
import MagicString from 'magic-string';
import { type SharedReferences, sharedReferences } from './references.js';
import { isIdentifier, walk } from './syntax.js';

/** A cell while it is rewritten. */
export interface CellText {
  readonly program: Program;
  /** The cell's JavaScript with the changes so far. */
  readonly text: MagicString;
  readonly shared: SharedReferences;
  /** Name of the constant that holds the runtime in the code. */
  readonly runtime: string;
  /** Names of the constants that hold the boxes of shared variables, by the names of the variables. */
  readonly boxes: ReadonlyMap<string, string>;
  /** The expression for a shared variable. */
  place(name: string): string;
  /** A name that nothing in the cell has: the wished one, with as many dollars behind it as that takes. */
  freeName(wished: string): string;
}

/** Accepts an export of what the text does not declare: a cell may name what exists only as a type. */
const CellParser = Parser.extend(
  (Base) =>
    class extends Base {
      checkLocalExport(): void {}
    },
);

/**
 * Parses a cell.
 * @param js the cell as an ES module in JavaScript
 * @param earlier names that earlier cells have declared
 * @throws SyntaxError when the text is no module
 */
export function cellText(js: string, earlier: ReadonlySet<string>): CellText {
  const options = { ecmaVersion: 'latest', sourceType: 'module', ranges: true } as const;
  const program = CellParser.parse(js, options) as unknown as Program;
  const shared = sharedReferences(program, earlier);
  const taken = new Set<string>();
  walk(program, (node) => {
    if (isIdentifier(node)) taken.add(node.name);
  });
  function freeName(wished: string): string {
    if (taken.has(wished)) return freeName(`${wished}$`);
    taken.add(wished);
    return wished;
  }
  const runtime = freeName('__cell');
  const boxes = new Map([...shared.declared.keys(), ...shared.used].map((name) => [name, freeName(`${name}$`)]));
  const place = (name: string): string => `${boxes.get(name)}.${name}`;
  return { program, text: new MagicString(js), shared, runtime, boxes, place, freeName };
}
