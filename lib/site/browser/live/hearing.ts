import type { LiveCell, LiveEvent } from './live-page.js';

/** Those who listen to what happens on the page. */
export interface Hearing {
  emit(event: LiveEvent): void;
  /** Tells at once how cells of this session have ended, then all that happens. */
  on(hear: (event: LiveEvent) => void): () => void;
}

export function hearing(): Hearing {
  const hearers = new Set<(event: LiveEvent) => void>();
  /** The latest end of each cell of the session, in the order of the ends. */
  const ends = new Map<LiveCell, LiveEvent>();
  return {
    emit(event) {
      if (event.kind === 'session' && event.state === 'gone') ends.clear();
      if (event.kind === 'ended') {
        ends.delete(event.cell);
        ends.set(event.cell, event);
      }
      for (const hear of hearers) hear(event);
    },
    on(hear) {
      hearers.add(hear);
      for (const event of ends.values()) hear(event);
      return () => hearers.delete(hear);
    },
  };
}
