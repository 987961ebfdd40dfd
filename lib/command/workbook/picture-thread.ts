import { pictureOf } from '../../figure/figure.js';
import type { PlotlyJson } from '../../figure/static-image.js';
import { host, toBase64 } from '../../host/index.js';

/** What the thread that draws pictures answers. */
export type PictureReply = { readonly picture: string } | { readonly error: string };

// The body of a thread: the Plotly JSON of a figure, its PNG in base64.
host.workers?.serve(
  async (message): Promise<PictureReply> => {
    try {
      return { picture: toBase64(await pictureOf(message as PlotlyJson)) };
    } catch (error) {
      return { error: String(error) };
    }
  },
  (error): PictureReply => ({ error: String(error) }),
);
