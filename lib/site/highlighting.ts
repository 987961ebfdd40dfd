import type { LanguageFn } from 'highlight.js';
import { escapeHtml } from '../array/index.js';
import { type Markup, raw } from './markup.js';

const languages: Record<string, () => LanguageFn> = {
  typescript: () => require('highlight.js/lib/languages/typescript'),
  python: () => require('highlight.js/lib/languages/python'),
  bash: () => require('highlight.js/lib/languages/bash'),
  json: () => require('highlight.js/lib/languages/json'),
};

const aliases: Record<string, string> = {
  ts: 'typescript',
  js: 'typescript',
  javascript: 'typescript',
  py: 'python',
  sh: 'bash',
  shell: 'bash',
};

/** Colours source code; a language that is not known is only escaped. */
export function highlighted(code: string, language: string): Markup {
  const name = aliases[language] ?? language;
  const load = languages[name];
  if (load === undefined) return raw(escapeHtml(code));
  const highlighter = require('highlight.js/lib/core') as typeof import('highlight.js').default;
  if (highlighter.getLanguage(name) === undefined) highlighter.registerLanguage(name, load());
  return raw(highlighter.highlight(code, { language: name }).value);
}
