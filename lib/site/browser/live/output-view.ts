import type { CellOutput } from '../../../cell/output-list.js';
import { isProgressBar } from '../../cell-output.js';
import { type OutputSlot, outputSlot } from './output-slot.js';
import { rendered } from './rendering.js';

/** The outputs of a cell on the page. */
export interface OutputView {
  /** A run begins: outputs of the page are faint until those of the run take their places. */
  begin(): void;
  show(outputs: readonly CellOutput[], isDraft: boolean): void;
  /** A run has ended: outputs that it did not give are taken away, and differences are written below each output. */
  end(outputs: readonly CellOutput[], isDraft: boolean): void;
  /** Shows what was published in the slot, or again what was computed here. */
  turn(slot: Element): void;
}

/** @param section the cell's element */
export function outputView(section: HTMLElement, firstLine: () => string): OutputView {
  const frame = section.querySelector<HTMLElement>('.outputs')!;
  const slots: OutputSlot[] = [...frame.querySelectorAll<HTMLElement>(':scope > .slot')].map(outputSlot);
  const bars = document.createElement('div');
  bars.className = 'bars';
  frame.before(bars);

  function slotAt(index: number): OutputSlot {
    const known = slots[index];
    if (known !== undefined) return known;
    const element = document.createElement('div');
    element.className = 'slot';
    frame.append(element);
    slots[index] = outputSlot(element);
    return slots[index];
  }

  function showBars(outputs: readonly CellOutput[]): void {
    const moving = outputs.filter((output) => isProgressBar(output) === 'moving');
    bars.replaceChildren(...moving.flatMap((output) => rendered(output, '') ?? []));
  }

  function show(outputs: readonly CellOutput[], isDraft: boolean): readonly CellOutput[] {
    showBars(outputs);
    const lasting = outputs.filter((output) => isProgressBar(output) === false);
    for (const [i, output] of lasting.entries()) {
      const slot = slotAt(i);
      slot.show(output, firstLine(), isDraft);
      slot.element.classList.remove('stale');
    }
    return lasting;
  }

  return {
    begin() {
      for (const { element } of slots) element.classList.add('stale');
    },
    show,
    end(outputs, isDraft) {
      const { length } = show(outputs, isDraft);
      bars.replaceChildren();
      for (const slot of slots.slice(length)) slot.clear();
      for (const { element } of slots) element.classList.remove('stale');
      slots.splice(Math.max(length, slots.findLastIndex(({ element }) => element.isConnected) + 1));
      if (!isDraft) for (const slot of slots.slice(0, length)) slot.compare();
    },
    turn(element) {
      slots.find((slot) => slot.element === element)?.turn();
    },
  };
}
