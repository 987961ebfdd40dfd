import type { Trace } from '../figure.js';
import { palette } from '../palette.js';
import { finite, type Numbers } from './channel.js';
import type { LineLook } from './line.js';
import { common, type Mark, type Place } from './mark.js';

/** Where straight lines across the panel stand: numbers of one of the axes. */
export type RulePlace = { readonly x: number | Numbers } | { readonly y: number | Numbers };

/** How rules are drawn. */
export interface RuleLook extends Pick<LineLook, 'name' | 'role' | 'color' | 'dash' | 'width'> {
  readonly facet?: string;
}

/**
 * Straight lines across the panel: at heights `y`, or upright ones at `x`, as far as the numbers of the other marks go.
 * @throws RangeError for a number that is not finite, with its place
 */
export function rule(place: RulePlace, options: RuleLook = {}): Mark {
  const isUpright = 'x' in place;
  const at = isUpright ? place.x : (place as { y: number | Numbers }).y;
  const values = finite('rule', isUpright ? 'x' : 'y', typeof at === 'number' ? [at] : at);
  const { dash = 'solid', width = 1, facet, name, role, color = role ? undefined : palette.target } = options;
  const [x, y] = isUpright ? [values, []] : [[], values];
  return {
    parts: [
      {
        name,
        role,
        color,
        facet,
        x,
        y,
        isArea: false,
        draw: (panel) => [ruleTrace(values, isUpright, panel, { width, dash })],
      },
    ],
  };
}

function ruleTrace(values: readonly number[], isUpright: boolean, panel: Place, line: object): Trace {
  const { low, high } = isUpright ? panel.y : panel.x;
  const along = values.flatMap(() => [low, high, NaN]);
  const across = values.flatMap((value) => [value, value, NaN]);
  return {
    ...common(panel),
    mode: 'lines',
    hoverinfo: 'skip',
    x: isUpright ? across : along,
    y: isUpright ? along : across,
    line: { ...line, color: panel.color },
  };
}
