import { contour, type FittedGaussian } from '../ellipse.js';
import type { Trace } from '../figure.js';
import { translucent } from '../palette.js';
import { common, type Look, lookOf, type Mark } from './mark.js';

const levels = [3, 2, 1];

/**
 * A Gaussian of the plane: its contours at 1, 2 and 3 standard deviations, filled ever darker, and a cross at the mean.
 * @throws RangeError when the covariance is not positive definite
 */
export function contours(gaussian: FittedGaussian, options: Look & { readonly facet?: string } = {}): Mark {
  const outer = contour(gaussian, 3);
  return {
    parts: [
      {
        ...lookOf(options),
        facet: options.facet,
        isArea: true,
        x: outer.x,
        y: outer.y,
        draw: (place) => [
          ...levels.map(
            (deviations): Trace => ({
              ...common(place, deviations < 3),
              mode: 'lines',
              ...contour(gaussian, deviations),
              hoverinfo: 'skip',
              fill: 'toself',
              fillcolor: translucent(place.color, 0.16),
              line: { color: place.color, width: deviations === 3 ? 1 : 1.4, simplify: false },
            }),
          ),
          {
            ...common(place, true),
            mode: 'markers',
            x: [gaussian.mean[0]],
            y: [gaussian.mean[1]],
            hovertemplate: 'mean (%{x:.4f}, %{y:.4f})',
            marker: { color: place.color, size: 7, symbol: 'x-thin', line: { color: place.color, width: 2 } },
          },
        ],
      },
    ],
  };
}
