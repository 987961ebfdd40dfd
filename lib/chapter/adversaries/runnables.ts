import { ensemble } from '../../array/index.js';
import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import { otherSeeds, type Runnable } from '../../study/runnable.js';
import { ringCounts, ringLaw } from './ring.js';
import { fastGenerator, type RingGameData, ringGame } from './ring-game.js';

/** What this chapter's notebook keeps with the sources, for the command line. */
export const runnables: readonly Runnable[] = [
  {
    name: 'ring-game',
    summary: `games of generator and discriminator on the ring, even and hasty, under ${otherSeeds.length} more seeds`,
    options: {},
    headings: ['modes covered', 'paths near a mode', 'time'],
    parts: () =>
      [{}, fastGenerator].flatMap((changes): ReturnType<typeof ringGame>[] =>
        otherSeeds.map((seed) => ringGame({ ...changes, drawCount: 500 }, { seed })),
      ),
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<RingGameData>;
      const last = data.draws.row(data.draws.rowCount - 1);
      const { covered, near } = ringCounts(ringLaw(), ensemble(last.length / 2, 2, last.slice()));
      return [String(covered), near.value.toFixed(3), spokenDuration(provenance.wallSeconds)];
    },
  },
];
