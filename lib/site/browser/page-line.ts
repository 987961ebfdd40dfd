import type {} from './live/live-page.js';

/** The line at the foot of the page that says what runs and what the page cannot do; there before it speaks, so that screen readers hear it. */
export function addPageLine(): void {
  if (document.querySelector('.live-bar') !== null) return;
  const bar = document.createElement('aside');
  bar.className = 'live-bar';
  bar.setAttribute('aria-label', 'Messages of this page');
  bar.hidden = true;
  bar.innerHTML = '<p role="status"></p><div class="actions"></div>';
  document.body.append(bar);
}

/** Shows a sentence at the foot of the page, which screen readers read; the line of `live.js` takes it over once that is there. */
export function sayOnPage(sentence: string): void {
  if (globalThis.microcanonLive !== undefined) {
    globalThis.microcanonLive.say(sentence);
    return;
  }
  const bar = document.querySelector<HTMLElement>('.live-bar')!;
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = 'Close';
  close.addEventListener('click', () => {
    bar.hidden = true;
  });
  bar.hidden = false;
  bar.querySelector('p')!.textContent = sentence;
  bar.querySelector('.actions')!.replaceChildren(close);
}
