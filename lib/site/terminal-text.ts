import { escapeHtml } from '../array/index.js';
import { type Markup, raw } from './markup.js';

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function applied(classes: ReadonlySet<string>, codes: readonly number[]): Set<string> {
  const next = new Set(classes);
  const clearColour = () =>
    colours.forEach((colour) => {
      next.delete(`ansi-${colour}`);
    });
  for (const code of codes) {
    if (code === 0) next.clear();
    else if (code === 1) next.add('ansi-bold');
    else if (code === 22) next.delete('ansi-bold');
    else if (code === 39) clearColour();
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      clearColour();
      next.add(`ansi-${colours[code % 10]}`);
    }
  }
  return next;
}

/** A text as a terminal shows it: carriage returns rewrite their line, and colours become spans. */
export function terminalText(text: string): Markup {
  const lines = text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => {
      const shown = line.replace(/\r+$/, '');
      return shown.slice(shown.lastIndexOf('\r') + 1);
    });
  let classes: ReadonlySet<string> = new Set();
  let output = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of terminals begin with the escape character
  for (const piece of lines.join('\n').split(/(\x1b\[[0-9;?]*[A-Za-z])/)) {
    if (piece.startsWith('\x1b[')) {
      if (piece.endsWith('m')) classes = applied(classes, piece.slice(2, -1).split(';').map(Number));
    } else if (piece !== '') {
      const escaped = escapeHtml(piece);
      output += classes.size === 0 ? escaped : `<span class="${[...classes].join(' ')}">${escaped}</span>`;
    }
  }
  return raw(output);
}
