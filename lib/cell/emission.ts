import { cellText } from './cell-text.js';
import { redirectUses } from './redirection.js';
import { type TopLevel, writeTopLevel } from './top-level.js';

/** A cell as the body of a function. When the function ends early, the names of its first `runtime.reached` declarations have values. */
export interface EmittedCell extends TopLevel {
  readonly code: string;
  /** A source map in JSON, from places in `code` to places in the JavaScript that was given; made when it is asked for. */
  readonly map: string;
  /** Whether the function has to be asynchronous. */
  readonly hasTopLevelAwait: boolean;
  /** Names of shared variables that the cell declares or writes. */
  readonly declares: readonly string[];
  /** Names of shared variables of earlier cells that the cell reads. */
  readonly uses: readonly string[];
}

/**
 * Emits a cell so that every cell works on the same variables: each declaration at the cell's top level, and each use of such a name
 * in this cell or a later one, becomes an access to the box of that name. A function therefore reads what a later cell assigns.
 * @param js the cell as an ES module in JavaScript, without types
 * @param earlier names that earlier cells have declared
 * @param runtimeSource an expression that gives the `CellRuntime` of the run when the function begins
 * @throws SyntaxError when the text is no module, or exports something itself
 * Cost: linear in the length of the text.
 */
export function emitCell(js: string, earlier: ReadonlySet<string>, runtimeSource: string): EmittedCell {
  const cell = cellText(js, earlier);
  const { text, shared, runtime, boxes, place } = cell;
  const hasTopLevelAwait = redirectUses(cell);
  const topLevel = writeTopLevel(cell);
  const functions = [...shared.declared].flatMap(([name, kind]) => (kind === 'function' ? [name] : []));
  const prologue = [
    '"use strict";',
    `const ${runtime} = ${runtimeSource};`,
    ...[...boxes].map(([name, box]) => `const ${box} = ${runtime}.box("${name}");`),
    ...[...shared.hoisted].map((name) => `${place(name)} = undefined;`),
    ...functions.map((name) => `${place(name)} = ${name};`),
  ];
  text.prepend(`${prologue.join(' ')}\n`);
  const declares = [...shared.declared.keys(), ...shared.written];
  return {
    code: text.toString(),
    get map() {
      return text.generateMap({ hires: 'boundary' }).toString();
    },
    hasTopLevelAwait,
    declares,
    uses: [...shared.read],
    ...topLevel,
  };
}
