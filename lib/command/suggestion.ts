/**
 * Number of changes from one word to another: letters inserted, deleted, replaced, or two neighbours exchanged (the distance of
 * Damerau and Levenshtein, each pair exchanged once). Cost: the product of the lengths.
 * @internal exported for its test
 */
export function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = rows[i - 1][j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? rows[i - 2][j - 2] + 1 : Infinity;
      row.push(Math.min(replaced, rows[i - 1][j] + 1, row[j - 1] + 1, exchanged));
    }
    rows.push(row);
  }
  return rows[from.length][to.length];
}

/** The known word nearest to a word; undefined when more than a third of its letters differ. */
export function probablyMeant(word: string, known: readonly string[]): string | undefined {
  // Longer words would take time and are no typing errors.
  const typed = word.toLowerCase().slice(0, 60);
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, candidate.length / 3) && distance < candidate.length)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

/** The second half of an error about an unknown word: `got 'wrokbook' (did you mean workbook?)`. */
export function gotInstead(word: string, known: readonly string[]): string {
  const meant = probablyMeant(word, known);
  return `got '${word}'${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}
