import type { Claim } from './claim';

/** Reverse divergences of the paper's Table 1, nats a path: for each energy, regular and mean-field. */
const ENERGIES = ['autocovariance', 'scattering mean', 'scattering covariance', 'scattering spectra'];
const ENTRIES: readonly (readonly [string, readonly (readonly [number, number])[]])[] = [
  ['AR(0.1)', [[2.76, 0.09], [4.24, 1.99], [5.47, 4.01], [5.44, 2.32]]],
  ['AR(0.2, −0.1)', [[9.44, 3.81], [17.98, 10.55], [25.91, 14.84], [27.33, 9.78]]],
  ['AR(−0.1, 0.2, 0.1)', [[30.04, 26.39], [20.98, 15.18], [29.55, 18.01], [28.46, 10.03]]],
  ['CIR(1/2, 1, 1)', [[219.4, 214.65], [170.63, 169.56], [121.17, 59.21], [105.05, 30.78]]],
  ['CIR(2^−1/2, 2^1/2, 1)', [[104.49, 87.96], [182.24, 179.52], [223.63, 204.79], [203.44, 201.42]]],
];

/** The entries of Table 1 that no figure shows, as claims: all but AR(0.1) with the autocovariance (Figures 1 and 3). */
export function tableOne(): Claim[] {
  return ENTRIES.flatMap(([model, row], m) =>
    row.flatMap((pair, e) =>
      m === 0 && e === 0
        ? []
        : pair.map((paper, method): Claim => ({
            figure: 'Table 1',
            claim: `${model}, ${ENERGIES[e]}, ${method === 0 ? 'regular' : 'mean-field'}: least reverse divergence, nats a path`,
            paper,
            where: '',
          })),
    ),
  );
}
