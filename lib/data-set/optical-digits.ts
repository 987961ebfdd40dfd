import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { host } from '../host/index.js';

/** Images of handwritten digits. */
export interface DigitImages {
  /** Grey levels 0 to 16, row by row from the top left, [n, 64]. */
  readonly images: Ensemble;
  /** The digit of each image, [n]. */
  readonly digits: Vector;
}

const SIDE = 8;
const FILE = 'microcanon/data/optical-digits.csv';
const GREYS = '0123456789abcdefg';

/**
 * 1797 handwritten digits of 13 people, 8 × 8 pixels of 17 grey levels: the test set of the UCI data set “Optical Recognition of
 * Handwritten Digits” (Alpaydin and Kaynak 1998, CC BY 4.0). Source: data/README.md.
 * @throws Error, naming the line, when the file is damaged
 * Cost: reads a file of 0.1 MB.
 */
export function opticalDigits(): DigitImages {
  const lines = new TextDecoder().decode(host.bytes(FILE)).trimEnd().split('\n').slice(1);
  const images = ensemble(lines.length, [SIDE, SIDE]);
  const digits = vector(lines.length);
  lines.forEach((line, n) => {
    const [digit, pixels = ''] = line.split(',');
    const greys = Array.from(pixels, (letter) => GREYS.indexOf(letter));
    if (!/^\d$/.test(digit) || greys.length !== SIDE * SIDE || greys.includes(-1)) {
      throw new Error(
        `opticalDigits: line ${n + 2} of ${FILE} is no digit with 64 grey levels: ${line}; restore the file`,
      );
    }
    digits[n] = Number(digit);
    images.path(n).set(greys);
  });
  return { images, digits };
}
