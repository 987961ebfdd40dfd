type Json = Record<string, any>;

const fontSize = 11;
const lineHeight = 1.3 * fontSize;
/** Mean width of a letter in units of the font size. */
const letterWidth = 0.55;

function wrapped(text: string, width: number): string[] {
  const letters = Math.max(8, Math.floor(width / (letterWidth * fontSize)));
  const lines: string[] = [];
  for (const word of text.split(/\s+|<br>/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= letters) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** An axis in small type, its title in lines that are no longer than the axis. */
function narrowAxis(axis: Json, length: number): { axis: Json; lines: number } {
  const { text, ...title } = typeof axis.title === 'string' ? { text: axis.title } : axis.title ?? {};
  const lines = text ? wrapped(text, length) : [];
  const small = { size: fontSize };
  return {
    axis: {
      ...axis,
      tickfont: { ...axis.tickfont, size: fontSize - 1 },
      title: { ...title, font: { ...title.font, ...small }, ...(text ? { text: lines.join('<br>') } : {}) },
    },
    lines: lines.length,
  };
}

/**
 * A layout for a phone: small type and margins, titles of horizontal axes broken to the width of their panel, less
 * height where there is one panel only.
 * @param width pixels that the figure has
 */
export function narrowLayout(layout: Json, width: number): Json {
  const margin = { ...layout.margin, l: Math.min(layout.margin?.l ?? 60, 52), r: Math.min(layout.margin?.r ?? 20, 10) };
  const inner = width - margin.l - margin.r;
  const axes = Object.entries(layout).filter(([name]) => /^[xy]axis\d*$/.test(name)) as [string, Json][];
  const horizontal = axes.filter(([name]) => name.startsWith('x'));
  const result: Json = { ...layout, font: { ...layout.font, size: fontSize } };
  let extraLines = 0;
  for (const [name, axis] of axes) {
    const [start, end] = axis.domain ?? [0, 1];
    const { axis: narrow, lines } = narrowAxis(axis, name.startsWith('x') ? inner * (end - start) : Infinity);
    result[name] = narrow;
    if (name.startsWith('x')) extraLines = Math.max(extraLines, lines - 1);
  }
  const extra = extraLines * lineHeight;
  const sized = layout.height ?? 450;
  const height = horizontal.length > 1 ? sized : Math.max(Math.min(sized, 320), Math.round(sized * 0.75));
  result.height = height + extra;
  result.margin = { ...margin, b: (margin.b ?? 58) + extra };
  result.legend = { ...layout.legend, font: { ...layout.legend?.font, size: fontSize } };
  result.annotations = layout.annotations?.map((note: Json) => ({ ...note, font: { ...note.font, size: Math.min(note.font?.size ?? fontSize, fontSize) } }));
  return result;
}
