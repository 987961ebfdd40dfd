/** ln|det| and the determinant's sign (0 when singular). */
export interface LogDeterminant {
  readonly logAbs: number;
  readonly sign: -1 | 0 | 1;
}
