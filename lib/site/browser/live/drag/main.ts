// Runs in the reader's browser after `live.js`, when somebody comes to the code of a cell for the first time.

import { dragNumbers } from './drag-numbers.js';

dragNumbers(globalThis.microcanonLive!);
