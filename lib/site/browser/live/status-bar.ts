/** The line at the foot of the page that says what runs. */
export interface StatusBar {
  /** Shows a sentence, which screen readers read, and buttons to act on it. */
  say(sentence: string, actions?: readonly (readonly [label: string, act: () => void])[]): void;
  /** Takes the sentence away. */
  hush(): void;
  /** Adds a sentence that stays below all others. */
  remark(sentence: string): void;
}

/** Seconds as the page writes them. */
export function spoken(seconds: number): string {
  if (seconds < 0.1) return `${Math.max(1, Math.round(1000 * seconds))} ms`;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', act);
  return made;
}

/** The status bar that the page's script has put at its foot. */
export function statusBar(): StatusBar {
  const bar = document.querySelector<HTMLElement>('.live-bar')!;
  const [text, actions] = [bar.querySelector('p')!, bar.querySelector('.actions')!];
  const close = button('Close', () => {
    bar.hidden = true;
  });
  return {
    hush() {
      bar.hidden = true;
    },
    remark(sentence) {
      const line = bar.querySelector('.remark') ?? bar.appendChild(document.createElement('p'));
      line.className = 'remark';
      line.textContent = sentence;
    },
    say(sentence, offered = []) {
      bar.hidden = false;
      if (text.textContent !== sentence) text.textContent = sentence;
      actions.replaceChildren(...offered.map(([label, act]) => button(label, act)), close);
    },
  };
}
