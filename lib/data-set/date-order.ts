/** Where dates neither increase nor decrease throughout. */
export interface Disorder {
  /** Index of the date that breaks the order. */
  readonly index: number;
  readonly date: string;
  readonly before: string;
  /** `repeated`, or the side of `before` on which the date should lie. */
  readonly kind: 'repeated' | 'after' | 'before';
}

/** Days with the oldest first, and whether they had to be turned round for it; else where the order that most of them have breaks. */
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
