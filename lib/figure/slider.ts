import { type Figure, figure } from './figure.js';
import { margin, size } from './template.js';

/** The places of a slider. */
export interface SliderOptions {
  /** What the slider changes, such as `T`. */
  readonly name: string;
  /** A word for each figure. */
  readonly labels: readonly string[];
  /** Index of the place that is seen first and in still pictures. */
  readonly shown: number;
}

/** Room for a slider between the axes' titles and the caption, in pixels. */
const ROOM = 84;

/**
 * Figures with the same axes, panels and caption as one figure with a slider below it that shows one of them at a time.
 * @throws RangeError when there are not as many labels as figures, two or more, or no figure is at the place that is shown first
 */
export function slider(places: readonly Figure[], { name, labels, shown }: SliderOptions): Figure {
  if (places.length < 2 || labels.length !== places.length) {
    throw new RangeError(
      `slider: labels expects one for each of two or more figures, got ${labels.length} for ${places.length}`,
    );
  }
  if (places[shown] === undefined) {
    throw new RangeError(`slider: shown expects a place from 0 to ${places.length - 1}, got ${shown}`);
  }
  const ownerOf = places.flatMap(({ data }, place) => data.map(() => place));
  const steps = labels.map((label, place) => ({
    label,
    method: 'restyle',
    args: ['visible', ownerOf.map((owner) => owner === place)],
  }));
  return figure({
    data: places.flatMap(({ data }, place) => data.map((trace) => ({ ...trace, visible: place === shown }))),
    layout: {
      ...withRoom(places[shown].layout),
      sliders: [{ active: shown, currentvalue: { prefix: `${name} = ` }, pad: { t: 52 }, steps }],
    },
    caption: places[shown].caption,
    alt: places[shown].alt,
  });
}

/** A figure's layout without its caption, which the whole gets again, and with room for the slider. */
function withRoom(layout: Figure['layout']): Record<string, unknown> {
  const { captionHeight = 0 } = (layout.meta ?? {}) as { readonly captionHeight?: number };
  const annotations = (layout.annotations ?? []) as readonly { readonly name?: string }[];
  const edges = { ...margin, ...(layout.margin as Partial<typeof margin> | undefined) };
  const height = (layout.height as number | undefined) ?? size.height;
  return {
    ...layout,
    annotations: annotations.filter((each) => each.name !== 'caption'),
    height: height - captionHeight + ROOM,
    margin: { ...edges, b: edges.b - captionHeight + ROOM },
  };
}
