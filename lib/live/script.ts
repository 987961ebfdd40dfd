/**
 * Evaluates the text of a script at global scope, whatever calls this, and gives its last value.
 * @throws what the script throws
 */
// biome-ignore lint/security/noGlobalEval: cells and parts are scripts, which run in a worker of their own
export const evaluateScript: (text: string) => unknown = globalThis.eval;
