import type { LiveEvent } from './live-page.js';

/** Those who listen to what happens on the page. */
export interface Hearing {
  emit(event: LiveEvent): void;
  on(hear: (event: LiveEvent) => void): () => void;
}

export function hearing(): Hearing {
  const hearers = new Set<(event: LiveEvent) => void>();
  return {
    emit(event) {
      for (const hear of hearers) hear(event);
    },
    on(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}
