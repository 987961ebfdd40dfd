/** Attributes that place and shape elements: their numbers are pixels. */
const geometry = /( (?:d|transform|x|y|x1|x2|y1|y2|width|height|cx|cy|r|dx|dy|points)=")([^"]*)"/g;

/** Pixels by which a place may differ without being seen: kept numbers have one decimal. */
const TOLERANCE = 0.15;

/**
 * An SVG of Plotly as it is kept: places in tenths of a pixel, names that Plotly draws at random in their order, a line for each
 * element.
 */
export function pictureText(svg: string): string {
  const names = new Map<string, string>();
  const named = svg.replace(
    /(clip|defs-|legend|trace|cb|\bg)([0-9a-f]{6})(?![0-9a-f])/g,
    (_, kind: string, id: string) => {
      if (!names.has(id)) names.set(id, String(names.size).padStart(6, '0'));
      return `${kind}${names.get(id)}`;
    },
  );
  const placed = named.replace(
    geometry,
    (_, start: string, value: string) => `${start}${value.replace(/-?\d*\.\d+(e-?\d+)?/g, tenths)}"`,
  );
  return `${placed.replace(/>(?=<(?:g|path|rect|text|defs|clipPath)\b)/g, '>\n')}\n`;
}

function tenths(number: string): string {
  const rounded = Math.round(10 * Number(number)) / 10;
  return String(rounded === 0 ? 0 : rounded);
}

/**
 * Whether two kept texts show the same picture: all words alike, all places within a seventh of a pixel. Packed images are left
 * out: their bytes depend on the version of zlib.
 */
export function samePicture(one: string, other: string): boolean {
  const [a, b] = [one, other].map(dissected);
  return (
    a.words === b.words &&
    a.places.length === b.places.length &&
    a.places.every((place, i) => Math.abs(place - b.places[i]) <= TOLERANCE)
  );
}

function dissected(text: string): { words: string; places: number[] } {
  const places: number[] = [];
  const words = text.replace(/data:image\/png;base64,[^"]*/g, 'data:,').replace(
    geometry,
    (_, start: string, value: string) =>
      `${start}${value.replace(/-?\d+(\.\d+)?/g, (number) => {
        places.push(Number(number));
        return ' # ';
      })}"`,
  );
  return { words, places };
}
