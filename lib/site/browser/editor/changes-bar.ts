/** The line that says how many cells are changed, with what can be done to all of them. */
export interface ChangesBar {
  /** @param isKept whether a reload brings the changes back */
  show(count: number, isKept: boolean): void;
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', press);
  return made;
}

/** Puts the line at the foot of the page's text, where it stays in sight; hidden without changes. */
export function changesBar(actions: { resetAll(): void; download(): void }): ChangesBar {
  const element = document.createElement('aside');
  element.className = 'changes';
  element.hidden = true;
  element.setAttribute('aria-label', 'Changed cells');
  const words = document.createElement('p');
  element.append(words, button('Reset all', actions.resetAll), button('Download as notebook', actions.download));
  document.querySelector('article')?.append(element);
  return {
    show(count, isKept) {
      element.hidden = count === 0;
      words.textContent = `${count === 1 ? '1 cell' : `${count} cells`} changed${isKept ? '' : ', not kept by this browser'}`;
    },
  };
}
