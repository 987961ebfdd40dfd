/**
 * A package of Node of which a page has a part: a name that it has not is a function that says so, because "is not a function"
 * would leave the reader to guess.
 */
export function partOf(name: string, members: object): object {
  const all = { ...members };
  const withDefault = Object.assign(all, { default: all });
  return new Proxy(withDefault, {
    get(target, member, receiver) {
      if (typeof member !== 'string' || member in target || member === '__esModule')
        return Reflect.get(target, member, receiver);
      return () => {
        throw new Error(
          `${name}: ${member} cannot be had in a page; it has ${Object.keys(members).join(', ')}; run the notebook in Jupyter for the rest`,
        );
      };
    },
  });
}
