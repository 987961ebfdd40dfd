/**
 * A zero of a continuous function between two points, by halving to the last bit.
 * @param value negative at `negative`, positive or 0 at `positive`; either of both points may be the smaller one
 * Cost: some 60 values, 1100 where the zero is at 0 itself.
 */
export function zeroBetween(value: (x: number) => number, negative: number, positive: number): number {
  let [low, high] = [negative, positive];
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle === low || middle === high) return middle;
    if (value(middle) < 0) low = middle;
    else high = middle;
  }
}
