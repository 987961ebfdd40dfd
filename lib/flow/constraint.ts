/** A set of values that a step may not leave: a component whose update would leave it keeps its old value. */
export interface Constraint {
  readonly name: string;
  /** Whether an updated value stays in the set. */
  admits(value: number): boolean;
}

/**
 * The positive axis.
 * Paper: Appendix B. An update to exactly 0 is refused too, as in the authors' code, where the paper's formula admits it.
 */
export const positive: Constraint = { name: 'positive', admits: (value) => value > 0 };
