import { analyze, type Scope, type Variable } from 'eslint-scope';
import type { Identifier, Program } from 'estree';

/** What declares a name at a cell's top level. */
export type DeclarationKind = 'variable' | 'function' | 'class' | 'import';

/** Which identifiers of a cell mean variables that all cells share. */
export interface SharedReferences {
  /** Names that the cell declares at its top level, `var` in inner blocks included. */
  readonly declared: ReadonlyMap<string, DeclarationKind>;
  /** Names of earlier cells that the cell uses. */
  readonly used: ReadonlySet<string>;
  /** Those of `used` that the cell reads, in functions too. */
  readonly read: ReadonlySet<string>;
  /** Those of `used` that the cell writes, in functions too. */
  readonly written: ReadonlySet<string>;
  /** Identifiers to redirect: references, and declarations of variables (those of functions, classes and imports stay). */
  readonly identifiers: ReadonlySet<Identifier>;
  /** Names of `var` that are read or written before their declaration, or declared in an inner block. */
  readonly hoisted: ReadonlySet<string>;
}

const kindOf: Readonly<Record<string, DeclarationKind>> = {
  Variable: 'variable',
  FunctionName: 'function',
  ClassName: 'class',
  ImportBinding: 'import',
};

const start = (node: object): number => (node as { start: number }).start;

function isHoisted(variable: Variable, program: Program): boolean {
  return variable.defs.some(({ type, parent, name }) => {
    if (type !== 'Variable' || parent?.type !== 'VariableDeclaration' || parent.kind !== 'var') return false;
    const isAtTopLevel = program.body.includes(parent);
    return !isAtTopLevel || variable.references.some(({ identifier }) => start(identifier) < start(name));
  });
}

function moduleScopeOf(program: Program): { cell: Scope; unresolved: Scope['through'] } {
  const { globalScope } = analyze(program, { ecmaVersion: 2022, sourceType: 'module' });
  const cell = globalScope?.childScopes[0];
  if (!globalScope || !cell)
    throw new Error(
      'sharedReferences: program expects a parsed module, got one without a scope; parse it with sourceType module',
    );
  return { cell, unresolved: globalScope.through };
}

/**
 * Finds what a cell shares with the other cells.
 * @param program the cell as JavaScript, parsed as an ES module
 * @param earlier names that earlier cells have declared
 */
export function sharedReferences(program: Program, earlier: ReadonlySet<string>): SharedReferences {
  const { cell, unresolved } = moduleScopeOf(program);
  const declared = new Map<string, DeclarationKind>();
  const [used, read, written] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const identifiers = new Set<Identifier>();
  const hoisted = new Set<string>();
  for (const variable of cell.variables) {
    if (variable.defs.length === 0) continue;
    declared.set(variable.name, kindOf[variable.defs[0].type]);
    if (isHoisted(variable, program)) hoisted.add(variable.name);
    for (const { type, name } of variable.defs) if (type === 'Variable') identifiers.add(name);
    for (const { identifier } of variable.references) identifiers.add(identifier as Identifier);
  }
  for (const reference of unresolved) {
    const identifier = reference.identifier as Identifier;
    const { name } = identifier;
    if (!earlier.has(name)) continue;
    used.add(name);
    if (reference.isRead()) read.add(name);
    if (reference.isWrite()) written.add(name);
    identifiers.add(identifier);
  }
  return { declared, used, read, written, identifiers, hoisted };
}
