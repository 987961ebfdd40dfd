/**
 * The library's values of a closed form: the quantities of one case, under the names of the file. Quantities that the library does not
 * compute are left out.
 * @param params of the case, which are trusted
 * @param expected what the file says of the case, for inputs that it states as results, such as a target
 */
export type ClosedForm<Parameters, Expected = unknown> = (
  params: Parameters,
  expected: Expected,
) => Readonly<Record<string, unknown>>;
