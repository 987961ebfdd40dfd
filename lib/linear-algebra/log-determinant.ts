import { log } from '../special/index.js';

/** ln|det| and the determinant's sign (0 when singular). */
export interface LogDeterminant {
  readonly logAbs: number;
  readonly sign: -1 | 0 | 1;
}

/** A product of many pivots as sign and logarithm; one logarithm is taken for many factors. */
export class SignedProduct {
  private product = 1;
  private logAbs = 0;

  /** Multiplies the product by a factor, which may be 0. */
  multiply(factor: number): void {
    this.product *= factor;
    const size = Math.abs(this.product);
    if (size > 1e100 || size < 1e-100) {
      this.logAbs += log(size);
      this.product = Math.sign(this.product);
    }
  }

  /** Sets the product to 1. */
  reset(): void {
    this.product = 1;
    this.logAbs = 0;
  }

  /** Changes the sign of the product. */
  negate(): void {
    this.product = -this.product;
  }

  /** Logarithm of the size, and sign. */
  logDeterminant(): LogDeterminant {
    return { logAbs: this.logAbs + log(Math.abs(this.product)), sign: Math.sign(this.product) as -1 | 0 | 1 };
  }
}
