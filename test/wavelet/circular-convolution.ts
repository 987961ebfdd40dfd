/** Complex numbers as [real, imaginary]. */
export type Complex = readonly [number, number];

/** h(t) = (1/n) Σₘ ĥ[m] e^{2πi mt/n} of a filter with a real transfer function, term by term. */
export function filterInTime(filter: ArrayLike<number>): Complex[] {
  const length = filter.length;
  return Array.from({ length }, (_, t) => {
    let [re, im] = [0, 0];
    for (let m = 0; m < length; m++) {
      const angle = (2 * Math.PI * ((m * t) % length)) / length;
      re += (filter[m] * Math.cos(angle)) / length;
      im += (filter[m] * Math.sin(angle)) / length;
    }
    return [re, im] as const;
  });
}

/** (x ⋆ h)(t) = Σₛ x(s) h(t − s), indices modulo n, by the double sum. */
export function circularConvolution(x: ArrayLike<number>, h: readonly Complex[]): Complex[] {
  const length = x.length;
  return Array.from({ length }, (_, t) => {
    let [re, im] = [0, 0];
    for (let s = 0; s < length; s++) {
      const [hRe, hIm] = h[(t - s + length) % length];
      re += x[s] * hRe;
      im += x[s] * hIm;
    }
    return [re, im] as const;
  });
}
