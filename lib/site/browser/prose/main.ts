// Runs in the reader's browser when a cell gives Markdown or LaTeX for the first time.

import createPurifier from 'dompurify';
import { proseOver } from '../../prose-renderer.js';
import { sanitiserOver } from '../../sanitiser-rules.js';
import type {} from '../live/output-prose.js';
import type {} from './site-texts.js';

const { pages, works } = globalThis.microcanonTexts!;
const parts = {
  pages: new Set(pages),
  works: { has: (key: string) => Object.hasOwn(works, key), label: (key: string) => works[key] },
  sanitise: sanitiserOver(createPurifier(window)),
};
// A renderer counts the headings of its page: each output has one of its own, so that a second run gives the same anchors.
globalThis.microcanonProse = (source) => proseOver(parts).cell({ source }).text;
