import { original } from '../original.js';

/** The menu that says how many cells are changed, with what can be done to all of them. */
export interface ChangesMenu {
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

/** Puts the menu into the bar at the page's head; hidden without changes. */
export function changesMenu(actions: { resetAll(): void; download(): void }): ChangesMenu {
  const menu = document.createElement('details');
  menu.className = 'changes';
  menu.hidden = true;
  const summary = document.createElement('summary');
  const content = document.createElement('div');
  const words = document.createElement('p');
  const act = (action: () => void) => () => {
    menu.open = false;
    action();
  };
  content.append(
    words,
    button('Reset all', act(actions.resetAll)),
    button('Download as notebook', act(actions.download)),
  );
  menu.append(summary, content);
  document.querySelector('.switches')?.prepend(menu);
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  return {
    show(count, isKept) {
      menu.hidden = count === 0;
      summary.textContent = `${count} changed`;
      const cells = count === 1 ? 'One cell differs' : `${count} cells differ`;
      words.textContent = `${cells} from what was ${original()}. ${isKept ? 'This browser keeps the changes.' : 'This browser does not keep the changes.'}`;
    },
  };
}
