import type { SyntaxNode } from '@lezer/common';
import { childrenOf, codeTree, isType } from './code-tree.js';

/** What a cell shares with the cells around it. */
export interface CellNames {
  /** Names that it declares at its top level, and names of other cells that it writes. */
  readonly declares: readonly string[];
  /** Those of them that it imports, whose values are the same however often it runs. */
  readonly imports: readonly string[];
  /** Names of other cells, of the language or of the page that it reads. */
  readonly uses: readonly string[];
}

interface Scope {
  readonly names: Set<string>;
  readonly parent: Scope | undefined;
  /** Whether the declarations of `var` within belong to this scope. */
  readonly isFunction: boolean;
}

/** A name that a cell reads or writes, in the scope where it stands: declarations may follow. */
interface Mention {
  readonly name: string;
  readonly scope: Scope;
  readonly reads: boolean;
  readonly writes: boolean;
}

/** A cell's code, and what has been found in it. */
interface Search {
  readonly code: string;
  readonly mentions: Mention[];
  readonly imports: string[];
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunction', 'MethodDeclaration']);
const blocks = new Set(['Block', 'ForStatement', 'CatchClause', 'SwitchBody', 'StaticBlock', 'ClassBody']);

/**
 * The names of a cell's TypeScript, without running it: a first guess, which the names that a run tells replace.
 * Cost: some milliseconds for a long cell.
 */
export function cellNames(code: string): CellNames {
  const top: Scope = { names: new Set(), parent: undefined, isFunction: true };
  const mentions: Mention[] = [];
  const imports: string[] = [];
  visit(codeTree(code).topNode, top, { code, mentions, imports });
  for (const name of imports) top.names.add(name);
  const free = mentions.filter(({ name, scope }) => !isKnown(name, scope));
  const namesOf = (chosen: readonly Mention[]): string[] => chosen.map(({ name }) => name);
  return {
    imports,
    declares: [...new Set([...top.names, ...namesOf(free.filter(({ writes }) => writes))])],
    uses: [...new Set(namesOf(free.filter(({ reads }) => reads)))],
  };
}

function isKnown(name: string, scope: Scope | undefined): boolean {
  return scope !== undefined && (scope.names.has(name) || isKnown(name, scope.parent));
}

const textOf = ({ from, to }: SyntaxNode, { code }: Search): string => code.slice(from, to);

function visit(node: SyntaxNode, scope: Scope, search: Search): void {
  if (isType(node)) return;
  switch (node.name) {
    case 'ImportDeclaration':
      for (const name of importedNames(node)) search.imports.push(textOf(name, search));
      return;
    case 'VariableDefinition':
      define(node, scope, search);
      return;
    case 'VariableName':
      search.mentions.push(mentionOf(node, scope, search));
      return;
    case 'Property':
      // `{ shorthand }`
      if (node.firstChild?.name === 'PropertyDefinition' && node.lastChild?.from === node.from) {
        search.mentions.push({ name: textOf(node, search), scope, reads: true, writes: false });
        return;
      }
  }
  const inner = innerScope(node, scope);
  const own = ownName(node);
  if (own !== undefined) (node.name.endsWith('Declaration') ? scope : inner).names.add(textOf(own, search));
  for (const child of childrenOf(node)) if (child.from !== own?.from) visit(child, inner, search);
}

function innerScope(node: SyntaxNode, parent: Scope): Scope {
  const isFunction = functions.has(node.name);
  return isFunction || blocks.has(node.name) ? { names: new Set(), parent, isFunction } : parent;
}

/** The name of a function, class or enumeration, which belongs to the scope around a declaration. */
function ownName(node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(Function|Class)(Declaration|Expression)$|^EnumDeclaration$/.test(node.name)) return undefined;
  return childrenOf(node).find(({ name }) => name === 'VariableDefinition' || name === 'TypeDefinition');
}

function define(node: SyntaxNode, scope: Scope, search: Search): void {
  const name = textOf(node, search);
  const means = meansOfDefinition(node);
  if (means === 'assignment') {
    search.mentions.push({ name, scope, reads: false, writes: true });
    return;
  }
  let target = scope;
  if (means === 'var') while (!target.isFunction) target = target.parent!;
  target.names.add(name);
}

/** What makes a definition of a name: in the pattern of an assignment, the grammar calls variables definitions as well. */
function meansOfDefinition(node: SyntaxNode): 'var' | 'assignment' | 'other' {
  for (let one = node.parent; one !== null; one = one.parent) {
    if (/^(VariableDeclaration|ForOfSpec|ForInSpec)$/.test(one.name)) return one.getChild('var') ? 'var' : 'other';
    if (one.name === 'AssignmentExpression') return 'assignment';
    if (!/Pattern|Spread/.test(one.name)) return 'other';
  }
  return 'other';
}

function mentionOf(node: SyntaxNode, scope: Scope, search: Search): Mention {
  const { parent } = node;
  const isAssigned = parent?.name === 'AssignmentExpression' && parent.firstChild?.from === node.from;
  const isCounted = parent !== null && /^(Unary|Postfix)/.test(parent.name) && /\+\+|--/.test(textOf(parent, search));
  return {
    name: textOf(node, search),
    scope,
    reads: !isAssigned || parent.getChild('UpdateOp') !== null,
    writes: isAssigned || isCounted,
  };
}

function importedNames(node: SyntaxNode): readonly SyntaxNode[] {
  let isTypeOnly = false;
  return childrenOf(node).flatMap((child) => {
    if (child.name === 'ImportGroup') return isTypeOnly ? [] : importedNames(child);
    if (child.name === 'type' || child.name === ',') isTypeOnly = child.name === 'type';
    return child.name === 'VariableDefinition' && !isTypeOnly ? [child] : [];
  });
}
