/** What a curve, cloud or violin stands for; the same colour in every figure. `reference` is for any further model. */
export type Role = 'regular' | 'mean-field' | 'true' | 'base' | 'target' | 'reference';

/**
 * One colour a role, from Okabe and Ito's set, which people with any of the common colour deficiencies can tell apart.
 * The true model is blue, as in the paper.
 */
export const palette: Readonly<Record<Role, string>> = Object.freeze({
  regular: '#d55e00',
  'mean-field': '#009e73',
  true: '#0072b2',
  base: '#8a8a8a',
  target: '#1a1a1a',
  reference: '#cc79a7',
});

/** What a legend calls a role when the input gives no name. */
export const roleName: Readonly<Record<Role, string>> = Object.freeze({
  regular: 'regular',
  'mean-field': 'mean field',
  true: 'true model',
  base: 'base model',
  target: 'target',
  reference: 'reference',
});

/** `color` (#rrggbb) with an opacity between 0 and 1, as CSS writes it. */
export function translucent(color: string, opacity: number): string {
  const part = (from: number) => Number.parseInt(color.slice(from, from + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${opacity})`;
}

/** From light to dark, readable without colour: stops of the viridis map, without its yellow end. */
const sequence = ['#b5de2b', '#6ece58', '#35b779', '#1f9e89', '#26828e', '#31688e', '#3e4989', '#440154'];

/** `count` colours in order from light to dark. */
export function sequential(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const position = count === 1 ? sequence.length - 1 : (i / (count - 1)) * (sequence.length - 1);
    const low = Math.min(Math.floor(position), sequence.length - 2);
    return blend(sequence[low], sequence[low + 1], position - low);
  });
}

function blend(from: string, to: string, weight: number): string {
  const channel = (at: number) => {
    const a = Number.parseInt(from.slice(at, at + 2), 16);
    const b = Number.parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + weight * (b - a))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
