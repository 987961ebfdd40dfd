import { type Channel, channelValues, finite, positions } from './channel.js';
import { common, type Look, lookOf, type Mark, type Position } from './mark.js';

/** Where a text mark finds place and words in rows. */
export interface TextChannels<Row> {
  readonly x: Channel<Row, Position>;
  readonly y: Channel<Row>;
  readonly text: Channel<Row, string>;
}

/** How words are set. */
export interface TextLook extends Look {
  /** Where words stand from their point; `above` when left out. */
  readonly side?: 'above' | 'below' | 'left' | 'right' | 'centre';
  /** Pixels; 13 when left out. */
  readonly size?: number;
  readonly facet?: string;
}

const sides = {
  above: 'top center',
  below: 'bottom center',
  left: 'middle left',
  right: 'middle right',
  centre: 'middle center',
};

/**
 * Words at points; a legend does not show them.
 * @throws TypeError for a key that rows lack, RangeError for a number that is not finite, each with its place
 */
export function text<Row extends object>(rows: readonly Row[], options: TextChannels<Row> & TextLook): Mark {
  const { side = 'above', size = 13, facet } = options;
  const x = positions('text', 'x', channelValues('text', 'x', rows, options.x) as Position[], rows.length);
  const y = finite('text', 'y', channelValues('text', 'y', rows, options.y) as number[]);
  const words = channelValues('text', 'text', rows, options.text).map(String);
  return {
    parts: [
      {
        ...lookOf(options),
        facet,
        x,
        y,
        isArea: false,
        isCompanion: true,
        draw: (place) => [
          {
            ...common(place, true),
            mode: 'text',
            x,
            y,
            text: words,
            textposition: sides[side],
            hoverinfo: 'skip',
            cliponaxis: false,
            textfont: { size, color: place.color },
          },
        ],
      },
    ],
  };
}
