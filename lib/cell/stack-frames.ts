/** A frame of Firefox or Safari: the function's name, @, and its place. */
const geckoFrame = /^(.*?)@(.*:\d+:\d+)$/;

/** The name of a function without what it lies in: of `outer/inner` the last part; of a function without a name, nothing. */
function functionName(given: string): string {
  const name = given.replace(/^(async|setTimeout handler|promise callback)\*/, '');
  const own = name.slice(name.lastIndexOf('/') + 1);
  return own === '<' || own === '' ? '' : own.replace(/<$/, '');
}

/** The frames of a stack as V8 writes them, `    at name (place)`, whichever engine wrote the stack. */
export function stackFrames(stack: string): string[] {
  const lines = stack.split('\n');
  const frames = lines.filter((line) => /^\s+at /.test(line));
  if (frames.length > 0) return frames;
  return lines.flatMap((line) => {
    const [, given, place] = geckoFrame.exec(line) ?? [];
    if (place === undefined) return [];
    const name = functionName(given);
    return name === '' ? [`    at ${place}`] : [`    at ${name} (${place})`];
  });
}
