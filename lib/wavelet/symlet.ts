import { checkLength, type Vector, vector, vectorOf } from '../array/index.js';

/** Daubechies' least asymmetric wavelet with 8 vanishing moments: Ten lectures on wavelets (1992), table 6.3. */
const LOW_PASS = vectorOf([
  -0.0033824159510061256, -0.0005421323317911481, 0.03169508781149298, 0.007607487324917605, -0.1432942383508097,
  -0.061273359067658524, 0.4813596512583722, 0.7771857517005235, 0.3644418948353314, -0.05194583810770904,
  -0.027219029917056003, 0.049137179673607506, 0.003808752013890615, -0.01495225833704823, -0.0003029205147213668,
  0.0018899503327594609,
]);
const TAPS = LOW_PASS.length;
const HIGH_PASS = LOW_PASS.map((_, k) => (k % 2 === 0 ? 1 : -1) * LOW_PASS[TAPS - 1 - k]);

/** An orthonormal change of coordinates: dot products stay what they are. */
export interface OrthonormalBasis {
  /** Writes the coefficients of a signal. */
  analyse(signal: Vector, coefficients: Vector): void;
  /** Writes the signal of coefficients. */
  synthesise(coefficients: Vector, signal: Vector): void;
}

/**
 * The basis of periodic wavelets (symlets of 16 taps) on signals of one length: as many scales as its factors of 2 and
 * the wavelet's own length allow; none where it is odd or below 16. Coefficients: the coarsest low-pass first, then the
 * scales from coarse to fine. Right to 1e-12.
 * Cost: 64 operations per value.
 */
export function symletBasis(length: number): OrthonormalBasis {
  const sizes: number[] = [];
  for (let size = length; size % 2 === 0 && size >= TAPS; size /= 2) sizes.push(size);
  const work = vector(length + TAPS);

  return {
    analyse(signal, coefficients) {
      checkLength('symletBasis.analyse: signal', signal, length);
      checkLength('symletBasis.analyse: coefficients', coefficients, length);
      coefficients.set(signal);
      for (const size of sizes) {
        const half = size / 2;
        work.set(coefficients.subarray(0, size));
        for (let k = 0; k < TAPS; k++) work[size + k] = work[k];
        for (let i = 0; i < half; i++) {
          let low = 0;
          let high = 0;
          for (let k = 0; k < TAPS; k++) {
            low += LOW_PASS[k] * work[2 * i + k];
            high += HIGH_PASS[k] * work[2 * i + k];
          }
          coefficients[i] = low;
          coefficients[half + i] = high;
        }
      }
    },
    synthesise(coefficients, signal) {
      checkLength('symletBasis.synthesise: coefficients', coefficients, length);
      checkLength('symletBasis.synthesise: signal', signal, length);
      signal.set(coefficients);
      for (let s = sizes.length - 1; s >= 0; s--) {
        const size = sizes[s];
        const half = size / 2;
        const before = TAPS / 2;
        // Each half is preceded by its last values, to which the filters of its first values reach back periodically.
        work.set(signal.subarray(0, half), before);
        work.set(signal.subarray(half - before, half));
        const highs = work.subarray(half + before);
        highs.set(signal.subarray(half, size), before);
        highs.set(signal.subarray(size - before, size));
        for (let i = 0; i < half; i++) {
          let even = 0;
          let odd = 0;
          for (let k = 0; k < before; k++) {
            const low = work[i + before - k];
            const high = highs[i + before - k];
            even += LOW_PASS[2 * k] * low + HIGH_PASS[2 * k] * high;
            odd += LOW_PASS[2 * k + 1] * low + HIGH_PASS[2 * k + 1] * high;
          }
          signal[2 * i] = even;
          signal[2 * i + 1] = odd;
        }
      }
    },
  };
}
