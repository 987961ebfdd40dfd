import { childrenOf, codeTree } from '../drag/code-tree.js';

/**
 * A cell's code with another initial value of a variable that it declares at its top level.
 * @param expression code of the value
 * @returns undefined where the code declares no such variable with a value
 */
export function withInitializer(code: string, variable: string, expression: string): string | undefined {
  for (const declaration of codeTree(code).topNode.getChildren('VariableDeclaration')) {
    const parts = childrenOf(declaration);
    const i = parts.findIndex(
      ({ name, from, to }) => name === 'VariableDefinition' && code.slice(from, to) === variable,
    );
    const equals = i < 0 ? -1 : parts.findIndex(({ name }, j) => j > i && name === 'Equals');
    const value = equals < 0 ? undefined : parts[equals + 1];
    if (value !== undefined) return code.slice(0, value.from) + expression + code.slice(value.to);
  }
  return undefined;
}
