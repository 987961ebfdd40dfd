/** The first date at which a list that should increase, or decrease, does not. */
export interface Disorder {
  /** Index of the date that breaks the order. */
  readonly index: number;
  readonly date: string;
  readonly before: string;
  /** `repeated`, or where the date should lie: `after` or `before` the date above it. */
  readonly kind: 'repeated' | 'after' | 'before';
}

/** Days with the oldest first, and whether they were reversed; or the first break of the order that most neighbouring days have. */
export function oldestFirst<Day extends { readonly date: string }>(
  days: readonly Day[],
): { readonly days: readonly Day[]; readonly turned: boolean } | Disorder {
  const falls = days.filter(({ date }, i) => i > 0 && date < days[i - 1].date).length;
  const turned = falls > 0 && 2 * falls > days.length - 1;
  for (let index = 1; index < days.length; index++) {
    const [{ date: before }, { date }] = [days[index - 1], days[index]];
    if (date === before) return { index, date, before, kind: 'repeated' };
    if (date < before !== turned) return { index, date, before, kind: turned ? 'before' : 'after' };
  }
  return { days: turned ? [...days].reverse() : days, turned };
}
