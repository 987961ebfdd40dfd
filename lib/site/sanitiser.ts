import { sanitiserOver } from './sanitiser-rules.js';

let sanitiser: ((source: string) => string) | undefined;

/** The rules of `sanitiserOver`, over a document that jsdom makes. */
export function sanitise(source: string): string {
  if (sanitiser === undefined) {
    // Loaded here because jsdom is slow to load and only a build of the site needs it.
    const { JSDOM } = require('jsdom') as typeof import('jsdom');
    const createPurifier = require('dompurify') as typeof import('dompurify');
    sanitiser = sanitiserOver(createPurifier(new JSDOM('').window));
  }
  return sanitiser(source);
}
