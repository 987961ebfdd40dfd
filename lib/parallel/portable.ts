/**
 * A function that other threads find by name. The name is the path, inside lib and without extension, of the module that declares
 * the function, with `#word` behind it where a module declares several: a thread loads that module, which enters the function in
 * the registry of its own thread. A module outside lib gives its absolute path.
 */
export interface Portable<Arguments extends readonly unknown[], Result> {
  readonly name: string;
  /** The function itself. */
  readonly run: (...given: Arguments) => Result;
}

/** A portable function and its arguments as plain data: how another thread gets the same value. */
export interface PortableCall<Result = unknown> {
  readonly name: string;
  readonly arguments: readonly unknown[];
  /** Never present: names the type of what the call gives. */
  readonly result?: Result;
}

const registry = new Map<string, Portable<never, unknown>>();

/**
 * Declares a portable function, at the top level of the module that the name gives.
 * @throws RangeError when the name is taken
 */
export function portable<Arguments extends readonly unknown[], Result>(
  name: string,
  run: (...given: Arguments) => Result,
): Portable<Arguments, Result> {
  if (registry.has(name)) {
    throw new RangeError(`portable: name expects one that no other function has, got ${name} twice; add #word to it`);
  }
  const declared = { name, run };
  registry.set(name, declared);
  return declared;
}

/** A call of a portable function as plain data; the arguments must be plain data too. */
export function callOf<Arguments extends readonly unknown[], Result>(
  { name }: Portable<Arguments, Result>,
  ...given: Arguments
): PortableCall<Result> {
  return { name, arguments: given };
}

/**
 * What a call gives, computed in this thread.
 * @throws RangeError when no module loaded in this thread declares the function
 */
export function perform<Result>(call: PortableCall<Result>): Result {
  return portableNamed(call.name).run(...(call.arguments as never)) as Result;
}

/**
 * The portable function of a name.
 * @throws RangeError when no module loaded in this thread declares the function
 */
export function portableNamed(name: string): Portable<never, unknown> {
  const found = registry.get(name);
  if (found === undefined) {
    throw new RangeError(
      `portable: no function has the name ${name} in this thread; declare the function at the top level of ${moduleOf(name)}, which must be loaded here`,
    );
  }
  return found;
}

/** The path of the module that declares a portable function. */
export function moduleOf(name: string): string {
  const end = name.lastIndexOf('#');
  return end < 0 ? name : name.slice(0, end);
}

/** The names of the functions that a call names, among its arguments too. */
export function namesIn(call: PortableCall): string[] {
  return [call.name, ...call.arguments.flatMap(namesWithin)];
}

function namesWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if ('name' in value && 'arguments' in value && Array.isArray(value.arguments)) return namesIn(value as PortableCall);
  return Object.values(value).flatMap(namesWithin);
}
