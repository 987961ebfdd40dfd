import { spokenDuration } from './duration.js';
import type { Listener, StudyEvent } from './events.js';

/** An event as a sentence for readers. No code reads it: a listener gets the event itself. */
export function sentence(event: StudyEvent): string {
  switch (event.kind) {
    case 'loaded': {
      const { date, wallSeconds, revision } = event.provenance;
      return `${event.id}: loaded, computed ${date} in ${spokenDuration(wallSeconds)} by revision ${revision}`;
    }
    case 'kept': {
      const { date, wallSeconds, revision, machine } = event.provenance;
      return `${event.id}: computed ${date} in ${spokenDuration(wallSeconds)} by revision ${revision} on ${machine}`;
    }
    case 'computed':
      return `${event.id}: computed in ${spokenDuration(event.wallSeconds)}`;
    case 'sketched':
      return `${event.id}: a sketch from few paths, computed in ${spokenDuration(event.wallSeconds)}`;
    case 'resumed':
      return `${event.id}: goes on from a checkpoint after ${spokenDuration(event.spentSeconds)} of work`;
    case 'damaged': {
      const what = event.place === 'cache' ? `stored result ${event.file}` : `file ${event.file} in data/results`;
      return `${event.id}: the ${what} is damaged and is ${event.consequence}`;
    }
    case 'refused-checkpoint': {
      const what = event.reason === 'damaged' ? 'is damaged' : `comes from ${event.reason}`;
      return `${event.id}: the checkpoint ${what}; starting again`;
    }
    case 'other-result': {
      const { difference, revision, consequence } = event;
      return `${event.id}: the stored result comes from ${difference} (revision ${revision}) and is ${consequence}`;
    }
    case 'unwritable':
      return `${event.id}: what is computed is kept until this process ends, no longer: ${event.reason}`;
    case 'set-done': {
      const counts = [
        [event.loaded, 'loaded'],
        [event.computed, `computed in ${spokenDuration(event.wallSeconds)}`],
      ] as const;
      const told = counts.filter(([count]) => count > 0).map(([count, how]) => `${count} ${how}`);
      return `${event.title}: ${told.join(', ') || 'nothing to compute'}`;
    }
    case 'source': {
      const what = event.count === 1 ? 'result' : 'results';
      const when = event.first === event.last ? event.first : `${event.first} to ${event.last}`;
      const source = `revision ${event.revision} on ${event.machine}`;
      return `${event.count} ${what} computed ${when} in ${spokenDuration(event.wallSeconds)} by ${source}`;
    }
    case 'absent':
      return `${event.count} of ${event.of} ${event.count === 1 ? 'is' : 'are'} absent`;
  }
}

/** Gives every event to `say` as a sentence; `console.log` when left out. */
export function printer(say: (line: string) => void = console.log): Listener {
  return (event) => say(sentence(event));
}

/** Hears nothing. */
export const unheard: Listener = () => {};
