import type { Difference } from './identity.js';
import type { Provenance } from './provenance.js';

/** What follows when a stored file cannot be taken: the result is computed again, or goes without. */
export type Consequence = 'computed again' | 'not used';

/** What becomes of experiments and of the files that hold them; `sentence` puts an event into words. */
export type StudyEvent =
  /** The result comes from a file in the cache that this code wrote. */
  | { readonly kind: 'loaded'; readonly id: string; readonly provenance: Provenance }
  /** The result comes from a file that is kept with the sources. */
  | { readonly kind: 'kept'; readonly id: string; readonly provenance: Provenance }
  | { readonly kind: 'computed'; readonly id: string; readonly wallSeconds: number }
  /** The result is a first picture from few paths, which nothing keeps. */
  | { readonly kind: 'sketched'; readonly id: string; readonly wallSeconds: number }
  /** A run goes on from its checkpoint. */
  | { readonly kind: 'resumed'; readonly id: string; readonly spentSeconds: number }
  | {
      readonly kind: 'damaged';
      readonly id: string;
      readonly file: string;
      readonly place: 'cache' | 'results';
      readonly consequence: Consequence;
    }
  /** The cache holds a result that other code computed, or the same code from other inputs. */
  | {
      readonly kind: 'other-result';
      readonly id: string;
      readonly difference: Difference;
      readonly revision: string;
      readonly consequence: Consequence;
    }
  /** A checkpoint is there and is not gone on from. */
  | { readonly kind: 'refused-checkpoint'; readonly id: string; readonly reason: 'damaged' | Difference }
  /** Files cannot be written; what is computed lasts as long as the process. */
  | { readonly kind: 'unwritable'; readonly id: string; readonly reason: string }
  /** A set of experiments is done. */
  | {
      readonly kind: 'set-done';
      readonly title: string;
      readonly loaded: number;
      readonly computed: number;
      readonly wallSeconds: number;
    }
  /** Stored results of one revision and machine. */
  | {
      readonly kind: 'source';
      readonly count: number;
      readonly revision: string;
      readonly machine: string;
      /** Days, YYYY-MM-DD. */
      readonly first: string;
      readonly last: string;
      readonly wallSeconds: number;
    }
  /** Some of the results asked for are stored nowhere. */
  | { readonly kind: 'absent'; readonly count: number; readonly of: number };

/** Hears events as they happen. */
export type Listener = (event: StudyEvent) => void;
