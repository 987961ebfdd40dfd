/** A figure or table of the paper and the notebook's cell that shows it. */
export interface PaperPlace {
  /** As the paper names it. */
  readonly name: string;
  readonly shows: string;
  /** The notebook's number or letter. */
  readonly notebook: string;
  /** Id of the first cell that shows it. */
  readonly cell: string;
}

/** Where each equation, figure, table and appendix of the paper is, in the paper's order. */
export const paperPlaces: readonly PaperPlace[] = [
  { name: 'Equation (1)', shows: 'the microcanonical set', notebook: '01', cell: 'models-15' },
  { name: 'Equations (2), (3)', shows: 'microcanonical gradient descent', notebook: '01', cell: 'models-35-notice' },
  {
    name: 'Equations (4), (5)',
    shows: 'the likelihood of an AR(1) model and the autocovariance',
    notebook: '02',
    cell: 'overfitting-03',
  },
  { name: 'Figure 1(a)', shows: 'energies of regular paths', notebook: '02', cell: 'overfitting-34' },
  { name: 'Figure 1(c)', shows: 'divergence through the regular descent', notebook: '02', cell: 'overfitting-44' },
  { name: 'Section 3.1', shows: 'overfitting to a target that is wrong', notebook: '03', cell: 'mean-field-bias-10' },
  {
    name: 'Section 3.2',
    shows: 'the condition under which a step has an inverse',
    notebook: '02',
    cell: 'overfitting-inverse-8',
  },
  { name: 'Figure 2', shows: 'regular and mean-field paths in energy space', notebook: '03', cell: 'mean-field-06' },
  { name: 'Equation (6)', shows: 'the mean-field step', notebook: '03', cell: 'mean-field-09' },
  { name: 'Section 4', shows: 'more than one inner step', notebook: '03', cell: 'mean-field-inner-7' },
  { name: 'Figure 3(a)', shows: 'energies of mean-field paths', notebook: '03', cell: 'mean-field-18' },
  { name: 'Figure 3(b)', shows: 'divergence through the mean-field descent', notebook: '03', cell: 'mean-field-22' },
  { name: 'Figure 4', shows: 'divergence by ensemble size', notebook: '03', cell: 'mean-field-40' },
  {
    name: 'Table 1',
    shows: 'least divergence of five models by four energies',
    notebook: '04',
    cell: 'synthetic-60',
  },
  {
    name: 'Figure 5',
    shows: 'divergence, entropy and likelihood through the descents of five models',
    notebook: '04',
    cell: 'synthetic-81',
  },
  { name: 'Figure 6', shows: 'S&P 500 by stylized features', notebook: '05', cell: 'markets-44' },
  { name: 'Section 5.2', shows: 'entropy lost on the S&P 500', notebook: '05', cell: 'markets-60' },
  { name: 'Figure 7', shows: 'interest rates by stylized features', notebook: '05', cell: 'markets-70' },
  { name: 'Section 6', shows: 'conclusions and future work', notebook: '07', cell: 'found-01' },
  { name: 'Appendix A', shows: 'the Jacobian determinant of coupled paths', notebook: 'A', cell: 'determinant-01' },
  { name: 'Appendix B', shows: 'descents of paths that must stay positive', notebook: 'B', cell: 'projected-01' },
  { name: 'Figure 8', shows: 'markets by the scattering covariance', notebook: 'C', cell: 'wavelets-20' },
  { name: 'Figure 9', shows: 'the loss through a long descent', notebook: 'C', cell: 'wavelets-51' },
  { name: 'Figure 10', shows: 'the S&P 500 from GARCH noise', notebook: 'C', cell: 'wavelets-57' },
];

/** The first place that a text such as `Figure 3(b), Table 1` names; without an exact match, the first place of the same figure or table. */
export function paperPlaceOf(text: string): PaperPlace | undefined {
  // "Figure 9" must not match in "Figure 99".
  const position = (name: string): number => text.search(new RegExp(`${name.replace(/[().]/g, '\\$&')}(?!\\d)`));
  const first = (nameOf: (place: PaperPlace) => string): PaperPlace | undefined =>
    paperPlaces
      .map((place) => ({ place, at: position(nameOf(place)) }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at)[0]?.place;
  return first(({ name }) => name) ?? first(({ name }) => withoutPart(name));
}

function withoutPart(name: string): string {
  return name.replace(/\([a-z]\)$/, '');
}

/** Figure, table, equation or section without its part: `Figure 3` of `Figure 3(b)`. */
export function groupOf(text: string): string {
  const place = paperPlaceOf(text);
  return place === undefined ? text : withoutPart(place.name);
}
