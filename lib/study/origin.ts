const duration = /(?<![\w.,])(?:\d+ h \d\d min|\d+ min \d\d s|\d+(?:\.\d)? s)(?!\w)/g;

const day = String.raw`\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?`;
/** How sentences and summaries of tables say where results come from, the duration being marked. */
const origins: readonly RegExp[] = [
  new RegExp(
    String.raw`(?:loaded, |kept with the sources, )?computed(?: ${day}(?: to ${day})?)? in ⟨duration⟩(?: by revision [\da-f]+\+?(?: on .*)?)?`,
    'g',
  ),
  /(?<=: )\d+ (?:loaded(?:, \d+ ⟨computed⟩)?|⟨computed⟩)(?=\n|$)/g,
];

/** Rows of a result's table that say when, where and by which code it was computed. */
const rows =
  /<tr><th scope="row">(?:(?:loaded, |kept with the sources, )?computed|revision|machine)<\/th><td>[^<]*<\/td><\/tr>/g;

/**
 * A text without what differs from run to run of the same computation: durations, each a mark instead, and whether, when, where and by
 * which revision a result was computed. Parameters, numbers and fingerprints stay.
 */
export function withoutOrigins(text: string): string {
  const marked = text.replace(rows, '').replace(duration, '⟨duration⟩');
  return origins.reduce((left, origin) => left.replace(origin, '⟨computed⟩'), marked);
}
