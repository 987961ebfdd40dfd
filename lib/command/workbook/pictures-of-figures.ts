import { host } from '../../host/index.js';
import type { Cell, CellFailure, Notebook } from '../../site/notebook.js';
import { firstLineOf } from './execution.js';
import type { PictureReply } from './picture-thread.js';

/** Draws the pictures of figures that kernels have shown without them. */
export interface FigurePainter {
  /**
   * Puts the pictures into the outputs of a notebook, as the library's figures carry them.
   * @returns the first cell with a figure that cannot be drawn
   */
  paint(notebook: Notebook): Promise<CellFailure | undefined>;
  close(): void;
}

const plotlyType = 'application/vnd.plotly.v1+json';
type Bundle = Record<string, unknown>;

/** Bundles of the library's figures, which have a caption of known height, among the outputs of a cell. */
function figuresIn(cell: Cell): Bundle[] {
  return (cell.outputs ?? []).flatMap((output) => {
    const data = 'data' in output ? (output.data as Bundle) : {};
    const json = data[plotlyType] as { layout?: { meta?: { captionHeight?: unknown } } } | undefined;
    const isOurs = json?.layout?.meta?.captionHeight !== undefined;
    return isOurs && data['image/png'] === undefined ? [data] : [];
  });
}

/** Puts the picture behind the figure's JSON, where a figure that carries its picture has it. */
function addPicture(data: Bundle, picture: string): void {
  const entries = Object.entries(data).flatMap(([type, content]) =>
    type === plotlyType ? [[type, content] as const, ['image/png', picture] as const] : [[type, content] as const],
  );
  for (const type of Object.keys(data)) delete data[type];
  Object.assign(data, Object.fromEntries(entries));
}

/**
 * A painter with a thread of its own, which starts with the first figure: kernels need not load what draws, which takes each of them
 * two seconds, and go on while pictures are drawn.
 */
export function figurePainter(): FigurePainter {
  const waiting: { resolve(reply: PictureReply): void; reject(error: unknown): void }[] = [];
  let thread: ReturnType<NonNullable<typeof host.workers>['start']> | undefined;
  const fail = (error: unknown): void => {
    thread = undefined;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  const open = () =>
    host.workers!.start('command/workbook/picture-thread', {
      // A thread answers its messages in order.
      message: (reply) => waiting.shift()?.resolve(reply as PictureReply),
      error: fail,
      exit: (code) => fail(new Error(`the thread that draws pictures ended with code ${code}`)),
    });
  const draw = (json: unknown): Promise<PictureReply> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      thread ??= open();
      thread.post(json);
    });
  return {
    async paint(notebook) {
      let failure: CellFailure | undefined;
      for (const [index, cell] of notebook.cells.entries()) {
        for (const data of figuresIn(cell)) {
          const reply = await draw(data[plotlyType]).catch((error: Error): PictureReply => ({ error: String(error) }));
          if ('picture' in reply) addPicture(data, reply.picture);
          else failure ??= { cell: index + 1, firstLine: firstLineOf(cell), error: reply.error };
        }
      }
      return failure;
    },
    close: () => thread?.terminate(),
  };
}
