// Runs in the reader's browser when a cell is run for the first time.

import { pressed } from '../live-buttons.js';
import { livePage } from './controller.js';
import { downloads } from './own-file/downloads.js';

const parts = document.querySelector<HTMLElement>('[data-parts]')!.dataset.parts!;
const page = livePage(parts.split(' '));
globalThis.microcanonLive = page;
document.addEventListener(pressed, ({ target }) => page.press(target as HTMLButtonElement));
downloads(page);
