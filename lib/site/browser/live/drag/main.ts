// Runs in the reader's browser after `live.js`, when somebody comes to the code of a cell for the first time.

import { ownFiles } from '../own-file/own-files.js';
import { dragNumbers } from './drag-numbers.js';

dragNumbers(globalThis.microcanonLive!);
ownFiles(globalThis.microcanonLive!);
