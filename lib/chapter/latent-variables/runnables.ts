import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import { otherSeeds, type Runnable } from '../../study/runnable.js';
import { collapsing, type RingAutoencoderData, ringAutoencoder } from './ring-autoencoder.js';

/** What this chapter's notebook keeps with the sources, for the command line. */
export const runnables: readonly Runnable[] = [
  {
    name: 'ring-autoencoder',
    summary: `autoencoders of the ring, with noise that is learned and held, under ${otherSeeds.length} more seeds`,
    options: {},
    headings: ['noise', 'divergence, nats', 'time'],
    parts: () =>
      [{}, collapsing].flatMap((changes): ReturnType<typeof ringAutoencoder>[] =>
        otherSeeds.map((seed) => ringAutoencoder(changes, { seed })),
      ),
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<RingAutoencoderData>;
      const { deviation, divergence } = data.rows[data.rows.length - 1];
      return [deviation.toFixed(3), divergence.value.toFixed(3), spokenDuration(provenance.wallSeconds)];
    },
  },
];
