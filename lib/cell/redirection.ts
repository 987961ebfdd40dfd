import type { Identifier, Pattern, Node as PlainNode, Program, VariableDeclaration } from 'estree';
import type MagicString from 'magic-string';
import type { SharedReferences } from './references.js';
import { at, isAnonymous, isIdentifier, type Node, placeIn, walk } from './syntax.js';

/** How the uses of shared variables are written. */
export interface Redirection {
  readonly text: MagicString;
  readonly shared: SharedReferences;
  /** The name of the runtime in the code. */
  readonly runtime: string;
  /** Where the code finds a shared variable. */
  place(name: string): string;
}

type Parent = Node | undefined;

/** What holds statements, one behind the other, within the top level. */
const lists = new Set(['BlockStatement', 'StaticBlock', 'SwitchCase']);

/** Starts of `{ x }` and of `{ x = 1 }`, where one identifier is both name of a property and variable. */
function shorthandStarts(program: Program): ReadonlySet<number> {
  const starts = new Set<number>();
  walk(program, (node) => void (node.type === 'Property' && node.shorthand && starts.add(node.start)));
  return starts;
}

/** Writes every use of a shared variable, every `await` and every `import()` of a cell, apart from what declares at its top level. */
export function redirectUses(
  program: Program,
  { text, shared, runtime, place }: Redirection,
): { hasTopLevelAwait: boolean } {
  const shorthands = shorthandStarts(program);
  const isShared = (node: PlainNode): node is Identifier => isIdentifier(node) && shared.identifiers.has(node);

  /** A function that is called in its box gets no `this` that it would not have had. */
  function redirect(node: Identifier, parent: Parent): void {
    const { start, end } = at(node);
    const isCalled =
      (parent?.type === 'CallExpression' && parent.callee === node) ||
      (parent?.type === 'TaggedTemplateExpression' && parent.tag === node);
    const isShorthand = (parent?.type === 'Property' || parent?.type === 'AssignmentPattern') && shorthands.has(start);
    if (isCalled && text.original[end] === '(') {
      // The engine gives the place of this parenthesis as that of the call; it shall be the place of the name.
      text.update(start, end + 1, `(0, ${place(node.name)})(`);
    } else if (isCalled) text.update(start, end, `(0, ${place(node.name)})`);
    else if (isShorthand) text.update(start, end, `${node.name}: ${place(node.name)}`);
    else text.update(start, end, place(node.name));
  }

  /** Lets a function or class without a name of its own have the one that it takes from its variable. */
  function nameAfter(target: PlainNode, value: PlainNode): void {
    if (!isShared(target) || !isAnonymous(value)) return;
    text.prependRight(at(value).start, `{ ["${target.name}"]: `).appendLeft(at(value).end, ` }.${target.name}`);
  }

  function bindsShared(pattern: Pattern): boolean {
    let found = false;
    walk(pattern, (node) => {
      found ||= isShared(node);
    });
    return found;
  }

  /** `var` in an inner block or at the head of a loop becomes an assignment. */
  function assignVariables(declaration: VariableDeclaration, parent: Parent): void {
    const { declarations, kind } = declaration;
    if (parent?.type === 'Program' || kind !== 'var' || !declarations.some(({ id }) => bindsShared(id))) return;
    text.remove(at(declaration).start, at(declarations[0]).start);
    for (const declarator of declarations) {
      if (declarator.init && !isIdentifier(declarator.id))
        text.prependRight(at(declarator).start, '(').appendLeft(at(declarator).end, ')');
    }
    separate(declaration, parent);
  }

  /** What now begins with a parenthesis must not continue a statement before it that has no semicolon. */
  function separate(statement: PlainNode, parent: Parent): void {
    if (parent && lists.has(parent.type)) text.prependRight(at(statement).start, ';');
  }

  let hasTopLevelAwait = false;
  walk(program, (node, parent, isOutside) => {
    switch (node.type) {
      case 'Identifier':
        if (isShared(node)) redirect(node, parent);
        break;
      case 'AwaitExpression': {
        hasTopLevelAwait ||= isOutside;
        const { line, column } = placeIn(text.original, node.start);
        text.appendLeft(node.start + 'await'.length, ` ${runtime}.wait(`).appendLeft(node.end, `, ${line}, ${column})`);
        break;
      }
      case 'ForOfStatement':
        hasTopLevelAwait ||= isOutside && node.await;
        break;
      case 'ImportExpression':
        text.update(node.start, node.start + 'import'.length, `${runtime}.import`);
        break;
      case 'AssignmentExpression':
      case 'AssignmentPattern':
        nameAfter(node.left, node.right);
        break;
      case 'VariableDeclarator':
        if (node.init) nameAfter(node.id, node.init);
        break;
      case 'VariableDeclaration':
        assignVariables(node, parent);
        break;
      case 'ExpressionStatement':
        separate(node, parent);
        break;
    }
  });
  return { hasTopLevelAwait };
}
