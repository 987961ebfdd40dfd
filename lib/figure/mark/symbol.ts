import type { Look, Place } from './mark.js';

/** A marker's shape. */
export type DotSymbol =
  | 'circle'
  | 'square'
  | 'diamond'
  | 'triangle-up'
  | 'star'
  | 'circle-open'
  | 'diamond-open'
  | 'x-thin';

const shapes: readonly DotSymbol[] = ['circle', 'square', 'diamond', 'triangle-up'];

/** The shape asked for; else a circle for a role, and for other names one by their order, so that they differ without colour. */
export function symbolOf(look: Look & { readonly symbol?: DotSymbol }, { order }: Place): DotSymbol {
  return look.symbol ?? (look.role || look.color ? 'circle' : shapes[order % shapes.length]);
}
