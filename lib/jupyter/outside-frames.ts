import { localFileOf } from './transpilation.js';

/** Frames of tslab and of the kernel, which tracebacks leave out. */
const machinery = /node_modules\/tslab\/|\/lib\/(jupyter|cell)\/|\(?node:|__microcanonAwait/;

const filePlace = /(\/[^():]+\.js|[A-Za-z]:[^():]+\.js):(\d+):(\d+)/;

/** A frame of a file beside the notebook, with the place in its TypeScript. */
function inLocalFile(frame: string): string {
  const [whole, path, line, column] = filePlace.exec(frame) ?? [];
  const file = path === undefined ? undefined : localFileOf(path.replaceAll('\\', '/'));
  const place = file?.originOf({ line: Number(line), column: Number(column) });
  return file && place ? frame.replace(whole!, () => `${file.path}:${place.line}:${place.column}`) : frame;
}

/** A frame outside of cells as a traceback shows it; undefined for one of the kernel itself. */
export const outsideFrame = (frame: string): string | undefined =>
  machinery.test(frame) ? undefined : inLocalFile(frame);
