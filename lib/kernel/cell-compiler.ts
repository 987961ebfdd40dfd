import { createConverter, type Converter, type ConvertResult, type Diagnostic } from 'tslab/dist/converter';
import type { ConverterSet } from 'tslab/dist/executor';
import { latestTranspilation, type Transpilation } from './transpilation';

/** tslab's converter, which remembers what the tracebacks of the cells need. */
export interface CellCompiler {
  readonly converters: ConverterSet;
  /** Names the cell that is converted next, and clears what is known of the cell before. */
  begin(cell: number, code: string): void;
  /** What the compiler had against the cell that was converted last; empty when it could run. */
  diagnostics(): readonly Diagnostic[];
  /** The cell of a script name in a stack trace. */
  cellOf(scriptName: string): CompiledCell | undefined;
}

export interface CompiledCell {
  readonly number: number;
  readonly code: string;
  readonly transpilation: Transpilation | undefined;
}

const scriptName = (cell: number): string => `microcanon-cell-${cell}`;

const scopeName = '__microcanonScope';

/**
 * Keeps the cells' variables in a plain object. tslab's own is a proxy, through which a loop over a variable of an
 * earlier cell runs a thousand times slower; tslab still gets the last expression's value there.
 */
function inScope(js: string, lastExpression: string | undefined): string {
  const begun = js.replace(/^"use strict";/, `"use strict"; exports = globalThis.${scopeName};`);
  if (lastExpression === undefined) return begun;
  return `${begun}\n__tslab__.exports.${lastExpression} = exports.${lastExpression}; exports.${lastExpression} = undefined;`;
}

/** Starts tslab's converter in the current working folder: about a second, most of it for the types of Node. */
export function cellCompiler(): CellCompiler {
  const cells = new Map<string, CompiledCell>();
  let current: CompiledCell = { number: 0, code: '', transpilation: undefined };
  let found: readonly Diagnostic[] = [];
  const converter = createConverter();
  Object.defineProperty(globalThis, scopeName, { value: {} });

  function convert(declarations: string, source: string): ConvertResult {
    const result = converter.convert(declarations, source);
    found = result.diagnostics;
    if (result.output === undefined) return result;
    const transpilation = latestTranspilation();
    const name = scriptName(current.number);
    cells.set(name, { ...current, transpilation });
    return {
      ...result,
      output: `${inScope(result.output, result.lastExpressionVar)}\n//# sourceURL=${name}`,
      hasToplevelAwait: transpilation?.hasTopLevelAwait ?? false,
    };
  }

  const node: Converter = { ...converter, convert };
  return {
    converters: { node, browser: node, close: () => converter.close() },
    begin(number, code) {
      current = { number, code, transpilation: undefined };
      found = [];
    },
    diagnostics: () => found,
    cellOf: (name) => cells.get(name),
  };
}
